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

/// A server on a port of 127.0.0.1 that the kernel chose, with the standard health service beside ours. Ends when it is
/// destroyed, after giving calls that are being answered a second.
class LocalServer {
 public:
  LocalServer() = default;
  ~LocalServer() { stop(); }
  LocalServer(const LocalServer&) = delete;
  LocalServer& operator=(const LocalServer&) = delete;

  /// At most once. `service` must outlive this.
  Status start(grpc::Service& service, ServerInterceptors interceptors = {});
  [[nodiscard]] const std::string& address() const { return address_; }  ///< `127.0.0.1:port`
  /// Ends it now.
  void stop();
  /// Blocks until it has ended.
  void wait() { server_->Wait(); }

 private:
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

/// Answers a call at once.
inline grpc::ServerUnaryReactor* finish(grpc::CallbackServerContext* context, const grpc::Status& status) {
  auto* reactor = context->DefaultReactor();
  reactor->Finish(status);
  return reactor;
}

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
