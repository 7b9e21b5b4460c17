#pragma once
/// Has gRPC tell a CallLog of every call. Includes gRPC: for the .cpp files of libs/plugin.

#include <grpcpp/support/client_interceptor.h>
#include <grpcpp/support/server_interceptor.h>

#include <memory>
#include <vector>

#include "plugin/call_log.hpp"

namespace ashlar::plugin {

using ClientInterceptors = std::vector<std::unique_ptr<grpc::experimental::ClientInterceptorFactoryInterface>>;
using ServerInterceptors = std::vector<std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>>;

/// For a channel to `peer`; none without a log.
[[nodiscard]] ClientInterceptors logging_client(const std::shared_ptr<CallLog>& log, const CallPeer& peer);
/// For a server of ours; none without a log.
[[nodiscard]] ServerInterceptors logging_server(const std::shared_ptr<CallLog>& log);

}  // namespace ashlar::plugin
