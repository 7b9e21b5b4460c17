#pragma once
/// The host as operations and facts see it. While an operation is only planned, what those before it would have changed
/// is laid over what the disk holds, so that a plan that builds on an earlier one is right.

#include <sys/stat.h>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "fleet/operations/accounts.hpp"
#include "fleet/operations/command.hpp"
#include "fleet/operations/plan.hpp"

namespace ashlar::fleet {

enum class NodeKind { file, directory, link, other };

struct NodeInfo {
  NodeKind kind = NodeKind::file;
  mode_t mode = 0;  ///< the twelve permission bits
  uid_t user = 0;
  gid_t group = 0;
  std::uint64_t size = 0;
  std::string target;                                    ///< of a link
  std::int64_t modified = 0, accessed = 0, changed = 0;  ///< seconds since 1970
  ino_t inode = 0;
  dev_t device = 0;
};

/// Not thread-safe: an agent does one thing at a time. Every error names the path and the system's reason.
class Machine {
 public:
  struct Options {
    std::string root;                 ///< put before every path; tests give a temporary directory
    CommandRunner* runner = nullptr;  ///< REQUIRES: not null, outlives the machine
    /// Gets a content that the controller has; may block until it has arrived.
    std::function<Result<SharedContent>(const std::string& hash)> fetch;
    /// Tells the user for whom or what an operation waits.
    std::function<void(const std::string&)> waiting;
  };
  explicit Machine(Options options) : options_(std::move(options)) {}

  // --- the settings of the operation that is planned or applied now ---
  void use(CommandSettings settings) {
    settings_ = std::move(settings);
    printed_ = {};
  }
  [[nodiscard]] const CommandSettings& settings() const { return settings_; }
  /// While true, steps are noted as done, not done. Off, it forgets what was noted.
  void only_plan(bool planning, bool diffs = false);
  /// Whether contents are only looked at in a diff that nobody wants: they need not be asked for.
  [[nodiscard]] bool without_contents() const { return planning_ && !diffs_; }
  /// What the operation's own commands have printed, and the exit code of the last one.
  [[nodiscard]] const std::optional<CommandResult>& printed() const { return printed_; }
  [[nodiscard]] bool planning() const { return planning_; }

  // --- looking ---
  /// An absolute path of what a relative one, or one with `~/`, means to the operation.
  [[nodiscard]] std::string absolute(const std::string& path) const;
  /// Nothing when nothing is there. Does not follow a symbolic link at the end of the path.
  [[nodiscard]] Result<std::optional<NodeInfo>> look(const std::string& path) const;
  /// The same, following symbolic links; nothing when the last one points nowhere.
  [[nodiscard]] Result<std::optional<NodeInfo>> look_through(const std::string& path) const;
  /// Where a write to `path` goes: the end of a chain of symbolic links.
  [[nodiscard]] Result<std::string> end_of_links(const std::string& path) const;
  [[nodiscard]] Result<std::string> read(const std::string& path) const;  ///< of kind `not_found` when there is none
  [[nodiscard]] Result<std::optional<std::string>> read_if_there(const std::string& path) const;
  /// The names in a directory, sorted.
  [[nodiscard]] Result<std::vector<std::string>> list(const std::string& path) const;
  [[nodiscard]] Result<std::string> hash(const std::string& path) const;  ///< SHA-256, lower-case hexadecimal
  [[nodiscard]] Result<SharedContent> content(const std::string& hash) const { return options_.fetch(hash); }

  // --- accounts ---
  [[nodiscard]] Result<std::vector<User>> users() const;
  [[nodiscard]] Result<std::vector<Group>> groups() const;
  /// Nothing when there is none of that name. A user or group that an earlier planned operation makes has an id that
  /// nothing on the host has.
  [[nodiscard]] Result<std::optional<User>> user(const std::string& name) const;
  [[nodiscard]] Result<std::optional<Group>> group(const std::string& name) const;
  /// The account's ids, home and all its groups, to run commands as it.
  [[nodiscard]] Result<CommandSettings::Account> account(const std::string& name, const std::string& group) const;

  // --- tools ---
  /// Runs one of the host's tools to look at something; must not change the host.
  [[nodiscard]] Result<CommandResult> run(const Command& command) const;
  /// The same for one that must succeed; its output.
  [[nodiscard]] Result<std::string> output_of(std::vector<std::string> argv) const;
  [[nodiscard]] bool has_program(const std::string& name) const;

  // --- changing ---
  /// Does what `action` says; when planning, notes it.
  Status carry_out(const Action& action);

  /// True the first time in this run that it is called with this key.
  bool first_time(const std::string& key) { return seen_.insert(key).second; }
  [[nodiscard]] bool seen(const std::string& key) const { return seen_.contains(key); }
  void forget(const std::string& key) { seen_.erase(key); }
  void waiting_for(const std::string& text) const {
    if (options_.waiting) options_.waiting(text);
  }
  /// Where a path of the host really is: below the root that tests give.
  [[nodiscard]] std::string real(const std::string& path) const { return options_.root + absolute(path); }

 private:
  /// What a planned step would leave at a path; no info: nothing is there.
  struct Planned {
    std::optional<NodeInfo> info;
    SharedContent content;
  };

  [[nodiscard]] const Planned* planned(const std::string& path) const;
  Result<CommandResult> execute(const Execute& execute);
  void note(const Action& action);
  void note_node(const std::string& path, NodeInfo info, const Attributes& attributes, SharedContent content);

  Options options_;
  CommandSettings settings_;
  std::optional<CommandResult> printed_;
  bool planning_ = false, diffs_ = false;
  std::map<std::string, Planned> planned_;
  std::vector<std::string> planned_users_, planned_groups_;
  std::set<std::string> seen_;
  /// Hashes of files by path, with what tells that they are still right.
  struct KnownHash {
    NodeInfo info;
    std::string hash;
  };
  mutable std::map<std::string, KnownHash> hashes_;
};

}  // namespace ashlar::fleet
