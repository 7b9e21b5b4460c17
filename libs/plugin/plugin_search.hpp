#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/environment.hpp"
#include "base/result.hpp"

namespace ashlar::plugin {

enum class PluginKind { resource, language };

/// A plugin that the project says where to find (`plugins` in Pulumi.yaml).
struct PluginOverride {
  PluginKind kind = PluginKind::resource;
  std::string name;
  std::string version;  ///< empty: whichever is asked for
  std::filesystem::path directory;
};

/// Where plugins are looked for, in this order (reference 4.2).
struct PluginSearch {
  std::vector<PluginOverride> overrides;
  std::string path;                            ///< folders separated by colons; empty not to look there
  std::filesystem::path executable_directory;  ///< where our own executable lies
  std::filesystem::path plugins_directory;     ///< `$PULUMI_HOME/plugins`

  /// What the environment says: PATH (unless PULUMI_IGNORE_AMBIENT_PLUGINS), PULUMI_HOME, else `~/.pulumi`.
  [[nodiscard]] static PluginSearch from_environment(const Environment& environment,
                                                     std::filesystem::path executable_directory,
                                                     std::vector<PluginOverride> overrides);
};

struct FoundPlugin {
  enum class Place { project, path, beside_us, installed };
  std::filesystem::path executable;
  Place place = Place::installed;
};

/// The plugin, or nothing. `version` may be empty; the project's choice and an installed plugin must match it exactly,
/// others are taken as they are. An error when the project names a folder that has no such plugin.
[[nodiscard]] Result<std::optional<FoundPlugin>> find_plugin(const PluginSearch& search, PluginKind kind,
                                                             const std::string& name, const std::string& version);

/// Where `find_plugin` looked in vain, a line each, for an error's notes.
[[nodiscard]] std::vector<std::string> describe_places(const PluginSearch& search, PluginKind kind,
                                                       const std::string& name);

[[nodiscard]] std::string executable_name(PluginKind kind, const std::string& name);  ///< `pulumi-resource-random`

}  // namespace ashlar::plugin
