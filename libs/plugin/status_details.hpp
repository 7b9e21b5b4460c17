#pragma once
/// Failed calls between us and plugins, with the details that travel in the status (reference 1.0, 1.2). Includes gRPC.

#include <grpcpp/grpcpp.h>

#include <optional>
#include <string>

#include "base/result.hpp"
#include "pulumi/provider.pb.h"

namespace ashlar::plugin {

/// What failed, in the plugin's words, with notes: who said so in which call, and what its details add.
[[nodiscard]] Error error_of(const grpc::Status& status, const std::string& plugin_label, const std::string& rpc);

/// The detail which says that a resource exists, but did not get ready; nothing when there is none.
[[nodiscard]] std::optional<pulumirpc::ErrorResourceInitFailed> init_failure(const grpc::Status& status);

/// The other way: a failed status with that detail.
[[nodiscard]] grpc::Status status_of(const pulumirpc::ErrorResourceInitFailed& detail, const std::string& message);

}  // namespace ashlar::plugin
