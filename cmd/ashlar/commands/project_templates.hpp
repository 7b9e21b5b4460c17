#pragma once
/// What `ashlar new` can begin with.

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ashlar::cli {

struct TemplateFile {
  std::string_view name;
  std::string_view text;  ///< with `${PROJECT}` and `${DESCRIPTION}`
};

struct ProjectTemplate {
  std::string_view name;
  std::string_view description;
  std::vector<TemplateFile> files;
};

[[nodiscard]] const std::vector<ProjectTemplate>& project_templates();

/// `text` with each `${NAME}` replaced. Values are taken as they are: REQUIRES that the text quotes them where needed.
[[nodiscard]] std::string fill_in(std::string_view text, const std::map<std::string, std::string>& values);

}  // namespace ashlar::cli
