#include "providers/aws/types/types.hpp"

namespace ashlar::providers::aws {

const std::vector<const ResourceType*>& resource_types() {
  static const std::vector<const ResourceType*> all = {&vpc(),
                                                       &subnet(),
                                                       &internet_gateway(),
                                                       &egress_only_internet_gateway(),
                                                       &route_table(),
                                                       &route(),
                                                       &route_table_association(),
                                                       &security_group(),
                                                       &vpc_peering_connection(),
                                                       &eip(),
                                                       &nat_gateway(),
                                                       &vpc_endpoint(),
                                                       &rds_subnet_group(),
                                                       &elasticache_subnet_group()};
  return all;
}

}  // namespace ashlar::providers::aws
