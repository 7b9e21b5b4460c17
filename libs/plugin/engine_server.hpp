#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/diagnostic.hpp"
#include "base/event_loop.hpp"
#include "base/result.hpp"

namespace ashlar::plugin {

/// The version of Pulumi's engine that we say we are when a program requires a range of versions.
inline constexpr std::string_view compatible_engine_version = "3.260.0";

/// Serves what every plugin may ask of its host, over gRPC on 127.0.0.1 (reference 1.4). One for the whole run of a
/// command: plugins get its address when they are started. Created, used and destroyed on the loop's thread.
class EngineServer {
 public:
  /// `loop` must outlive the server.
  [[nodiscard]] static Result<std::unique_ptr<EngineServer>> start(EventLoop& loop);
  ~EngineServer();
  EngineServer(const EngineServer&) = delete;
  EngineServer& operator=(const EngineServer&) = delete;

  /// Where the messages of plugins and programs go from now on; they are dropped while there is no such place.
  void set_log(std::function<void(Diagnostic)> log);

  /// `127.0.0.1:port`
  [[nodiscard]] const std::string& address() const;

 private:
  class Impl;
  explicit EngineServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace ashlar::plugin
