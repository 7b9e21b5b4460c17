#pragma once
/// What our servers and clients have in common. Includes gRPC: for the .cpp files of libs/plugin.

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_set>

#include "base/result.hpp"
#include "plugin/call_interceptor.hpp"

namespace ashlar::plugin {

/// A channel to a local port; connects when it is first used. Never goes through a proxy.
[[nodiscard]] std::shared_ptr<grpc::Channel> open_channel(const std::string& address,
                                                          ClientInterceptors interceptors = {});

/// A running server on a port of 127.0.0.1 that the kernel chose.
struct LocalServer {
  std::unique_ptr<grpc::Server> server;
  std::string address;
};

/// Serves `services` and the standard health service. They must outlive the server.
[[nodiscard]] Result<LocalServer> serve(const std::vector<grpc::Service*>& services,
                                        ServerInterceptors interceptors = {});

/// The calls of one server that are not answered yet, so that all can be answered when it ends. Safe on any thread.
class OpenCalls {
 public:
  class Call;
  using Handle = std::shared_ptr<Call>;

  /// Registers a call, or answers it at once when the server is ending; then the handle is null.
  [[nodiscard]] Handle open(grpc::ServerUnaryReactor* reactor);
  /// Answers every open call, and every later one, with UNAVAILABLE.
  void close();

 private:
  std::mutex mutex_;
  bool closed_ = false;
  std::unordered_set<Handle> calls_;
};

class OpenCalls::Call : public std::enable_shared_from_this<Call> {
 public:
  Call(OpenCalls& owner, grpc::ServerUnaryReactor* reactor) : owner_(owner), reactor_(reactor) {}

  /// Has `fill` write the response and give the status, unless the call was answered before: the response is gone then.
  template <typename Fill>
  void answer(Fill fill) {
    if (answered_.exchange(true)) return;
    const auto keep = shared_from_this();
    {
      const std::lock_guard lock(owner_.mutex_);
      owner_.calls_.erase(keep);
    }
    reactor_->Finish(fill());
  }
  void fail(grpc::StatusCode code, const std::string& message) {
    answer([&] { return grpc::Status(code, message); });
  }

 private:
  OpenCalls& owner_;
  grpc::ServerUnaryReactor* reactor_;
  std::atomic<bool> answered_ = false;
};

}  // namespace ashlar::plugin
