#pragma once
/// Messages to a provider that we serve as requests of the engine's seam, and its answers as messages: the other side
/// of provider_messages.hpp. Pure functions, safe on any thread. Includes gRPC.

#include <grpcpp/grpcpp.h>

#include "deploy/provider.hpp"
#include "pulumi/provider.pb.h"

namespace ashlar::plugin {

struct ServedConfiguration {
  Urn urn;
  std::string id;
  PropertyMap inputs;
};

[[nodiscard]] Result<deploy::CheckRequest> decode(const pulumirpc::CheckRequest& message);
[[nodiscard]] Result<deploy::DiffRequest> decode(const pulumirpc::DiffRequest& message);
[[nodiscard]] Result<deploy::CreateRequest> decode(const pulumirpc::CreateRequest& message);
[[nodiscard]] Result<deploy::ReadRequest> decode(const pulumirpc::ReadRequest& message);
[[nodiscard]] Result<deploy::UpdateRequest> decode(const pulumirpc::UpdateRequest& message);
[[nodiscard]] Result<deploy::DeleteRequest> decode(const pulumirpc::DeleteRequest& message);
[[nodiscard]] Result<deploy::InvokeRequest> decode(const pulumirpc::InvokeRequest& message);
/// `package` names the provider for engines that do not say which provider resource it is.
[[nodiscard]] Result<ServedConfiguration> decode(const pulumirpc::ConfigureRequest& message,
                                                 const std::string& package);

/// An update's answer with the id that its failure has to name.
struct ServedUpdate {
  std::string id;
  deploy::UpdateAnswer answer;
};

/// The status is not OK when a resource exists, but did not get ready; a detail of it has the content then.
[[nodiscard]] grpc::Status encode(const deploy::CheckAnswer& answer, pulumirpc::CheckResponse& message);
[[nodiscard]] grpc::Status encode(const deploy::DiffAnswer& answer, pulumirpc::DiffResponse& message);
[[nodiscard]] grpc::Status encode(const deploy::CreateAnswer& answer, pulumirpc::CreateResponse& message);
[[nodiscard]] grpc::Status encode(const deploy::ReadAnswer& answer, pulumirpc::ReadResponse& message);
[[nodiscard]] grpc::Status encode(const ServedUpdate& update, pulumirpc::UpdateResponse& message);
[[nodiscard]] grpc::Status encode(const deploy::InvokeAnswer& answer, pulumirpc::InvokeResponse& message);

}  // namespace ashlar::plugin
