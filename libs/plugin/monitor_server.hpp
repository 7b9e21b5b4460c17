#pragma once

#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/event_loop.hpp"
#include "base/result.hpp"
#include "deploy/program.hpp"
#include "plugin/call_log.hpp"
#include "plugin/deployment_facts.hpp"

namespace ashlar::plugin {

/// Serves one deployment's monitor to programs, over gRPC on 127.0.0.1 (reference 1.1). gRPC's threads only convert and
/// post. Created and destroyed on the loop's thread; destroying it answers what is still open with UNAVAILABLE.
class MonitorServer {
 public:
  /// `monitor`, `loop` and `entropy` must outlive the server. Calls are logged if there is a `call_log`.
  [[nodiscard]] static Result<std::unique_ptr<MonitorServer>> start(deploy::Monitor& monitor, EventLoop& loop,
                                                                    Entropy& entropy, DeploymentFacts facts,
                                                                    std::shared_ptr<CallLog> call_log = {});
  ~MonitorServer();
  MonitorServer(const MonitorServer&) = delete;
  MonitorServer& operator=(const MonitorServer&) = delete;

  /// `127.0.0.1:port`
  [[nodiscard]] const std::string& address() const;

 private:
  class Impl;
  explicit MonitorServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace ashlar::plugin
