#include "plugin/grpc_support.hpp"

#include <grpcpp/ext/health_check_service_server_builder_option.h>
#include <grpcpp/health_check_service_interface.h>

namespace ashlar::plugin {
namespace {

/// State and assets can be large; every peer of the ecosystem agrees on this limit (reference 1.0).
constexpr int largest_message = 400 * 1024 * 1024;

}  // namespace

std::shared_ptr<grpc::Channel> open_channel(const std::string& address, ClientInterceptors interceptors) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(largest_message);
  arguments.SetMaxSendMessageSize(largest_message);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  // A plugin may say its port a moment before it listens.
  constexpr int retry_ms = 10;
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, retry_ms);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, retry_ms);
  constexpr int longest_retry_ms = 200;
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, longest_retry_ms);
  return grpc::experimental::CreateCustomChannelWithInterceptors(address, grpc::InsecureChannelCredentials(), arguments,
                                                                 std::move(interceptors));
}

void LocalServer::stop() {
  if (server_) server_->Shutdown(std::chrono::system_clock::now() + std::chrono::seconds(1));
}

Status LocalServer::start(grpc::Service& service, ServerInterceptors interceptors) {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.SetMaxReceiveMessageSize(largest_message);
  builder.SetMaxSendMessageSize(largest_message);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  if (!interceptors.empty()) builder.experimental().SetInterceptorCreators(std::move(interceptors));
  builder.RegisterService(&service);
  server_ = builder.BuildAndStart();
  if (!server_ || port == 0)
    return fail("cannot listen on 127.0.0.1: no port is free, or networking is not allowed here");
  address_ = "127.0.0.1:" + std::to_string(port);
  return {};
}

OpenCalls::Handle OpenCalls::open(grpc::ServerUnaryReactor* reactor) {
  auto call = std::make_shared<Call>(*this, reactor);
  {
    const std::lock_guard lock(mutex_);
    if (!closed_) {
      calls_.insert(call);
      return call;
    }
  }
  call->fail(grpc::StatusCode::UNAVAILABLE, "the deployment has ended");
  return nullptr;
}

void OpenCalls::close() {
  std::unordered_set<Handle> open;
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    open = calls_;
  }
  for (const auto& call : open) call->fail(grpc::StatusCode::UNAVAILABLE, "the deployment has ended");
}

}  // namespace ashlar::plugin
