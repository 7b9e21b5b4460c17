#include "ol_infrastructure/components/aws/olvpc/vpc_peering.hpp"

#include <ashlar/aws/ec2/route.hpp>

namespace ol_infrastructure {

using namespace ashlar;
namespace ec2 = ashlar::aws::ec2;

OLVPCPeeringConnection::OLVPCPeeringConnection(Context& ctx, Ec2Inventory& inventory, const std::string& name,
                                               const OLVPC& source, const OLVPC& destination,
                                               const ResourceOptions& options, SourceLocation where)
    : ComponentResource(ctx, "ol:infrastructure:aws:VPCPeeringConnection", name, options, where) {
  const auto child_options = ResourceOptions{.parent = *this}.merged(options);
  const auto existing = inventory.peering(source.config().cidr_block(), destination.config().cidr_block());
  const auto& source_name = source.config().vpc_name();
  const auto& destination_name = destination.config().vpc_name();
  connection_ = ec2::VpcPeeringConnection{
      ctx,
      source_name + "-to-" + destination_name + "-vpc-peer",
      {.peer_vpc_id = destination.vpc().id(),
       .vpc_id = source.vpc().id(),
       .auto_accept = true,
       .tags = source.config().merged_tags({{"Name", source_name + " to " + destination_name + " peer"}})},
      child_options.merged(existing.options)};
  route(ctx, source, destination, child_options);
  route(ctx, destination, source, child_options);
  register_outputs();
}

void OLVPCPeeringConnection::route(Context& ctx, const OLVPC& from, const OLVPC& to, const ResourceOptions& options) {
  const auto add = [&](const std::string& name, const ec2::RouteTable& table) {
    ec2::Route{ctx,
               name,
               {.route_table_id = table.id(),
                .destination_cidr_block = to.vpc().cidr_block(),
                .vpc_peering_connection_id = connection_.id()},
               options};
  };
  const auto& from_name = from.config().vpc_name();
  const auto& to_name = to.config().vpc_name();
  add(from_name + "-to-" + to_name + "-route", from.route_table());
  const auto& tables = from.k8s_private_route_tables();
  for (std::size_t i = 0; i < tables.size(); ++i) {
    add(from_name + "-" + std::to_string(i) + "-to-" + to_name + "-k8s-route", tables[i]);
  }
}

}  // namespace ol_infrastructure
