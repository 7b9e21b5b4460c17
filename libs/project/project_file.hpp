#pragma once
/// A project's file: `Pulumi.yaml`, `.yml` or `.json` (reference 8.1).

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/filesystem.hpp"
#include "project/yaml_document.hpp"

namespace ashlar::project {

struct Runtime {
  std::string name;  ///< empty when the project has none
  YamlMap options;   ///< for the runtime to interpret
};

/// What type a configuration value must have: `array<string>` is an array with items.
struct ConfigTypeName {
  std::string name;                   ///< string, integer, boolean, array or object
  std::vector<ConfigTypeName> items;  ///< one for an array, else none

  [[nodiscard]] std::string text() const;  ///< `array<array<string>>`
  /// Whether a value is of this type. Strings that look like integers or booleans count as such.
  [[nodiscard]] bool accepts(const YamlValue& value) const;
};

/// What the project says about a configuration key.
struct ConfigDeclaration {
  std::optional<ConfigTypeName> type;
  std::string description;
  bool secret = false;
  YamlValue default_value;  ///< null when there is none
  YamlValue value;          ///< null when there is none; for keys of other namespaces
  Position position;
};

/// An entry of `packages`: `source@version`, or the same in parts.
struct PackageSource {
  std::string source;
  std::string version;
  std::vector<std::string> parameters;
  std::string download_url;
  std::map<std::string, std::string> checksums;  ///< base64 by platform
  std::vector<std::string> extensions;
  bool in_parts = false;  ///< how it was written
};

/// An entry of `plugins`: where to find a plugin instead of the usual places.
struct PluginPath {
  std::string name;
  std::string path;
  std::string version;  ///< empty: any
};

struct TemplateValue {
  std::string description;
  std::string default_value;
  bool secret = false;
};

struct ProjectTemplate {
  std::string display_name;
  std::string description;
  std::string quickstart;
  bool important = false;
  std::map<std::string, std::string> metadata;
  std::map<std::string, TemplateValue> config;
};

struct ProjectFile {
  std::string path;  ///< absolute when the search began at an absolute directory
  std::string name;
  Runtime runtime;
  std::string main;
  std::string description;
  std::string author;
  std::string website;
  std::string license;
  std::string stack_config_directory;
  std::string backend_url;
  bool refreshes_always = false;
  std::string required_version;  ///< a range, as VersionRange reads it; empty: any
  std::map<std::string, ConfigDeclaration> config;
  std::map<std::string, PackageSource> packages;
  std::vector<PluginPath> provider_plugins;
  std::vector<PluginPath> language_plugins;
  std::vector<PluginPath> analyzer_plugins;
  std::optional<ProjectTemplate> project_template;
  YamlMap everything;  ///< the whole file: runtimes find keys of their own in it

  /// Fails with all that is wrong in the file, each with line and column.
  [[nodiscard]] static Result<ProjectFile> load(FileSystem& files, const std::string& path);
  [[nodiscard]] static Result<ProjectFile> parse(std::string text, const std::string& path);

  [[nodiscard]] std::string directory() const { return parent_directory(path); }
  /// Where the program is: the directory of the project, or what `main` names (a directory or a file).
  [[nodiscard]] std::string program_path() const;
  /// Where a stack's settings are: `Pulumi.<stack>` with the project file's extension.
  [[nodiscard]] std::string stack_config_path(std::string_view stack) const;
  /// Whether a key without a namespace, or with this project's, is meant.
  [[nodiscard]] bool owns_config_key(std::string_view key) const;
};

/// The closest project file at or above a directory. Of kind `not_found` when there is none.
[[nodiscard]] Result<std::string> find_project(FileSystem& files, const std::string& directory);

/// Checks the version of the tool against the project's `requiredPulumiVersion`.
Status check_required_version(const ProjectFile& project, std::string_view version);

/// Checks a project's name: letters, digits, `-`, `_` and `.`, at most 100 of them.
[[nodiscard]] Status check_project_name(std::string_view name);

/// The text of a project file with one more, or a changed, entry of `packages`.
[[nodiscard]] Result<std::string> with_package(const std::string& text, const std::string& path,
                                               const std::string& name, const PackageSource& package);

}  // namespace ashlar::project
