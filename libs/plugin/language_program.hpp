#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "deploy/program.hpp"
#include "plugin/deployment_facts.hpp"
#include "plugin/language_host.hpp"
#include "plugin/monitor_server.hpp"

namespace ashlar::plugin {

/// A program that a language host runs: one for each deployment, a preview and the update after it each have their own.
/// The loop's thread only.
class LanguageHostProgram final : public deploy::Program {
 public:
  /// `loop` and `entropy` must outlive the program.
  LanguageHostProgram(std::shared_ptr<LanguageHost> host, EventLoop& loop, Entropy& entropy, ProgramInfo info,
                      DeploymentFacts facts, std::shared_ptr<CallLog> call_log = {},
                      std::vector<std::string> arguments = {});
  ~LanguageHostProgram() override;

  void run(deploy::Monitor& monitor, deploy::Done<deploy::ProgramResult> done) override;
  void interrupt() override;
  [[nodiscard]] std::string monitor_address() const override;

 private:
  void on_end(Result<deploy::ProgramResult> result);

  std::shared_ptr<LanguageHost> host_;
  EventLoop& loop_;
  Entropy& entropy_;
  ProgramInfo info_;
  DeploymentFacts facts_;
  std::shared_ptr<CallLog> call_log_;
  std::vector<std::string> arguments_;
  std::unique_ptr<MonitorServer> monitor_server_;
  deploy::Done<deploy::ProgramResult> done_;  ///< empty while it does not run
  bool interrupted_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace ashlar::plugin
