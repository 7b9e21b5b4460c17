#pragma once
/// The built command in a world of its own: a home, a store and a project in a temporary directory.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/process.hpp"
#include "base/temporary_directory.hpp"

namespace ashlar::e2e {

using Words = std::vector<std::string>;

/// What a run of the command said, and how it ended.
struct Said {
  ExitStatus status;
  std::string out, err;

  /// The exit code; minus the signal's number when a signal ended it.
  [[nodiscard]] int code() const { return status.signal != 0 ? -status.signal : status.code; }
  [[nodiscard]] std::string all() const { return out + err; }
};

/// For messages of failed expectations.
std::ostream& operator<<(std::ostream& stream, const Said& said);

/// A command that runs beside the test.
class Running {
 public:
  /// A wait that is not over after `patience` never will be, however slow the machine is.
  explicit Running(const ProcessOptions& options, std::chrono::seconds patience = std::chrono::minutes(5));
  ~Running();

  /// Waits until it has printed `text`. False when it ended first, or after the patience.
  [[nodiscard]] bool has_said(const std::string& text);
  /// To it alone, not to what it started.
  void send(int signal) const;
  [[nodiscard]] pid_t pid() const { return process_->pid(); }
  /// Waits for its end; when patience ends it is killed, which the status shows.
  Said wait();

 private:
  template <typename Condition>
  void run_until(Condition condition);

  ThreadEventLoop loop_;
  std::chrono::seconds patience_;
  Said said_;
  bool ended_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  std::unique_ptr<Process> process_;
};

/// Made with a project named `town` whose program is `programs/declared`, and a stack `dev` whose passphrase is in the
/// environment.
class Sandbox {
 public:
  enum class With { stack, project, nothing };
  explicit Sandbox(With with = With::stack);

  /// Runs the command in the project. Its standard input is empty.
  Said run(const Words& words, const std::string& input = "") const;
  [[nodiscard]] std::unique_ptr<Running> start(const Words& words) const;
  /// `up` without preview or questions; the ones that end well.
  Said up(const Words& more = {}) const;

  /// What the program declares: the `config` of the stack's settings, as YAML without indentation, keys without
  /// `town:`.
  void declare(const std::string& yaml) const;

  [[nodiscard]] std::filesystem::path root() const { return directory_.path(); }
  [[nodiscard]] std::filesystem::path home() const { return root() / "home"; }
  [[nodiscard]] std::filesystem::path store() const { return root() / "store"; }
  [[nodiscard]] std::filesystem::path project() const { return root() / "town"; }
  [[nodiscard]] std::filesystem::path settings() const { return project() / "Pulumi.dev.yaml"; }
  [[nodiscard]] std::filesystem::path checkpoint() const { return store() / ".pulumi/stacks/town/dev.json"; }
  [[nodiscard]] std::filesystem::path locks() const { return store() / ".pulumi/locks/organization/town/dev"; }

  /// The state as `stack export` shows it. Fails the test when it cannot.
  [[nodiscard]] std::string exported() const;
  /// The names of the state's resources, the stack itself and providers left out.
  [[nodiscard]] std::vector<std::string> resources() const;

  /// Added to the command's environment. It has no variable PULUMI_*, AWS_* or ASHLAR_* but these.
  std::map<std::string, std::string> environment;
  std::chrono::seconds patience = std::chrono::minutes(5);  ///< with one run of the command

 private:
  [[nodiscard]] ProcessOptions options(const Words& words) const;

  TemporaryDirectory directory_{TemporaryDirectory::in_memory()};
};

/// Where a shell script that the command under test runs stops, so that a test can do something in its middle.
class Gate {
 public:
  /// Keeps its files in `folder`, which it makes.
  explicit Gate(std::filesystem::path folder);
  ~Gate();
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;

  /// What the script does there: waits until the gate is opened; once it is, passes. Holds no quotes.
  [[nodiscard]] std::string wait() const;
  /// Whether a script has come; waits for one.
  [[nodiscard]] bool reached() const;
  /// For the one that waits and for all that come.
  void open();

 private:
  std::filesystem::path folder_;
  int opening_ = -1;
};

/// `text` with the one place where it has `before` changed.
[[nodiscard]] std::string replaced(std::string text, const std::string& before, const std::string& after);

[[nodiscard]] std::string read_file(const std::filesystem::path& file);
void write_file(const std::filesystem::path& file, const std::string& text);
/// The folder of a program that all sandboxes share, so that it is compiled once.
[[nodiscard]] std::filesystem::path shared_program(const std::string& name);

/// It ended with this code and said this somewhere, each part of it.
testing::AssertionResult failed(const Said& said, int code, const Words& parts);
testing::AssertionResult succeeded(const Said& said);

}  // namespace ashlar::e2e
