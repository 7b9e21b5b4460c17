#include "cmd/ashlar/engine/version_control.hpp"

#include <array>

#include "base/process.hpp"
#include "base/strings.hpp"

namespace ashlar::cli {

namespace fs = std::filesystem;

namespace {

std::optional<fs::path> repository_of(fs::path directory) {
  std::error_code ignored;
  while (true) {
    if (fs::exists(directory / ".git", ignored)) return directory;
    if (!directory.has_relative_path()) return std::nullopt;
    directory = directory.parent_path();
  }
}

/// What git prints, without the newline at its end; nothing when it fails.
std::optional<std::string> git(const fs::path& repository, std::vector<std::string> arguments) {
  ProcessOptions options{.argv = {"git", "--no-optional-locks"}};
  options.argv.insert(options.argv.end(), arguments.begin(), arguments.end());
  options.directory = repository;
  const auto ran = run_process(options);
  if (!ran || !ran->status.ok()) return std::nullopt;
  return std::string(trim(ran->out));
}

void add_commit(const fs::path& repository, SourceFacts& facts) {
  // One field a line; the title last.
  const auto commit = git(repository, {"log", "-1", "--format=%H%n%cn%n%ce%n%an%n%ae%n%s"});
  if (!commit) return;
  constexpr std::array<std::string_view, 5> names = {"git.head", "git.committer", "git.committer.email", "git.author",
                                                     "git.author.email"};
  const auto lines = split(*commit, '\n');
  for (std::size_t i = 0; i < names.size() && i < lines.size(); ++i) facts.environment.emplace(names[i], lines[i]);
  if (lines.size() > names.size()) facts.title = lines[names.size()];
}

void add_remote(const fs::path& repository, const fs::path& directory, SourceFacts& facts) {
  const auto url = git(repository, {"config", "--get", "remote.origin.url"});
  const auto remote = url ? parse_remote(*url) : std::nullopt;
  if (!remote) return;
  facts.environment.emplace("vcs.kind", remote->host);
  facts.environment.emplace("vcs.owner", remote->owner);
  facts.environment.emplace("vcs.repo", remote->name);
  const auto root = directory.lexically_relative(repository);
  if (root != ".") facts.environment.emplace("vcs.root", root.string());
}

}  // namespace

std::optional<RemoteRepository> parse_remote(std::string_view url) {
  constexpr std::string_view separator = "://";
  std::string_view host;
  std::string_view path;
  if (const auto scheme = url.find(separator); scheme != std::string_view::npos) {
    url.remove_prefix(scheme + separator.size());
    const auto slash = url.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    host = url.substr(0, slash);
    path = url.substr(slash + 1);
  } else {
    const auto colon = url.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    host = url.substr(0, colon);
    path = url.substr(colon + 1);
  }
  // A user's name, and in a URL a password, stand before the `@`; neither goes into a history.
  if (const auto at = host.rfind('@'); at != std::string_view::npos) host.remove_prefix(at + 1);
  host = host.substr(0, host.find(':'));  // a port
  while (path.starts_with('/')) path.remove_prefix(1);
  while (path.ends_with('/')) path.remove_suffix(1);
  if (path.ends_with(".git")) path.remove_suffix(4);
  const auto last = path.rfind('/');
  if (host.empty() || last == std::string_view::npos) return std::nullopt;
  return RemoteRepository{std::string(host), std::string(path.substr(0, last)), std::string(path.substr(last + 1))};
}

SourceFacts source_facts(const fs::path& directory) {
  SourceFacts facts;
  const auto repository = repository_of(directory);
  if (!repository) return facts;
  add_commit(*repository, facts);
  if (const auto branch = git(*repository, {"symbolic-ref", "--quiet", "HEAD"}))
    facts.environment.emplace("git.headName", *branch);
  if (const auto changed = git(*repository, {"status", "--porcelain"}))
    facts.environment.emplace("git.dirty", changed->empty() ? "false" : "true");
  add_remote(*repository, directory, facts);
  return facts;
}

}  // namespace ashlar::cli
