#include <algorithm>

#include "providers/aws/call.hpp"
#include "providers/aws/check.hpp"
#include "providers/aws/convert.hpp"
#include "providers/aws/networks.hpp"
#include "providers/aws/types/routes.hpp"
#include "providers/aws/types/types.hpp"

namespace ashlar::providers::aws {

using awsapi::Value;

namespace {

/// Whether a route of the answer is one that a program may declare: not the local ones, not those that AWS propagates,
/// not those that a VPC endpoint brings.
bool is_declared(const Value& route) {
  const auto gateway = route["GatewayId"].text();
  if (gateway == "local" || gateway == "VpcLattice") return false;
  if (route["Origin"].text() == "EnableVgwRoutePropagation") return false;
  return route["DestinationPrefixListId"].is_null() || !gateway.starts_with("vpce-");
}

PropertyMap declared(const Value& route) {
  PropertyMap map = targets_of(route);
  map.emplace("cidrBlock", route["DestinationCidrBlock"].text());
  map.emplace("ipv6CidrBlock", route["DestinationIpv6CidrBlock"].text());
  map.emplace("destinationPrefixListId", route["DestinationPrefixListId"].text());
  return map;
}

void derive(const Call&, const Value& item, const PropertyMap& known, PropertyMap& outputs) {
  PropertyArray routes;
  for (const auto& route : item["Routes"].elements()) {
    if (is_declared(route)) routes.emplace_back(declared(route));
  }
  // In the order of the program, as far as it has them.
  const auto* wanted = find(known, "routes");
  const auto* order = wanted == nullptr ? nullptr : wanted->get<PropertyArray>();
  const auto rank = [&](const PropertyValue& route) {
    const auto destination = destination_of(*route.get<PropertyMap>());
    for (std::size_t i = 0; order != nullptr && destination && i < order->size(); ++i) {
      const auto* map = (*order)[i].get<PropertyMap>();
      const auto given = map == nullptr ? std::nullopt : destination_of(*map);
      if (given && canonical_network(given->value) == canonical_network(destination->value)) return i;
    }
    return std::size_t{1} << 30;
  };
  std::ranges::stable_sort(routes, {}, rank);
  outputs.insert_or_assign("routes", std::move(routes));
}

std::vector<PropertyMap> routes_in(const PropertyMap& map) {
  std::vector<PropertyMap> routes;
  const auto* value = find(map, "routes");
  const auto* array = value == nullptr ? nullptr : value->get<PropertyArray>();
  if (array == nullptr) return routes;
  for (const auto& route : *array) {
    if (const auto* members = route.get<PropertyMap>()) routes.push_back(*members);
  }
  return routes;
}

const PropertyMap* same_destination(const std::vector<PropertyMap>& routes, const PropertyMap& route) {
  const auto wanted = destination_of(route);
  for (const auto& candidate : routes) {
    const auto given = destination_of(candidate);
    if (wanted && given && canonical_network(given->value) == canonical_network(wanted->value)) return &candidate;
  }
  return nullptr;
}

bool same_target(const PropertyMap& one, const PropertyMap& other) {
  return std::ranges::all_of(route_targets(), [&](const auto& target) {
    return text_in(one, target.property) == text_in(other, target.property);
  });
}

Task<Status> apply_routes(Call& call, Change change) {
  const auto before = routes_in(change.before);
  const auto after = routes_in(change.after);
  for (const auto& route : after) {
    const auto* old = same_destination(before, route);
    if (old != nullptr && same_target(*old, route)) continue;
    auto asking = call.ask_while(old == nullptr ? "CreateRoute" : "ReplaceRoute", route_request(call.id, route),
                                 {"InvalidParameterException", "InvalidTransitGatewayID.NotFound"});
    const auto outcome = co_await asking;
    if (!outcome) co_return outcome.error().error();
  }
  for (const auto& route : before) {
    const auto destination = destination_of(route);
    if (!destination || same_destination(after, route) != nullptr) continue;
    auto asking =
        call.ask("DeleteRoute", Value::map({{"RouteTableId", call.id}, {destination->member, destination->value}}));
    const auto outcome = co_await asking;
    if (!outcome && !outcome.failed_with("InvalidRoute.NotFound")) co_return outcome.error().error();
  }
  co_return Status();
}

Task<Status> apply_propagation(Call& call, Change change) {
  const auto before = strings_in(change.before, "propagatingVgws");
  const auto after = strings_in(change.after, "propagatingVgws");
  for (const auto& gateway : before) {
    if (std::ranges::find(after, gateway) != after.end()) continue;
    auto telling =
        call.tell("DisableVgwRoutePropagation", Value::map({{"GatewayId", gateway}, {"RouteTableId", call.id}}));
    const auto told = co_await telling;
    if (!told) co_return told;
  }
  for (const auto& gateway : after) {
    if (std::ranges::find(before, gateway) != before.end()) continue;
    auto asking =
        call.ask_while("EnableVgwRoutePropagation", Value::map({{"GatewayId", gateway}, {"RouteTableId", call.id}}),
                       {"Gateway.NotAttached"});
    const auto outcome = co_await asking;
    if (!outcome) co_return outcome.error().error();
  }
  co_return Status();
}

Task<Status> apply(Call& call, Change change) {
  if (change.asks_for("propagatingVgws")) {
    auto applying = apply_propagation(call, change);
    const auto applied = co_await applying;
    if (!applied) co_return applied;
  }
  if (!change.asks_for("routes")) co_return Status();
  auto applying = apply_routes(call, std::move(change));
  co_return co_await applying;
}

/// A table that subnets still use cannot be deleted: their associations go first.
Task<Status> before_remove(Call& call, const PropertyMap&) {
  auto finding = call.find({});
  const auto found = co_await finding;
  if (!found) co_return call.error("reading its associations", found.error());
  for (const auto& association : (*found)["Associations"].elements()) {
    if (association["Main"].boolean()) continue;
    auto asking = call.ask("DisassociateRouteTable",
                           Value::map({{"AssociationId", association["RouteTableAssociationId"].text()}}));
    const auto outcome = co_await asking;
    if (!outcome && !outcome.failed_with("InvalidAssociationID.NotFound")) co_return outcome.error().error();
  }
  co_return Status();
}

void check(const PropertyMap& inputs, std::vector<deploy::CheckFailure>& failures) {
  const auto routes = routes_in(inputs);
  for (std::size_t i = 0; i < routes.size(); ++i) {
    std::vector<deploy::CheckFailure> found;
    require_one_of({"cidrBlock", "ipv6CidrBlock", "destinationPrefixListId"}, routes[i], found);
    require_one_of(route_target_names(), routes[i], found);
    for (auto& failure : found) {
      failures.push_back(
          {"routes[" + std::to_string(i) + "]" + (failure.property.empty() ? "" : "." + failure.property),
           std::move(failure.reason)});
    }
  }
}

std::vector<Property> route_members() {
  std::vector<Property> members = {string("cidrBlock").checked_by(ipv4_network),
                                   string("ipv6CidrBlock").compared_by(canonical_network).checked_by(ipv6_network),
                                   string("destinationPrefixListId")};
  for (const auto& target : route_targets()) members.push_back(string(target.property));
  return members;
}

}  // namespace

const ResourceType& route_table() {
  static const ResourceType type = {
      .token = "aws:ec2/routeTable:RouteTable",
      .noun = "route table",
      .create = {.operation = "CreateRouteTable", .id = "RouteTable.RouteTableId", .tag_type = "route-table"},
      .read = {.operation = "DescribeRouteTables",
               .ids = "RouteTableIds",
               .item = "RouteTables[0]",
               .gone = {"InvalidRouteTableID.NotFound"}},
      .remove = {.operation = "DeleteRouteTable", .id = "RouteTableId", .retry_while = {"DependencyViolation"}},
      .arn = "route-table/{id}",
      .timeouts = {.create = 5, .update = 2, .remove = 5},
      .properties = {string("ownerId").from_aws().read_from("OwnerId"),
                     string_set("propagatingVgws").from_aws_unless_set().read_from("PropagatingVgws[].GatewayId"),
                     object_set("routes", route_members()).from_aws_unless_set(),
                     string("vpcId").required().replaces().known_as("VpcId")},
      .apply = apply,
      .before_remove = before_remove,
      .derive = derive,
      .adjust_check = check,
      .item_id = "RouteTableId",
  };
  return type;
}

}  // namespace ashlar::providers::aws
