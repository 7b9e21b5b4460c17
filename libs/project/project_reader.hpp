#pragma once
/// How `ProjectFile` is read; of interest to nobody else.

#include "project/project_file.hpp"

namespace ashlar::project {

/// Reads a project file and notes everything that is wrong with it, not only the first thing.
class ProjectReader {
 public:
  explicit ProjectReader(const YamlDocument& document) : document_(document) {}
  Result<ProjectFile> read();

 private:
  struct Problem {
    Position position;
    std::string message;
  };
  using Strings = std::vector<std::string>;

  void note(const YamlNode& node, std::string message) { problems_.push_back({node.position, std::move(message)}); }
  [[nodiscard]] Error error() const;

  /// The mapping that `node` is, or null after noting that it is none.
  const YamlNode* mapping(const YamlNode& node, const std::string& what);
  /// Notes every member whose key is not among `allowed`.
  void only(const YamlNode& mapping, const std::string& what, const Strings& allowed);
  std::string text(const YamlNode& mapping, std::string_view key, const std::string& what, bool required = false);
  bool boolean(const YamlNode& mapping, std::string_view key, const std::string& what);
  Strings texts(const YamlNode& mapping, std::string_view key, const std::string& what);
  std::map<std::string, std::string> text_map(const YamlNode& mapping, std::string_view key, const std::string& what);

  void read_name(ProjectFile& file);
  void read_runtime(ProjectFile& file);
  void read_config(ProjectFile& file);
  ConfigDeclaration declaration(const std::string& key, const YamlNode& node, const ProjectFile& file);
  std::optional<ConfigTypeName> config_type(const YamlNode& node, const std::string& what, const YamlNode* items);
  void check_declaration(const std::string& key, const YamlNode& node, const ConfigDeclaration& declared, bool own);
  void read_backend_and_options(ProjectFile& file);
  void read_packages(ProjectFile& file);
  void read_plugins(ProjectFile& file);
  void read_template(ProjectFile& file);

  const YamlDocument& document_;
  std::vector<Problem> problems_;
};

}  // namespace ashlar::project
