#pragma once

#include <compare>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "resource/property_path.hpp"

namespace ashlar::project {

/// The name of a configuration value: `namespace:name`. The namespace is a project or a package. Sorted by namespace,
/// then name.
class ConfigKey {
 public:
  /// `ns:name`, or its old spelling `ns:config:name`.
  [[nodiscard]] static Result<ConfigKey> parse(std::string_view text);
  /// The same; a text without a colon is a name of the project's.
  [[nodiscard]] static Result<ConfigKey> parse(std::string_view text, std::string_view project);
  /// A key that names a place inside a value: `ns:name.member[0]`. Only what stands before the first `.` or `[` decides
  /// on the namespace; the rest may hold colons.
  [[nodiscard]] static Result<ConfigKey> parse_with_path(std::string_view text, std::string_view project);
  [[nodiscard]] static ConfigKey of(std::string_view namespace_name, std::string_view name) {
    return ConfigKey(std::string(namespace_name), std::string(name));
  }

  [[nodiscard]] const std::string& namespace_name() const { return namespace_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::string text() const { return namespace_ + ":" + name_; }
  /// As it is shown to users of `project`: without the namespace when that is the project.
  [[nodiscard]] std::string pretty(std::string_view project) const { return namespace_ == project ? name_ : text(); }

  /// The path that the name is when read as one: its first step is the name of the value itself.
  [[nodiscard]] Result<std::vector<PathStep>> path() const;

  friend auto operator<=>(const ConfigKey&, const ConfigKey&) = default;

 private:
  ConfigKey(std::string namespace_name, std::string name)
      : namespace_(std::move(namespace_name)), name_(std::move(name)) {}

  std::string namespace_;
  std::string name_;
};

/// A `key=value` argument. A key that holds `=` may stand in quotes: `"a=b"=value`.
struct ConfigAssignment {
  std::string key;
  std::string value;
};
[[nodiscard]] Result<ConfigAssignment> parse_config_assignment(std::string_view argument);

}  // namespace ashlar::project
