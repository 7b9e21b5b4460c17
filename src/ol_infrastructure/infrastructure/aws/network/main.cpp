/// The VPCs of Open Learning's environments, the peerings between them, and the security groups that every service
/// uses.
///
/// Some networks are older than this program and were laid out with the first subnet at x.x.1.0/24, where OLVPC begins
/// at x.x.0.0/24. These have four subnets here, so that the three that exist are adopted beside a new one.

#include <ashlar/ashlar.hpp>

#include "ol_infrastructure/components/aws/olvpc/vpc_peering.hpp"
#include "security_groups.hpp"

using namespace ashlar;
using namespace ol_infrastructure;
namespace ec2 = ashlar::aws::ec2;

namespace {

/// What tells one VPC from the others, apart from its addresses, which are configuration.
struct VpcPlan {
  const char* config_namespace;
  std::string name;
  std::string business_unit;
  std::string environment;  ///< the tag
  std::string title;
  int num_subnets = 3;
  bool for_kubernetes = false;
};

OLVPC make_vpc(Context& ctx, Ec2Inventory& inventory, const VpcPlan& plan) {
  const Config config{ctx, plan.config_namespace};
  Value::Object settings{{"vpc_name", plan.name},
                         {"cidr_block", config.require("cidr_block")},
                         {"num_subnets", plan.num_subnets},
                         {"tags", Value::Object{{"OU", plan.business_unit},
                                                {"Environment", plan.environment},
                                                {"business_unit", plan.business_unit},
                                                {"Name", plan.title}}}};
  if (plan.for_kubernetes) {
    if (const auto subnet = config.get("k8s_service_subnet")) settings["k8s_service_subnet"] = *subnet;
    if (const auto gateways = config.get("k8s_nat_gateway_config")) settings["k8s_nat_gateway_config"] = *gateways;
    if (const auto pairs = config.get_object("k8s_subnet_pair_configs")) settings["k8s_subnet_pair_configs"] = *pairs;
  }
  return {ctx, inventory, OLVPCConfig::parse(settings, [&inventory] { return inventory.regions(); })};
}

/// The ids of some resources, or another property of theirs.
template <typename R>
std::vector<Output<std::string>> each(const std::vector<R>& resources, Output<std::string> (R::*property)() const) {
  std::vector<Output<std::string>> values;
  for (const auto& resource : resources) values.push_back((resource.*property)());
  return values;
}

template <typename R>
std::vector<Output<std::string>> ids(const std::vector<R>& resources) {
  std::vector<Output<std::string>> values;
  for (const auto& resource : resources) values.push_back(resource.id());
  return values;
}

/// What other stacks need to know of a VPC.
Object vpc_exports(const OLVPC& vpc, const std::vector<std::string>& peers, const Object& security_groups) {
  Object exports{{"cidr", vpc.vpc().cidr_block()},
                 {"cidr_v6", vpc.vpc().ipv6_cidr_block()},
                 {"id", vpc.vpc().id()},
                 {"name", vpc.config().vpc_name()},
                 {"peers", peers},
                 {"region", vpc.config().region()},
                 {"rds_subnet", vpc.db_subnet_group().name()},
                 {"elasticache_subnet", vpc.cache_subnet_group().name()},
                 {"subnet_ids", ids(vpc.subnets())},
                 {"subnet_zones", each(vpc.subnets(), &ec2::Subnet::availability_zone)},
                 {"route_table_id", vpc.route_table().id()},
                 {"security_groups", security_groups}};
  if (!vpc.k8s_private_subnets().empty()) {
    exports.set("k8s_service_subnet_cidr", vpc.config().k8s_service_subnet()->text());
    exports.set("k8s_pod_subnet_cidrs", each(vpc.k8s_private_subnets(), &ec2::Subnet::cidr_block));
    exports.set("k8s_pod_subnet_ids", ids(vpc.k8s_private_subnets()));
    exports.set("k8s_pod_subnet_zones", each(vpc.k8s_private_subnets(), &ec2::Subnet::availability_zone));
    exports.set("k8s_public_subnet_cidrs", each(vpc.k8s_public_subnets(), &ec2::Subnet::cidr_block));
    exports.set("k8s_public_subnet_ids", ids(vpc.k8s_public_subnets()));
    exports.set("k8s_public_subnet_zones", each(vpc.k8s_public_subnets(), &ec2::Subnet::availability_zone));
    exports.set("k8s_nat_gateway_ids", ids(vpc.k8s_nat_gateways()));
    exports.set("k8s_nat_gateway_public_ips", each(vpc.k8s_nat_gateways(), &ec2::NatGateway::public_ip));
  }
  return exports;
}

/// The groups that every VPC has. `prefix` begins their names in AWS; `tags_of` is whose tags the Salt group carries.
Object common_groups(Context& ctx, const OLVPC& vpc, const OLVPC& operations, const std::string& prefix,
                     const OLVPC& tags_of) {
  const auto named = [&](const std::string& suffix, const OLVPC& owner) -> GroupName {
    const auto name = prefix + "-" + suffix;
    return {name, owner.config().merged_tags({{"Name", name}})};
  };
  return {{"default", default_group(ctx, vpc.vpc())},
          {"ssh", public_ssh(ctx, vpc, named("public-ssh", vpc)).id()},
          {"web", public_web(ctx, vpc, named("public-web", vpc)).id()},
          {"salt_minion", salt_minion(ctx, vpc, operations, named("salt-minion", tags_of)).id()}};
}

/// A group whose members take no connections; others refer to it.
ec2::SecurityGroup bare_group(Context& ctx, const OLVPC& vpc, const std::string& resource,
                              const std::string& description, const std::string& name,
                              const InputList<ec2::SecurityGroupEgressArgs>& egress) {
  return {ctx,
          resource,
          {.description = description,
           .egress = egress,
           .ingress = empty,
           .tags = vpc.config().merged_tags({{"Name", name}}),
           .vpc_id = vpc.vpc().id()}};
}

}  // namespace

