#pragma once
/// The resource types that are built in: one file each.

#include <vector>

#include "providers/aws/resource_type.hpp"

namespace ashlar::providers::aws {

[[nodiscard]] const ResourceType& vpc();
[[nodiscard]] const ResourceType& subnet();
[[nodiscard]] const ResourceType& internet_gateway();
[[nodiscard]] const ResourceType& egress_only_internet_gateway();
[[nodiscard]] const ResourceType& route_table();
[[nodiscard]] const ResourceType& route();
[[nodiscard]] const ResourceType& route_table_association();
[[nodiscard]] const ResourceType& security_group();
[[nodiscard]] const ResourceType& vpc_peering_connection();
[[nodiscard]] const ResourceType& eip();
[[nodiscard]] const ResourceType& nat_gateway();
[[nodiscard]] const ResourceType& vpc_endpoint();
[[nodiscard]] const ResourceType& rds_subnet_group();
[[nodiscard]] const ResourceType& elasticache_subnet_group();

/// All of the above.
[[nodiscard]] const std::vector<const ResourceType*>& resource_types();

}  // namespace ashlar::providers::aws
