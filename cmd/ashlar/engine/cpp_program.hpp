#pragma once
/// A C++ program as the engine's source of registrations. It runs as a child process and speaks the wire protocol, like
/// any other.

#include <functional>
#include <memory>
#include <string>

#include "deploy/program.hpp"
#include "plugin/deployment_facts.hpp"
#include "plugin/engine_server.hpp"
#include "plugin/monitor_server.hpp"
#include "toolchain/program_runner.hpp"

namespace ashlar::cli {

/// One run of a compiled program. Used on the loop's thread only.
class CppProgram final : public deploy::Program {
 public:
  struct Setting {
    std::filesystem::path executable;
    plugin::DeploymentFacts facts;
    std::string engine_address;
    std::shared_ptr<plugin::CallLog> call_log;  ///< null not to log calls
    std::vector<std::string> arguments;
    std::function<void(std::string)> on_stdout;  ///< pieces of what the program prints
    std::function<void(std::string)> on_stderr;
  };

  /// `loop` and `entropy` outlive the program.
  CppProgram(EventLoop& loop, Entropy& entropy, Setting setting)
      : loop_(loop), entropy_(entropy), setting_(std::move(setting)) {}

  void run(deploy::Monitor& monitor, deploy::Done<deploy::ProgramResult> done) override;
  void interrupt() override;
  [[nodiscard]] std::string monitor_address() const override { return server_ ? server_->address() : std::string(); }

 private:
  EventLoop& loop_;
  Entropy& entropy_;
  Setting setting_;
  std::unique_ptr<plugin::MonitorServer> server_;
  std::unique_ptr<toolchain::ProgramRun> process_;
};

}  // namespace ashlar::cli
