#pragma once
/// The life of a resource: the one runner that interprets all descriptions.

#include "deploy/provider.hpp"
#include "providers/aws/call.hpp"

namespace ashlar::providers::aws {

/// REQUIRES for all: inputs passed `check_resource`; `session` and `type` outlive the task.
[[nodiscard]] Task<Result<deploy::CreateAnswer>> create_resource(Session& session, const ResourceType& type,
                                                                 deploy::CreateRequest request);
[[nodiscard]] Task<Result<deploy::ReadAnswer>> read_resource(Session& session, const ResourceType& type,
                                                             deploy::ReadRequest request);
[[nodiscard]] Task<Result<deploy::UpdateAnswer>> update_resource(Session& session, const ResourceType& type,
                                                                 deploy::UpdateRequest request);
[[nodiscard]] Task<Status> remove_resource(Session& session, const ResourceType& type, deploy::DeleteRequest request);

/// Looks for what an interrupted create may have made, and finishes it.
[[nodiscard]] Task<Result<deploy::RecoverAnswer>> recover_resource(Session& session, const ResourceType& type,
                                                                   deploy::RecoverRequest request);

}  // namespace ashlar::providers::aws
