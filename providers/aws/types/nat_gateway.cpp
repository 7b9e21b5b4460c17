#include <algorithm>
#include <map>

#include "providers/aws/call.hpp"
#include "providers/aws/check.hpp"
#include "providers/aws/convert.hpp"
#include "providers/aws/types/types.hpp"

namespace ashlar::providers::aws {

using awsapi::Value;

namespace {

bool is_primary(const Value& item, const Value& address) {
  return address["IsPrimary"].boolean() || item["NatGatewayAddresses"].elements().size() == 1;
}

PropertyArray sorted(std::vector<std::string> texts) {
  std::ranges::sort(texts);
  return {texts.begin(), texts.end()};
}

/// The addresses of a regional gateway, zone by zone.
PropertyArray regional_addresses(const Value& item) {
  PropertyArray addresses;
  for (const auto& address : item["NatGatewayAddresses"].elements()) {
    addresses.emplace_back(PropertyMap{{"allocationId", address["AllocationId"].text()},
                                       {"associationId", address["AssociationId"].text()},
                                       {"availabilityZone", address["AvailabilityZone"].text()},
                                       {"availabilityZoneId", address["AvailabilityZoneId"].text()},
                                       {"networkInterfaceId", address["NetworkInterfaceId"].text()},
                                       {"publicIp", address["PublicIp"].text()},
                                       {"status", address["Status"].text()}});
  }
  return addresses;
}

void derive(const Call&, const Value& item, const PropertyMap&, PropertyMap& outputs) {
  const bool regional = item["AvailabilityMode"].text() == "regional";
  Value primary;
  std::vector<std::string> allocations;
  std::vector<std::string> private_ips;
  for (const auto& address : item["NatGatewayAddresses"].elements()) {
    if (regional) continue;
    if (is_primary(item, address)) {
      primary = address;
      continue;
    }
    if (const auto id = address["AllocationId"].text(); !id.empty()) allocations.push_back(id);
    if (const auto ip = address["PrivateIp"].text(); !ip.empty()) private_ips.push_back(ip);
  }
  for (const auto& [property, member] : std::map<const char*, const char*>{{"allocationId", "AllocationId"},
                                                                           {"associationId", "AssociationId"},
                                                                           {"networkInterfaceId", "NetworkInterfaceId"},
                                                                           {"privateIp", "PrivateIp"},
                                                                           {"publicIp", "PublicIp"}}) {
    outputs.insert_or_assign(property, primary[member].text());
  }
  outputs.insert_or_assign("secondaryPrivateIpAddressCount", static_cast<double>(private_ips.size()));
  outputs.insert_or_assign("secondaryAllocationIds", sorted(std::move(allocations)));
  outputs.insert_or_assign("secondaryPrivateIpAddresses", sorted(std::move(private_ips)));
  outputs.insert_or_assign("availabilityMode", regional ? "regional" : "zonal");
  outputs.insert_or_assign("regionalNatGatewayAddresses", regional ? regional_addresses(item) : PropertyArray());
  outputs.insert_or_assign("regionalNatGatewayAutoMode", regional ? item["AutoProvisionZones"].text() : "");
}

/// What is in `all` and not in `some`.
std::vector<std::string> without(const std::vector<std::string>& all, const std::vector<std::string>& some) {
  std::vector<std::string> rest;
  for (const auto& text : all) {
    if (std::ranges::find(some, text) == some.end()) rest.push_back(text);
  }
  return rest;
}

/// Until none of its addresses is on its way in or out.
Task<Status> wait_for_addresses(Call& call) {
  while (true) {
    auto finding = call.find({});
    const auto found = co_await finding;
    if (!found) co_return call.error("waiting for its addresses", found.error());
    bool moving = false;
    for (const auto& address : (*found)["NatGatewayAddresses"].elements()) {
      const auto status = address["Status"].text();
      if (status == "failed")
        co_return fail("an address of the NAT gateway " + call.id + " failed: " + address["FailureMessage"].text());
      moving = moving || status.ends_with("ing");
    }
    if (!moving) co_return Status();
    auto pausing = call.pause();
    const bool again = co_await pausing;
    if (!again) co_return call.gave_up("its addresses did not get ready");
  }
}

Task<Status> release(Call& call, std::vector<std::string> allocations) {
  if (allocations.empty()) co_return Status();
  auto finding = call.find({});
  const auto found = co_await finding;
  if (!found) co_return call.error("reading its addresses", found.error());
  std::vector<std::string> associations;
  for (const auto& address : (*found)["NatGatewayAddresses"].elements()) {
    if (std::ranges::find(allocations, address["AllocationId"].text()) != allocations.end())
      associations.push_back(address["AssociationId"].text());
  }
  if (associations.empty()) co_return Status();
  auto telling = call.tell("DisassociateNatGatewayAddress",
                           Value::map({{"NatGatewayId", call.id}, {"AssociationIds", texts(associations)}}));
  co_return co_await telling;
}

Task<Status> apply_secondary_allocations(Call& call, Change change) {
  const auto before = strings_in(change.before, "secondaryAllocationIds");
  const auto after = strings_in(change.after, "secondaryAllocationIds");
  if (const auto added = without(after, before); !added.empty()) {
    Value request = Value::map({{"NatGatewayId", call.id}, {"AllocationIds", texts(added)}});
    const auto addresses = without(strings_in(change.after, "secondaryPrivateIpAddresses"),
                                   strings_in(change.before, "secondaryPrivateIpAddresses"));
    if (!addresses.empty()) request.set("PrivateIpAddresses", texts(addresses));
    auto telling = call.tell("AssociateNatGatewayAddress", std::move(request));
    const auto told = co_await telling;
    if (!told) co_return told;
  }
  auto releasing = release(call, without(before, after));
  co_return co_await releasing;
}

Task<Status> apply_private_addresses(Call& call, Change change) {
  const auto before = strings_in(change.before, "secondaryPrivateIpAddresses");
  const auto after = strings_in(change.after, "secondaryPrivateIpAddresses");
  if (const auto added = without(after, before); !added.empty()) {
    auto telling = call.tell("AssignPrivateNatGatewayAddress",
                             Value::map({{"NatGatewayId", call.id}, {"PrivateIpAddresses", texts(added)}}));
    const auto told = co_await telling;
    if (!told) co_return told;
  }
  const auto removed = without(before, after);
  if (removed.empty()) co_return Status();
  auto telling = call.tell("UnassignPrivateNatGatewayAddress",
                           Value::map({{"NatGatewayId", call.id}, {"PrivateIpAddresses", texts(removed)}}));
  co_return co_await telling;
}

/// The allocations of a regional gateway by zone: each with the member that names the zone.
using Zones = std::map<std::pair<std::string, std::string>, std::vector<std::string>>;
Zones zones_in(const PropertyMap& map) {
  Zones zones;
  const auto* value = find(map, "availabilityZoneAddresses");
  const auto* array = value == nullptr ? nullptr : value->get<PropertyArray>();
  for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
    const auto* zone = (*array)[i].get<PropertyMap>();
    if (zone == nullptr) continue;
    const auto name = text_in(*zone, "availabilityZone");
    const auto key = name.empty() ? std::pair{std::string("AvailabilityZoneId"), text_in(*zone, "availabilityZoneId")}
                                  : std::pair{std::string("AvailabilityZone"), name};
    zones[key] = strings_in(*zone, "allocationIds");
  }
  return zones;
}

Task<Status> apply_zones(Call& call, Change change) {
  auto before = zones_in(change.before);
  auto after = zones_in(change.after);
  std::vector<std::string> released;
  for (const auto& [zone, allocations] : before) {
    for (auto& id : without(allocations, after[zone])) released.push_back(std::move(id));
  }
  auto releasing = release(call, std::move(released));
  const auto free = co_await releasing;
  if (!free) co_return free;
  for (const auto& [zone, allocations] : after) {
    const auto added = without(allocations, before[zone]);
    if (added.empty()) continue;
    auto telling =
        call.tell("AssociateNatGatewayAddress",
                  Value::map({{"NatGatewayId", call.id}, {"AllocationIds", texts(added)}, {zone.first, zone.second}}));
    const auto told = co_await telling;
    if (!told) co_return told;
  }
  co_return Status();
}

Task<Status> apply(Call& call, Change change) {
  if (change.creating) co_return Status();
  const int changes = call.changes();
  if (change.asks_for("availabilityZoneAddresses")) {
    auto applying = apply_zones(call, change);
    const auto applied = co_await applying;
    if (!applied) co_return applied;
  }
  const bool private_gateway = text_in(change.after, "connectivityType") == "private";
  if (private_gateway ? change.asks_for("secondaryPrivateIpAddresses") : change.asks_for("secondaryAllocationIds")) {
    auto applying = private_gateway ? apply_private_addresses(call, change) : apply_secondary_allocations(call, change);
    const auto applied = co_await applying;
    if (!applied) co_return applied;
  }
  if (call.changes() == changes) co_return Status();
  auto waiting = wait_for_addresses(call);
  co_return co_await waiting;
}

void check(const PropertyMap& inputs, std::vector<deploy::CheckFailure>& failures) {
  const auto forbid = [&](const char* name, const std::string& why) {
    const auto* value = find(inputs, name);
    if (value != nullptr && !is_zero(*value)) failures.push_back({name, why});
  };
  if (text_in(inputs, "availabilityMode") == "regional") {
    for (const char* name : {"allocationId", "subnetId", "privateIp", "secondaryAllocationIds"})
      forbid(name, "belongs to zonal NAT gateways: this one is regional");
    require_with("availabilityMode", "vpcId", inputs, failures);
    return;
  }
  forbid("availabilityZoneAddresses", "belongs to regional NAT gateways: set availabilityMode");
  if (find(inputs, "subnetId") == nullptr) failures.push_back({"subnetId", "is required"});
  if (text_in(inputs, "connectivityType") == "private") {
    for (const char* name : {"allocationId", "secondaryAllocationIds"})
      forbid(name, "belongs to public NAT gateways: this one is private");
  } else {
    forbid("secondaryPrivateIpAddressCount", "belongs to private NAT gateways: this one is public");
  }
  forbid_both("secondaryPrivateIpAddressCount", "secondaryPrivateIpAddresses", inputs, failures);
}

}  // namespace

