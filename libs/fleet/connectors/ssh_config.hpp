#pragma once
/// OpenSSH's client configuration, ssh_config(5).

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace ashlar::fleet {

/// What a configuration says of one host: for each keyword, in lower case, its arguments. Of most keywords the first
/// counts; of some (IdentityFile) all do.
class SshHostConfig {
 public:
  using Arguments = std::vector<std::string>;

  [[nodiscard]] std::optional<std::string> first(const std::string& keyword) const;
  [[nodiscard]] std::vector<std::string> all(const std::string& keyword) const;
  /// All arguments of the first line: `UserKnownHostsFile a b`.
  [[nodiscard]] Arguments arguments(const std::string& keyword) const;
  /// Set to `yes`.
  [[nodiscard]] bool is_yes(const std::string& keyword) const;

  void add(const std::string& keyword, Arguments arguments) { lines_[keyword].push_back(std::move(arguments)); }

 private:
  std::map<std::string, std::vector<Arguments>> lines_;
};

class SshConfig {
 public:
  struct Query {
    std::string host;  ///< as the user wrote it
    std::string user;  ///< for `Match user`, unless the configuration says another
    std::string local_user;
  };
  /// The texts of the files that an Include's argument names, with their paths.
  using Includes = std::function<std::vector<std::pair<std::string, std::string>>(const std::string& pattern)>;

  /// Adds what a file says, after what was added before. `origin` is for messages.
  Status add(const std::string& text, const std::string& origin, const Includes& includes);
  /// Adds a file if there is one. Relative includes are in its folder; `~` is `home`.
  Status add_file(const std::string& path, const std::string& home);

  /// Fails on a `Match exec` that would have to be run.
  [[nodiscard]] Result<SshHostConfig> lookup(const Query& query) const;

 private:
  /// `Host a !b` or `Match user x`: what must hold for the lines that follow.
  struct Condition {
    std::string origin;  ///< file:line
    bool is_match = false;
    SshHostConfig::Arguments arguments;
  };
  struct Line {
    std::string keyword;
    SshHostConfig::Arguments arguments;
    std::vector<std::size_t> conditions;  ///< all must hold
  };

  Status add_within(const std::string& text, const std::string& origin, const Includes& includes,
                    const std::vector<std::size_t>& outer, int depth);
  [[nodiscard]] Result<bool> holds(const Condition& condition, const Query& query, const SshHostConfig& so_far) const;

  std::vector<Condition> conditions_;
  std::vector<Line> lines_;
};

/// `*`, `?`; ssh_config(5), PATTERNS.
[[nodiscard]] bool matches_ssh_pattern(std::string_view text, std::string_view pattern);

/// The words of a line: quotes group, `#` begins a comment, one `=` may follow the first word. Nothing on a stray
/// quote.
[[nodiscard]] std::optional<std::vector<std::string>> split_ssh_line(std::string_view line);

}  // namespace ashlar::fleet
