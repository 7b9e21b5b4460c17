#pragma once
/// Child processes.

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/event_loop.hpp"
#include "base/result.hpp"

namespace ashlar {

struct ProcessOptions {
  std::vector<std::string> argv;  ///< the first is a path, or a name to look up in PATH. REQUIRES: not empty
  std::map<std::string, std::string> environment;  ///< in addition to, or in place of, our own variables
  std::filesystem::path directory;                 ///< to run in; empty for ours
  int channel = -1;                                ///< a descriptor of ours that it gets as its number 3
  std::string input;                               ///< what it reads from standard input, before the end of the file
  /// Whatever of its process group is left when it ends is killed. False lets it leave something running behind.
  bool ends_with_group = true;
  /// Its group is killed when this process ends, however that comes about: a crash and SIGKILL included. Costs one
  /// small process beside ours, however many processes it is wanted for.
  bool dies_with_us = false;
};

struct ExitStatus {
  int code = 0;    ///< meaningful when `signal` is 0
  int signal = 0;  ///< the signal that ended it
  [[nodiscard]] bool ok() const { return code == 0 && signal == 0; }
  [[nodiscard]] std::string text() const;  ///< `exited with code 3`, `was ended by signal 9 (Killed)`
};

/// A running child, the leader of a process group of its own: the terminal's Ctrl-C does not reach it. It inherits none
/// of our files but `channel`. Used on the loop's thread. Destroying it kills what still runs; no callback follows.
class Process {
 public:
  /// All are called on the loop's thread; output in the pieces in which it comes. May destroy the process.
  struct Callbacks {
    std::function<void(std::string)> on_stdout;
    std::function<void(std::string)> on_stderr;
    std::function<void(ExitStatus)> on_exit;  ///< once, after all output that was there when it ended
  };

  [[nodiscard]] static Result<std::unique_ptr<Process>> start(const ProcessOptions& options, EventLoop& loop,
                                                              Callbacks callbacks);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  [[nodiscard]] pid_t pid() const;

  /// These two signal the whole group; they do nothing once the process has ended.
  void interrupt();  ///< SIGINT: asks it to end
  void kill();       ///< SIGKILL

 private:
  struct State;
  explicit Process(std::shared_ptr<State> state) : state_(std::move(state)) {}
  std::shared_ptr<State> state_;
};

struct ProcessOutput {
  ExitStatus status;
  std::string out, err;
};

/// Runs a process to its end, blocking this thread. Not for the engine's thread. Once `stop` is requested, on any
/// thread, the process is asked to end.
[[nodiscard]] Result<ProcessOutput> run_process(const ProcessOptions& options, const std::stop_token& stop = {});

/// The executable file of that name in the folders of `path_variable` (separated by colons), or nothing.
[[nodiscard]] std::optional<std::filesystem::path> find_executable(const std::string& name,
                                                                   std::string_view path_variable);

/// The same with our own PATH.
[[nodiscard]] std::optional<std::filesystem::path> find_executable(const std::string& name);

}  // namespace ashlar
