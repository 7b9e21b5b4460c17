#pragma once
/// Tags in requests: ec2 has its way, rds and elasticache another.

#include "providers/aws/call.hpp"
#include "providers/aws/config.hpp"

namespace ashlar::providers::aws {

/// Whether a create of that type carries the operation's tag: nothing else would find it again.
[[nodiscard]] bool has_operation_tag(const ResourceType& type, const std::string& token);

void add_tags_to_create(const ResourceType& type, Tags tags, const std::string& token, awsapi::Value& request);

/// From `before` to `after`. `arn` is what rds and elasticache know a resource by.
[[nodiscard]] Task<Status> change_tags(Call& call, Tags before, Tags after, std::string arn);

[[nodiscard]] Task<Status> remove_operation_tag(Call& call);

}  // namespace ashlar::providers::aws
