#pragma once
/// Running a compiled program beside an engine, which it talks to by itself (reference 4.4).

#include "base/process.hpp"
#include "toolchain/build.hpp"

namespace ashlar::toolchain {

/// What a program is told about its run.
struct RunRequest {
  std::filesystem::path directory;       ///< to run in: the program's
  std::filesystem::path root_directory;  ///< of the project
  std::string monitor_address;
  std::string engine_address;
  std::string project;
  std::string stack;
  std::string organization;
  std::map<std::string, std::string> config;  ///< `namespace:key` to text, secrets in clear
  std::vector<std::string> secret_keys;
  bool dry_run = false;
  int parallel = 0;
  std::vector<std::string> arguments;
};

/// The environment variables that carry it. Secrets travel this way and no other.
[[nodiscard]] std::map<std::string, std::string> program_environment(const RunRequest& request);

/// How a run ended, in the terms of the protocol.
struct RunOutcome {
  std::string error;  ///< not empty: why it failed
  bool bail = false;  ///< it failed, and has told the user itself
};

/// One run of a program. Used on the loop's thread; destroying it kills a program that still runs.
class ProgramRun {
 public:
  struct Callbacks {
    std::function<void(std::string)> on_stdout;
    std::function<void(std::string)> on_stderr;
    std::function<void(RunOutcome)> on_end;  ///< once
  };

  [[nodiscard]] static Result<std::unique_ptr<ProgramRun>> start(const std::filesystem::path& executable,
                                                                 const RunRequest& request, EventLoop& loop,
                                                                 Callbacks callbacks);

  /// Asks it to end. It is killed when it takes longer than `grace`.
  void interrupt(std::chrono::milliseconds grace = std::chrono::seconds(5));

 private:
  explicit ProgramRun(EventLoop& loop) : loop_(loop), alive_(std::make_shared<bool>(true)) {}

  EventLoop& loop_;
  std::shared_ptr<bool> alive_;
  bool interrupted_ = false;
  std::unique_ptr<Process> process_;
};

}  // namespace ashlar::toolchain
