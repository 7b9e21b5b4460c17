#include "cmd/ashlar/commands/installed_plugins.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "base/semantic_version.hpp"
#include "project/workspace.hpp"

namespace ashlar::cli {

namespace {

constexpr std::array<std::string_view, 5> kinds = {"resource", "language", "analyzer", "converter", "tool"};

// `resource-random-v4.21.2`
std::optional<InstalledPlugin> parse_name(const std::string& name) {
  for (const auto kind : kinds) {
    if (!name.starts_with(std::string(kind) + "-")) continue;
    const auto version = name.rfind("-v");
    if (version == std::string::npos || version <= kind.size()) return std::nullopt;
    return InstalledPlugin{.kind = std::string(kind),
                           .name = name.substr(kind.size() + 1, version - kind.size() - 1),
                           .version = name.substr(version + 2)};
  }
  return std::nullopt;
}

std::uint64_t size_of(const std::string& directory) {
  std::uint64_t size = 0;
  std::error_code failed;
  for (std::filesystem::recursive_directory_iterator at(directory, failed), end; !failed && at != end;
       at.increment(failed)) {
    std::error_code unreadable;
    if (at->is_regular_file(unreadable)) size += at->file_size(unreadable);
  }
  return size;
}

Clock::Time to_time(const timespec& time) {
  return Clock::Time(std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec));
}

}  // namespace

Result<std::vector<InstalledPlugin>> installed_plugins(const Shell& shell) {
  const auto home = project::pulumi_home(shell.environment());
  if (!home) return home.error();
  const auto directory = *home + "/plugins";
  const auto entries = shell.files().list_directory(directory);
  if (!entries)
    return entries.error().kind == ErrorKind::not_found ? Result(std::vector<InstalledPlugin>()) : entries.error();
  std::vector<InstalledPlugin> plugins;
  for (const auto& entry : *entries) {
    auto plugin = parse_name(entry.name);
    const auto path = directory + "/" + entry.name;
    struct stat status {};
    if (!plugin || ::stat(path.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) continue;
    // As the search for plugins sees it: a version that is none, or an installation that did not finish, does not
    // count.
    if (!SemanticVersion::parse(plugin->version) || shell.files().exists(path + ".partial")) continue;
    plugin->directory = path;
    plugin->size = size_of(path);
    plugin->installed = to_time(status.st_ctim);
    plugin->last_used = to_time(status.st_atim);
    plugins.push_back(std::move(*plugin));
  }
  std::sort(plugins.begin(), plugins.end(),
            [](const auto& a, const auto& b) { return std::tie(a.name, a.version) < std::tie(b.name, b.version); });
  return plugins;
}

}  // namespace ashlar::cli
