#pragma once
/// The engine's requests to construct components and to carry out methods as messages, and what comes back
/// (reference 1.2, 2.3). Pure functions, safe on any thread. Beside provider_messages.hpp.

#include "deploy/remote.hpp"
#include "plugin/provider_messages.hpp"

namespace ashlar::plugin {

[[nodiscard]] Result<pulumirpc::ConstructRequest> construct_message(const deploy::ConstructRequest& request,
                                                                    const ProviderFacts& facts);
[[nodiscard]] Result<deploy::ConstructAnswer> read_construct(const grpc::Status& status,
                                                             pulumirpc::ConstructResponse& response, bool preview,
                                                             const ProviderFacts& facts);

[[nodiscard]] Result<pulumirpc::CallRequest> call_message(const deploy::CallRequest& request,
                                                          const ProviderFacts& facts);
[[nodiscard]] Result<deploy::MethodAnswer> read_call(const grpc::Status& status, pulumirpc::CallResponse& response,
                                                     bool preview, const ProviderFacts& facts);

}  // namespace ashlar::plugin