const ResourceType& nat_gateway() {
  static const ResourceType type = {
      .token = "aws:ec2/natGateway:NatGateway",
      .noun = "NAT gateway",
      .create = {.operation = "CreateNatGateway",
                 .id = "NatGateway.NatGatewayId",
                 .tag_type = "natgateway",
                 .token_member = "ClientToken",
                 .retry_while = {"InvalidAllocationID.NotFound", "InvalidSubnetID.NotFound"}},
      .read = {.operation = "DescribeNatGateways",
               .ids = "NatGatewayIds",
               .filters = "Filter",
               .item = "NatGateways[0]",
               .gone = {"NatGatewayNotFound"},
               .state = "State",
               .ready = {"available"},
               .on_the_way = {"pending"},
               .not_there = {"deleted"},
               .failure = "FailureMessage"},
      .remove = {.operation = "DeleteNatGateway", .id = "NatGatewayId", .wait_until_gone = true},
      .timeouts = {.create = 10, .update = 10, .remove = 30},
      .properties = {string("allocationId").replaces().sent_as("AllocationId"), string("associationId").from_aws(),
                     string("autoProvisionZones").from_aws().read_from("AutoProvisionZones"),
                     string("autoScalingIps").from_aws().read_from("AutoScalingIps"),
                     string("availabilityMode")
                         .from_aws_unless_set()
                         .replaces()
                         .sent_as("AvailabilityMode")
                         .checked_by(one_of({"zonal", "regional"})),
                     object_set("availabilityZoneAddresses",
                                {string_set("allocationIds").sent_as("AllocationIds"),
                                 string("availabilityZone").sent_as("AvailabilityZone"),
                                 string("availabilityZoneId").sent_as("AvailabilityZoneId")})
                         .sent_as("AvailabilityZoneAddresses"),
                     string("connectivityType")
                         .defaults_to("public")
                         .replaces()
                         .known_as("ConnectivityType")
                         .checked_by(one_of({"public", "private"})),
                     string("networkInterfaceId").from_aws(),
                     string("privateIp").from_aws_unless_set().replaces().sent_as("PrivateIpAddress"),
                     string("publicIp").from_aws(),
                     objects("regionalNatGatewayAddresses", {}).from_aws().changes_with({"availabilityZoneAddresses"}),
                     string("regionalNatGatewayAutoMode").from_aws(),
                     string("routeTableId").from_aws().read_from("RouteTableId"),
                     string_set("secondaryAllocationIds").from_aws_unless_set().sent_as("SecondaryAllocationIds"),
                     integer("secondaryPrivateIpAddressCount")
                         .from_aws_unless_set()
                         .replaces()
                         .sent_as("SecondaryPrivateIpAddressCount")
                         .changes_with({"secondaryAllocationIds", "secondaryPrivateIpAddresses"}),
                     string_set("secondaryPrivateIpAddresses")
                         .from_aws_unless_set()
                         .sent_as("SecondaryPrivateIpAddresses")
                         .changes_with({"secondaryAllocationIds"}),
                     string("subnetId").replaces().known_as("SubnetId"),
                     string("vpcId").from_aws_unless_set().replaces().known_as("VpcId")},
      .apply = apply,
      .derive = derive,
      .adjust_check = check,
      .item_id = "NatGatewayId",
  };
  return type;
}

}  // namespace ashlar::providers::aws
