#pragma once
/// Running the host's own tools. Blocks until they end: an agent does one thing at a time.

#include <sys/types.h>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace ashlar::fleet {

struct Command {
  std::vector<std::string> argv;                   ///< the first is a path or is looked up in PATH. REQUIRES: not empty
  std::string input;                               ///< what it reads from standard input, before the end of the file
  std::map<std::string, std::string> environment;  ///< in addition to the operation's
  /// The user's own, not one whose output we parse: keeps the host's language, and its output may be watched.
  bool is_users = false;
  /// Not empty: what the new process does in place of executing a program; its answer is the exit code.
  std::function<int()> inside;
  bool as_agent = false;  ///< with the agent's own identity, whatever the operation's is
};

struct CommandResult {
  int exit_code = 0;  ///< 128 + the signal's number when a signal ended it, as shells count
  std::string output, error_output;
  [[nodiscard]] bool ok() const { return exit_code == 0; }
};

/// What of an operation's settings concerns the commands that it runs.
struct CommandSettings {
  /// Whose process it becomes.
  struct Account {
    std::string name, home, shell;
    uid_t user = 0;
    gid_t group = 0;
    std::vector<gid_t> groups;
  };
  std::optional<Account> account;  ///< nothing: the agent's own
  bool login = false;
  std::map<std::string, std::string> environment;
  std::string directory;           ///< empty: the agent's own, or the home of a login
  double timeout = 0;              ///< seconds; 0: none
  std::string shell = "sh";        ///< for the user's own commands
  std::vector<int> good_codes{0};  ///< exit codes of the user's own commands that are no failure
  std::function<void(bool is_error, const std::string& text)> on_output;  ///< of the user's own commands
};

/// The seam between operations and processes; tests answer in place of the host.
class CommandRunner {
 public:
  virtual ~CommandRunner() = default;
  /// Fails when the command cannot be started, takes longer than the timeout, or was cancelled; not when it exits
  /// with a code other than 0.
  virtual Result<CommandResult> run(const Command& command, const CommandSettings& settings) = 0;
};

/// Starts real processes, each the leader of a process group of its own.
class ProcessRunner final : public CommandRunner {
 public:
  /// While a command runs, `input` is watched too: `on_input` is called when it is readable (or has ended), and its
  /// answer says whether the command is to be ended. An input of -1 is not watched.
  ProcessRunner(int input, std::function<bool()> on_input) : input_(input), on_input_(std::move(on_input)) {}
  ProcessRunner() : ProcessRunner(-1, {}) {}

  Result<CommandResult> run(const Command& command, const CommandSettings& settings) override;
  /// The input has ended: it is not watched any more.
  void stop_watching() { input_ = -1; }

 private:
  int input_;
  std::function<bool()> on_input_;
};

}  // namespace ashlar::fleet
