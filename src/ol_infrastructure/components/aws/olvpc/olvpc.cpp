#include "ol_infrastructure/components/aws/olvpc/olvpc.hpp"

#include <ashlar/aws/ec2/eip.hpp>
#include <ashlar/aws/ec2/get_subnet.hpp>
#include <ashlar/aws/ec2/route.hpp>
#include <ashlar/aws/ec2/route_table_association.hpp>
#include <ashlar/aws/ec2/vpc_endpoint.hpp>
#include <numeric>

namespace ol_infrastructure {

using namespace ashlar;
namespace ec2 = ashlar::aws::ec2;

namespace {

constexpr int subnet_prefix = 24;
constexpr std::uint32_t nat_gateway_host = 100;  ///< its address in the first 256 of its subnet

/// One of the pairs, by the VPC's name: gateways of different VPCs land in different zones.
std::size_t pair_with_nat_gateway(const OLVPCConfig& config) {
  const auto& name = config.vpc_name();
  const int sum = std::accumulate(name.begin(), name.end(), 0, [](int total, unsigned char c) { return total + c; });
  return static_cast<std::size_t>(sum) % config.k8s_subnet_pairs().size();
}

ResourceOptions formerly(const std::string& name) { return {.aliases = {{.name = name}}}; }

}  // namespace

OLVPC::OLVPC(Context& ctx, Ec2Inventory& inventory, OLVPCConfig config, const ResourceOptions& options,
             SourceLocation where)
    : ComponentResource(ctx, "ol:infrastructure:aws:VPC", config.vpc_name(), options, where),
      config_(std::move(config)),
      child_options_(ResourceOptions{.parent = *this}.merged(options)) {
  const auto name_tag = config_.tags().find("Name");
  const auto existing = inventory.vpc(config_.cidr_block(), name_tag == config_.tags().end() ? "" : name_tag->second);
  existing_id_ = existing.id;
  vpc_ = ec2::Vpc{ctx,
                  config_.vpc_name(),
                  {.assign_generated_ipv6_cidr_block = config_.enable_ipv6(),
                   .cidr_block = config_.cidr_block().text(),
                   .enable_dns_hostnames = true,
                   .enable_dns_support = true,
                   .tags = config_.tags()},
                  child_options_.merged(existing.options)};
  make_gateways(ctx, inventory);
  make_subnets(ctx, inventory);

  const auto& pairs = config_.k8s_subnet_pairs();
  if (!pairs.empty()) {
    const auto zones = inventory.availability_zones(config_.region());
    const auto chosen = pair_with_nat_gateway(config_);
    for (std::size_t i = 0; i < pairs.size() && !zones.empty(); ++i) {
      make_k8s_pair(ctx, pairs[i], zones[i % zones.size()], config_.nat_gateway_in_every_pair() || i == chosen);
    }
    make_k8s_routes(ctx);
  }
  make_groups(ctx);
  show_outputs();
}

void OLVPC::make_gateways(Context& ctx, Ec2Inventory& inventory) {
  const auto existing_gateway = inventory.internet_gateway(existing_id_);
  gateway_ = ec2::InternetGateway{ctx,
                                  named("internet-gateway"),
                                  {.tags = config_.tags(), .vpc_id = vpc_.id()},
                                  child_options_.merged(existing_gateway.options)};
  egress_gateway_ = ec2::EgressOnlyInternetGateway{
      ctx, named("egress-internet-gateway"), {.vpc_id = vpc_.id(), .tags = config_.tags()}, child_options_};

  route_table_options_ = child_options_.merged(inventory.route_table(existing_gateway.id).options);
  route_table_ =
      ec2::RouteTable{ctx, named("route-table"), {.vpc_id = vpc_.id(), .tags = config_.tags()}, route_table_options_};
  // These two are the stack's children, not the component's: their identities in existing stacks say so.
  ec2::Route{ctx,
             named("default-external-network-route"),
             {.route_table_id = route_table_.id(), .destination_cidr_block = "0.0.0.0/0", .gateway_id = gateway_.id()}};
  ec2::Route{ctx,
             named("default-external-ipv6-network-route"),
             {.route_table_id = route_table_.id(), .destination_ipv6_cidr_block = "::/0", .gateway_id = gateway_.id()}};
}

Output<std::string> OLVPC::ipv6_block(int index) const {
  return vpc_.ipv6_cidr_block().apply(
      [index](const std::string& block) { return ipv6_subnet(block, static_cast<std::uint32_t>(index)); });
}

void OLVPC::make_subnets(Context& ctx, Ec2Inventory& inventory) {
  const auto zones = inventory.availability_zones(config_.region());
  const auto room = config_.cidr_block().subnet_count(subnet_prefix);
  for (int i = 0; i < config_.num_subnets() && static_cast<std::uint64_t>(i) < room && !zones.empty(); ++i) {
    const auto name = named("subnet-" + std::to_string(i + 1));
    const auto cidr = config_.cidr_block().subnet(subnet_prefix, static_cast<std::uint32_t>(i));
    const auto existing = inventory.subnet(cidr, existing_id_);
    Input<std::string> zone = zones[static_cast<std::size_t>(i) % zones.size()];
    if (!existing.id.empty()) {
      zone = ec2::get_subnet(ctx, {.id = existing.id}).get(&ec2::GetSubnetResult::availability_zone);
    }
    subnets_.push_back({ctx,
                        name,
                        {.vpc_id = vpc_.id(),
                         .assign_ipv6_address_on_creation = true,
                         .availability_zone = zone,
                         .cidr_block = cidr.text(),
                         .ipv6_cidr_block = ipv6_block(i),
                         .map_public_ip_on_launch = config_.default_public_ip(),
                         .tags = config_.merged_tags({{"Name", name}})},
                        child_options_.merged(existing.options)});
    ec2::RouteTableAssociation{ctx,
                               name + "-route-table-association",
                               {.route_table_id = route_table_.id(), .subnet_id = subnets_.back().id()},
                               child_options_};
  }
}

void OLVPC::make_k8s_pair(Context& ctx, const K8sSubnetPair& pair, const std::string& zone, bool with_nat_gateway) {
  const int public_octet = pair.public_cidr.third_octet();
  const int private_octet = pair.private_cidr.third_octet();
  const auto public_name = named("k8s-public-" + std::to_string(public_octet));
  const auto private_name = named("k8s-private-" + std::to_string(private_octet));
  // Pods used to live in subnets of this name, which the tags still show.
  const auto pod_name = named("k8s-pod-" + std::to_string(private_octet) + "-subnet");

  k8s_public_subnets_.push_back(
      {ctx,
       public_name + "-subnet",
       {.vpc_id = vpc_.id(),
        .assign_ipv6_address_on_creation = true,
        .availability_zone = zone,
        .cidr_block = pair.public_cidr.text(),
        .ipv6_cidr_block = ipv6_block(public_octet),
        .map_public_ip_on_launch = true,
        .tags = config_.merged_tags({{"Name", public_name + "-subnet"}, {"kubernetes.io/role/elb", "1"}})},
       child_options_});
  ec2::RouteTableAssociation{ctx,
                             public_name + "-route-table-association",
                             {.route_table_id = route_table_.id(), .subnet_id = k8s_public_subnets_.back().id()},
                             child_options_};

  k8s_private_subnets_.push_back({ctx,
                                  private_name + "-subnet",
                                  {.vpc_id = vpc_.id(),
                                   .assign_ipv6_address_on_creation = true,
                                   .availability_zone = zone,
                                   .cidr_block = pair.private_cidr.text(),
                                   .ipv6_cidr_block = ipv6_block(private_octet),
                                   .map_public_ip_on_launch = config_.default_public_ip(),
                                   .tags = config_.merged_tags({{"Name", pod_name}})},
                                  child_options_.merged(formerly(pod_name))});
  if (with_nat_gateway) make_nat_gateway(ctx, pair);

  k8s_private_route_tables_.push_back(
      {ctx, private_name + "-route-table", {.vpc_id = vpc_.id(), .tags = config_.tags()}, route_table_options_});
  ec2::RouteTableAssociation{
      ctx,
      // Named after the public subnet's octet: identities in existing stacks say so.
      named("k8s-private-" + std::to_string(public_octet) + "-route-table-association"),
      {.route_table_id = k8s_private_route_tables_.back().id(), .subnet_id = k8s_private_subnets_.back().id()},
      child_options_.merged(formerly(pod_name + "-rta"))};
}

void OLVPC::make_nat_gateway(Context& ctx, const K8sSubnetPair& pair) {
  const auto name = named("k8s-subnets-" + std::to_string(pair.public_cidr.third_octet()) + "-nat-gateway");
  const ec2::Eip address{ctx, name + "-eip", {.domain = "vpc", .tags = config_.tags()}, child_options_};
  const auto first_256 = pair.public_cidr.first() & 0xFFU;
  k8s_nat_gateways_.push_back({ctx,
                               name,
                               {.allocation_id = address.id(),
                                .private_ip = pair.public_cidr.address(nat_gateway_host - first_256),
                                .subnet_id = k8s_public_subnets_.back().id(),
                                .tags = config_.tags()},
                               child_options_});
}

void OLVPC::make_k8s_routes(Context& ctx) {
  for (std::size_t i = 0; i < k8s_private_route_tables_.size(); ++i) {
    const auto& table = k8s_private_route_tables_[i];
    const auto octet = std::to_string(config_.k8s_subnet_pairs()[i].private_cidr.third_octet());
    const auto& nat_gateway = k8s_nat_gateways_[i % k8s_nat_gateways_.size()];
    ec2::Route{
        ctx,
        named("k8s-private-" + octet + "-default-external-ipv4-network-route"),
        {.route_table_id = table.id(), .destination_cidr_block = "0.0.0.0/0", .nat_gateway_id = nat_gateway.id()},
        child_options_};
    // The stack's child, as the two default routes are.
    ec2::Route{ctx,
               named("k8s-subnets-" + octet + "-default-external-ipv6-network-route"),
               {.route_table_id = table.id(),
                .destination_ipv6_cidr_block = "::/0",
                .egress_only_gateway_id = egress_gateway_.id()}};
  }
}

void OLVPC::make_groups(Context& ctx) {
  std::vector<Output<std::string>> subnet_ids;
  for (const auto& subnet : subnets_) subnet_ids.push_back(subnet.id());
  const InputList<std::string> subnets = subnet_ids;
  db_subnet_group_ = aws::rds::SubnetGroup{ctx,
                                           named("db-subnet-group"),
                                           {.subnet_ids = subnets,
                                            .description = "RDS subnet group for " + config_.vpc_name(),
                                            .name = named("db-subnet-group"),
                                            .tags = config_.tags()},
                                           child_options_};
  cache_subnet_group_ =
      aws::elasticache::SubnetGroup{ctx,
                                    named("cache-subnet-group"),
                                    {.subnet_ids = subnets,
                                     .description = "Elasticache subnet group for " + config_.vpc_name(),
                                     .name = named("cache-subnet-group")},
                                    child_options_};

  std::vector<Output<std::string>> tables{route_table_.id()};
  for (const auto& table : k8s_private_route_tables_) tables.push_back(table.id());
  ec2::VpcEndpoint{ctx,
                   named("s3"),
                   {.vpc_id = vpc_.id(),
                    .route_table_ids = tables,
                    .service_name = "com.amazonaws.us-east-1.s3",
                    .tags = config_.tags()},
                   {.parent = *this}};
}

void OLVPC::show_outputs() {
  Object outputs{
      {"olvpc", vpc_}, {"rds_subnet_group", db_subnet_group_}, {"route_table", route_table_}, {"subnets", subnets_}};
  if (config_.k8s_service_subnet()) outputs.set("k8s_service_subnet", config_.k8s_service_subnet()->text());
  register_outputs(outputs);
}

}  // namespace ol_infrastructure