int main() {
  return run([](Context& ctx) {
    const auto stack = parse_stack(ctx);
    const auto& env = stack.env_suffix;
    Ec2Inventory inventory{ctx};

    const auto applications = make_vpc(ctx, inventory,
                                       {.config_namespace = "apps_vpc",
                                        .name = "applications-" + env,
                                        .business_unit = "operations",
                                        .environment = "applications-" + env,
                                        .title = "OL Applications " + stack.name,
                                        .num_subnets = 5,
                                        .for_kubernetes = true});
    const auto data = make_vpc(ctx, inventory,
                               {.config_namespace = "data_vpc",
                                .name = "ol-data-" + env,
                                .business_unit = "data",
                                .environment = "data-" + env,
                                .title = stack.name + " Data Services",
                                .for_kubernetes = true});
    const auto operations = make_vpc(ctx, inventory,
                                     {.config_namespace = "operations_vpc",
                                      .name = Config{ctx, "operations_vpc"}.require("name"),
                                      .business_unit = "operations",
                                      .environment = "operations-" + env,
                                      .title = "Operations " + stack.name,
                                      .num_subnets = 4,
                                      .for_kubernetes = true});
    const auto mitx = make_vpc(ctx, inventory,
                               {.config_namespace = "residential_vpc",
                                .name = "mitx-" + env,
                                .business_unit = "residential",
                                .environment = "mitx-" + env,
                                .title = "MITx " + stack.name,
                                .num_subnets = 4,
                                .for_kubernetes = true});
    const auto mitx_staging = make_vpc(ctx, inventory,
                                       {.config_namespace = "residential_staging_vpc",
                                        .name = "mitx-staging-" + env,
                                        .business_unit = "residential-staging",
                                        .environment = "mitx-staging-" + env,
                                        .title = "MITx " + stack.name + " Staging"});
    const auto mitx_online = make_vpc(ctx, inventory,
                                      {.config_namespace = "mitx_online_vpc",
                                       .name = "mitx-online-" + env,
                                       .business_unit = "mitxonline",
                                       .environment = "mitxonline-" + env,
                                       .title = "MITx Online " + stack.name,
                                       .num_subnets = 5});
    const auto xpro = make_vpc(ctx, inventory,
                               {.config_namespace = "xpro_vpc",
                                .name = "mitxpro-" + env,
                                .business_unit = "mitxpro",
                                .environment = "mitxpro-" + env,
                                .title = "xPro " + stack.name,
                                .num_subnets = 4});

    auto data_groups = common_groups(ctx, data, operations, "ol-data-" + env, data);
    data_groups.set("orchestrator", bare_group(ctx, data, data.config().vpc_name() + "-data-orchestrator",
                                               "Security group used by the data orchestration engine",
                                               "ol-data-" + env + "-data-orchestrator", empty)
                                        .id());
    data_groups.set("integrator", bare_group(ctx, data, data.config().vpc_name() + "-data-integrator",
                                             "Security group used by the data integration engine",
                                             "ol-data-" + env + "-data-integrator", default_egress())
                                      .id());
    auto operations_groups = common_groups(ctx, operations, operations, "operations-" + env, data);
    const auto celery = bare_group(ctx, operations, "operations-celery-monitoring",
                                   "Security group for Leek service for Celery Monitoring",
                                   "operations-" + env + "-celery-monitoring", default_egress());
    operations_groups.set("celery_monitoring", Object{{"id", celery.id()}, {"name", celery.name()}});

    const auto groups = [&](const OLVPC& vpc, const std::string& prefix) {
      return common_groups(ctx, vpc, operations, prefix + env, vpc);
    };
    ctx.export_output("data_vpc", vpc_exports(data,
                                              {"applications_vpc", "mitxonline_vpc", "operations_vpc",
                                               "residential_mitx_vpc", "residential_mitx_staging_vpc", "xpro_vpc"},
                                              data_groups));
    ctx.export_output("residential_mitx_vpc", vpc_exports(mitx, {"data_vpc", "operations_vpc"}, groups(mitx, "mitx-")));
    ctx.export_output("residential_mitx_staging_vpc",
                      vpc_exports(mitx_staging, {"operations_vpc"}, groups(mitx_staging, "mitx-staging-")));
    ctx.export_output("mitxonline_vpc",
                      vpc_exports(mitx_online, {"data_vpc", "operations_vpc"}, groups(mitx_online, "mitxonline-")));
    ctx.export_output("xpro_vpc", vpc_exports(xpro, {"data_vpc", "operations_vpc"}, groups(xpro, "mitxpro-")));
    ctx.export_output("applications_vpc",
                      vpc_exports(applications, {"data_vpc", "operations_vpc"}, groups(applications, "applications-")));
    ctx.export_output("operations_vpc",
                      vpc_exports(operations,
                                  {"applications_vpc", "data_vpc", "mitxonline_vpc", "residential_mitx_vpc",
                                   "residential_mitx_staging_vpc", "xpro_vpc"},
                                  operations_groups));

    struct Peering {
      std::string from;
      const OLVPC& source;
      std::string to;
      const OLVPC& destination;
    };
    const std::vector<Peering> peerings{{"ol-data", data, "mitx-online", mitx_online},
                                        {"ol-data", data, "residential-mitx", mitx},
                                        {"ol-data", data, "residential-mitx-staging", mitx_staging},
                                        {"ol-data", data, "applications", applications},
                                        {"ol-data", data, "mitxpro", xpro},
                                        {"ol-operations", operations, "applications", applications},
                                        {"ol-operations", operations, "ol-data", data},
                                        {"ol-operations", operations, "mitx-online", mitx_online},
                                        {"ol-operations", operations, "residential-mitx", mitx},
                                        {"ol-operations", operations, "residential-mitx-staging", mitx_staging},
                                        {"ol-operations", operations, "mitxpro", xpro},
                                        {"ol-applications", applications, "mitx-online", mitx_online},
                                        {"ol-applications", applications, "xpro", xpro},
                                        {"ol-mitx-staging", mitx_staging, "mitx", mitx}};
    for (const auto& [from, source, to, destination] : peerings) {
      const auto name = from + "-" + env + "-to-" + to + "-" + env + "-vpc-peer";
      OLVPCPeeringConnection{ctx, inventory, name, source, destination};
    }
  });
}
