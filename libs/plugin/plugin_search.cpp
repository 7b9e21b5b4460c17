#include "plugin/plugin_search.hpp"

#include <unistd.h>

#include <algorithm>

#include "base/process.hpp"
#include "base/semantic_version.hpp"
#include "base/strings.hpp"

namespace ashlar::plugin {
namespace {

namespace fs = std::filesystem;

std::string text(PluginKind kind) { return kind == PluginKind::resource ? "resource" : "language"; }

bool is_executable(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error) && access(path.c_str(), X_OK) == 0;
}

std::string without_v(const std::string& version) { return version.starts_with('v') ? version.substr(1) : version; }

struct Installed {
  SemanticVersion version;
  fs::path executable;
};

/// The complete installations of a plugin in the plugins directory, oldest first.
std::vector<Installed> installations(const PluginSearch& search, PluginKind kind, const std::string& name) {
  std::vector<Installed> found;
  const auto prefix = text(kind) + "-" + name + "-v";
  std::error_code error;
  for (auto at = fs::directory_iterator(search.plugins_directory, error); !error && at != fs::directory_iterator();
       at.increment(error)) {
    const auto folder = at->path().filename().string();
    if (!folder.starts_with(prefix)) continue;
    const auto version = SemanticVersion::parse(folder.substr(prefix.size()));
    auto executable = at->path() / executable_name(kind, name);
    // A `.partial` file beside it says that the installation did not finish.
    if (!version || fs::exists(at->path().string() + ".partial") || !is_executable(executable)) continue;
    found.push_back({*version, std::move(executable)});
  }
  std::sort(found.begin(), found.end(), [](const Installed& a, const Installed& b) { return a.version < b.version; });
  return found;
}

std::optional<fs::path> find_installed(const PluginSearch& search, PluginKind kind, const std::string& name,
                                       const std::string& version) {
  const auto found = installations(search, kind, name);
  if (found.empty()) return std::nullopt;
  if (version.empty()) return found.back().executable;
  const auto wanted = SemanticVersion::parse(version);
  if (!wanted) return std::nullopt;
  const auto at =
      std::find_if(found.begin(), found.end(), [&](const Installed& each) { return each.version.is_exactly(*wanted); });
  if (at == found.end()) return std::nullopt;
  return at->executable;
}

Result<std::optional<FoundPlugin>> find_override(const PluginSearch& search, PluginKind kind, const std::string& name,
                                                 const std::string& version) {
  for (const auto& entry : search.overrides) {
    if (entry.kind != kind || entry.name != name) continue;
    if (!entry.version.empty() && !version.empty() && without_v(entry.version) != without_v(version)) continue;
    auto executable = entry.directory / executable_name(kind, name);
    if (is_executable(executable))
      return std::optional(FoundPlugin{std::move(executable), FoundPlugin::Place::project});
    return fail_with_help("Pulumi.yaml says that the plugin " + name + " lies in " + entry.directory.string() +
                              ", but there is no executable " + executable.filename().string(),
                          "build the plugin, or correct `plugins` in Pulumi.yaml");
  }
  return std::optional<FoundPlugin>();
}

}  // namespace

PluginSearch PluginSearch::from_environment(const Environment& environment, fs::path executable_directory,
                                            std::vector<PluginOverride> overrides) {
  PluginSearch search;
  search.overrides = std::move(overrides);
  if (!environment.is_true("PULUMI_IGNORE_AMBIENT_PLUGINS")) search.path = environment.text("PATH");
  search.executable_directory = std::move(executable_directory);
  auto home = fs::path(environment.text("PULUMI_HOME"));
  if (home.empty()) home = fs::path(environment.text("HOME")) / ".pulumi";
  search.plugins_directory = home / "plugins";
  return search;
}

std::string executable_name(PluginKind kind, const std::string& name) { return "pulumi-" + text(kind) + "-" + name; }

Result<std::optional<FoundPlugin>> find_plugin(const PluginSearch& search, PluginKind kind, const std::string& name,
                                               const std::string& version) {
  auto chosen = find_override(search, kind, name, version);
  if (!chosen || *chosen) return chosen;
  const auto executable = executable_name(kind, name);
  if (!search.path.empty()) {
    if (auto on_path = find_executable(executable, search.path)) {
      return std::optional(FoundPlugin{std::move(*on_path), FoundPlugin::Place::path});
    }
  }
  if (auto beside = search.executable_directory / executable; is_executable(beside)) {
    return std::optional(FoundPlugin{std::move(beside), FoundPlugin::Place::beside_us});
  }
  if (auto installed = find_installed(search, kind, name, version)) {
    return std::optional(FoundPlugin{std::move(*installed), FoundPlugin::Place::installed});
  }
  return std::optional<FoundPlugin>();
}

std::vector<std::string> describe_places(const PluginSearch& search, PluginKind kind, const std::string& name) {
  std::vector<std::string> notes;
  const auto executable = executable_name(kind, name);
  notes.push_back(search.path.empty() ? "PATH was not searched for " + executable
                                      : "there is no " + executable + " in PATH");
  notes.push_back("nor in " + search.executable_directory.string());
  std::vector<std::string> versions;
  for (const auto& each : installations(search, kind, name)) versions.push_back(each.version.text());
  const auto& folder = search.plugins_directory.string();
  notes.push_back(versions.empty() ? "nor an installed one in " + folder
                                   : "in " + folder + " there are only " + join(versions, ", "));
  return notes;
}

}  // namespace ashlar::plugin
