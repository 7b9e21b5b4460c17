#pragma once
/// The connection to the engine: asynchronous calls, answered on the program's thread.

#include <functional>
#include <memory>
#include <string>

#include "base/result.hpp"

namespace pulumirpc {
class CallResponse;
class LogRequest;
class ReadResourceRequest;
class ReadResourceResponse;
class RegisterResourceOutputsRequest;
class RegisterResourceRequest;
class RegisterResourceResponse;
class ResourceCallRequest;
class ResourceInvokeRequest;
class ResourceInvokeResponse;
}  // namespace pulumirpc

namespace ashlar::sdk {

/// An answer, or why there is none. Kind `cancelled`: the engine is going down and needs no word about it.
template <typename T>
using OnAnswer = std::function<void(Result<T*>)>;

/// Any number of calls may be under way; none blocks. Answers arrive inside `handle_answer`, on the caller's thread.
class Client {
 public:
  /// `engine_address` may be empty; then `can_log` is false. Connects with the first call.
  Client(const std::string& monitor_address, const std::string& engine_address);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void register_resource(const pulumirpc::RegisterResourceRequest& request,
                         OnAnswer<pulumirpc::RegisterResourceResponse> done);
  void register_outputs(const pulumirpc::RegisterResourceOutputsRequest& request, std::function<void(Status)> done);
  void read_resource(const pulumirpc::ReadResourceRequest& request, OnAnswer<pulumirpc::ReadResourceResponse> done);
  void invoke(const pulumirpc::ResourceInvokeRequest& request, OnAnswer<pulumirpc::ResourceInvokeResponse> done);
  void call(const pulumirpc::ResourceCallRequest& request, OnAnswer<pulumirpc::CallResponse> done);
  /// Answered when the engine has finished every step.
  void wait_for_shutdown(std::function<void(Status)> done);

  [[nodiscard]] bool can_log() const;
  void log(const pulumirpc::LogRequest& request, std::function<void(Status)> done);

  [[nodiscard]] std::size_t calls_under_way() const;
  /// Handles one answer; waits for it if `wait` says so. False when there was none. REQUIRES to wait: a call under way.
  bool handle_answer(bool wait);

 private:
  class Connection;
  std::unique_ptr<Connection> connection_;
};

}  // namespace ashlar::sdk
