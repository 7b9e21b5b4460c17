#pragma once
/// What git knows about the project: recorded with every run, so that the history tells which sources it was.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace ashlar::cli {

struct SourceFacts {
  std::map<std::string, std::string> environment;  ///< `git.head`, `vcs.repo` … as histories name them
  std::string title;                               ///< the first line of the last commit's message
};

/// Asks git about the repository that holds `directory`; nothing when there is none, or no git. What cannot be found
/// out is left out. Blocks while git looks for changes: not for the engine's thread.
[[nodiscard]] SourceFacts source_facts(const std::filesystem::path& directory);

/// Where a repository lives, by the URL of its remote.
struct RemoteRepository {
  std::string host, owner, name;
  friend bool operator==(const RemoteRepository&, const RemoteRepository&) = default;
};
/// Understands `git@host:owner/name.git` and URLs; nothing for paths and whatever has no owner.
[[nodiscard]] std::optional<RemoteRepository> parse_remote(std::string_view url);

}  // namespace ashlar::cli
