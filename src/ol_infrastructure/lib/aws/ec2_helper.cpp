#include "ol_infrastructure/lib/aws/ec2_helper.hpp"

#include <algorithm>
#include <set>

namespace ol_infrastructure {

using ashlar::Value;

namespace {

constexpr const char* managed_tag = "pulumi_managed";

std::string tag(const Value& resource, const std::string& key) {
  const auto tags = resource["Tags"];
  for (std::size_t i = 0; i < tags.size(); ++i) {
    if (tags[i]["Key"].as_string() == key) return tags[i]["Value"].as_string();
  }
  return "";
}

bool has_tag(const Value& resource, const std::string& key) {
  const auto tags = resource["Tags"];
  for (std::size_t i = 0; i < tags.size(); ++i) {
    if (tags[i]["Key"].as_string() == key) return true;
  }
  return false;
}

/// Whether `value` is that text; null never is.
bool is(const Value& value, const std::string& text) { return value.is_string() && value.as_string() == text; }

bool any_element(const Value& list, const std::function<bool(const Value&)>& matches) {
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (matches(list[i])) return true;
  }
  return false;
}

/// A peering that was refused or removed stays listed for a while.
bool is_gone(const Value& peering) {
  const auto status = peering["Status"]["Code"];
  return is(status, "deleted") || is(status, "rejected") || is(status, "failed") || is(status, "expired");
}

}  // namespace

std::vector<ashlar::aws::ec2::SecurityGroupEgressArgs> default_egress() {
  return {{.from_port = 0, .protocol = "-1", .to_port = 0, .cidr_blocks = {"0.0.0.0/0"}, .ipv6_cidr_blocks = {"::/0"}}};
}

Ec2Inventory::Ec2Inventory(ashlar::Context& ctx) : api_(ctx), dry_run_(ctx.dry_run()) {}

const Value::List& Ec2Inventory::all(const char* operation, const char* list) {
  const auto known = answers_.find(operation);
  if (known != answers_.end()) return known->second;
  const auto found = api_.call("ec2", operation)[list];
  return answers_.emplace(operation, found.is_null() ? Value::List() : found.as_list()).first->second;
}

std::vector<std::string> Ec2Inventory::regions() {
  std::vector<std::string> names;
  for (const auto& region : all("DescribeRegions", "Regions")) names.push_back(region["RegionName"].as_string());
  return names;
}

std::vector<std::string> Ec2Inventory::availability_zones(const std::string& region) {
  const auto known = zones_.find(region);
  if (known != zones_.end()) return known->second;
  const Value filter(Value::Object{{"Name", "region-name"}, {"Values", Value::List{region}}});
  const auto answer =
      api_.call("ec2", "DescribeAvailabilityZones", Value::Object{{"Filters", Value(Value::List{filter})}});
  std::vector<std::string> names;
  const auto zones = answer["AvailabilityZones"];
  for (std::size_t i = 0; i < zones.size(); ++i) {
    auto name = zones[i]["ZoneName"].as_string();
    if (name != "us-east-1e") names.push_back(std::move(name));  // it lacks newer instance types
  }
  return zones_.emplace(region, std::move(names)).first->second;
}

Existing Ec2Inventory::find(const char* operation, const char* list, const char* id, const std::string& what,
                            const std::vector<std::string>& ignore_changes, const Matches& matches) {
  std::vector<Value> found;
  for (const auto& candidate : all(operation, list)) {
    if (matches(candidate)) found.push_back(candidate);
  }
  if (found.empty()) return {};
  if (found.size() > 1) {
    std::string ids;
    for (const auto& candidate : found) ids += (ids.empty() ? "" : ", ") + candidate[id].as_string();
    throw ashlar::ProgramError("the account has more than one " + what + ": " + ids);
  }
  Existing existing;
  existing.id = found.front()[id].as_string();
  if (found.front()["Tags"].size() == 0 || has_tag(found.front(), managed_tag)) return existing;
  existing.options.import_id = existing.id;
  existing.options.ignore_changes = ignore_changes;
  if (!dry_run_) {
    const Value mark(Value::Object{{"Key", managed_tag}, {"Value", "true"}});
    (void)api_.call("ec2", "CreateTags",
                    Value::Object{{"Resources", Value::List{existing.id}}, {"Tags", Value::List{mark}}});
  }
  return existing;
}

Existing Ec2Inventory::vpc(const Ipv4Network& cidr, const std::string& name_tag) {
  return find("DescribeVpcs", "Vpcs", "VpcId", "VPC named \"" + name_tag + "\" with " + cidr.text(), {"tags"},
              [&](const Value& vpc) { return is(vpc["CidrBlock"], cidr.text()) && tag(vpc, "Name") == name_tag; });
}

Existing Ec2Inventory::internet_gateway(const std::string& vpc_id) {
  if (vpc_id.empty()) return {};
  return find("DescribeInternetGateways", "InternetGateways", "InternetGatewayId", "internet gateway of " + vpc_id,
              {"tags"}, [&](const Value& gateway) {
                return any_element(gateway["Attachments"],
                                   [&](const Value& attachment) { return is(attachment["VpcId"], vpc_id); });
              });
}

Existing Ec2Inventory::route_table(const std::string& internet_gateway_id) {
  if (internet_gateway_id.empty()) return {};
  return find("DescribeRouteTables", "RouteTables", "RouteTableId", "route table through " + internet_gateway_id,
              {"tags", "routes"}, [&](const Value& table) {
                return any_element(table["Routes"],
                                   [&](const Value& route) { return is(route["GatewayId"], internet_gateway_id); });
              });
}

Existing Ec2Inventory::subnet(const Ipv4Network& cidr, const std::string& vpc_id) {
  if (vpc_id.empty()) return {};
  return find("DescribeSubnets", "Subnets", "SubnetId", "subnet " + cidr.text() + " in " + vpc_id,
              {"tags", "assignIpv6AddressOnCreation", "mapPublicIpOnLaunch", "ipv6CidrBlock"},
              [&](const Value& subnet) { return is(subnet["CidrBlock"], cidr.text()) && is(subnet["VpcId"], vpc_id); });
}

Existing Ec2Inventory::peering(const Ipv4Network& source, const Ipv4Network& destination) {
  const std::set<std::string> ends{source.text(), destination.text()};
  const auto is_end = [&](const Value& info) {
    return info["CidrBlock"].is_string() && ends.count(info["CidrBlock"].as_string()) > 0;
  };
  return find("DescribeVpcPeeringConnections", "VpcPeeringConnections", "VpcPeeringConnectionId",
              "peering between " + source.text() + " and " + destination.text(),
              {"tags", "vpcId", "peerVpcId", "id", "autoAccept"}, [&](const Value& peering) {
                return is_end(peering["AccepterVpcInfo"]) && is_end(peering["RequesterVpcInfo"]) && !is_gone(peering);
              });
}

}  // namespace ol_infrastructure
