#include "providers/aws/types/routes.hpp"

#include <array>

#include "providers/aws/convert.hpp"
#include "providers/aws/networks.hpp"

namespace ashlar::providers::aws {

using awsapi::Value;

namespace {

struct DestinationName {
  const char* property;  ///< of a route on its own
  const char* nested;    ///< of a route in a table
  const char* member;
};
constexpr std::array<DestinationName, 3> destinations = {
    {{"destinationCidrBlock", "cidrBlock", "DestinationCidrBlock"},
     {"destinationIpv6CidrBlock", "ipv6CidrBlock", "DestinationIpv6CidrBlock"},
     {"destinationPrefixListId", "destinationPrefixListId", "DestinationPrefixListId"}}};

}  // namespace

const std::vector<RouteTarget>& route_targets() {
  static const std::vector<RouteTarget> targets = {{"carrierGatewayId", "CarrierGatewayId"},
                                                   {"coreNetworkArn", "CoreNetworkArn"},
                                                   {"egressOnlyGatewayId", "EgressOnlyInternetGatewayId"},
                                                   {"gatewayId", "GatewayId"},
                                                   {"localGatewayId", "LocalGatewayId"},
                                                   {"natGatewayId", "NatGatewayId"},
                                                   {"networkInterfaceId", "NetworkInterfaceId"},
                                                   {"odbNetworkArn", "OdbNetworkArn"},
                                                   {"transitGatewayId", "TransitGatewayId"},
                                                   {"vpcEndpointId", "VpcEndpointId"},
                                                   {"vpcPeeringConnectionId", "VpcPeeringConnectionId"}};
  return targets;
}

std::vector<std::string> route_target_names() {
  std::vector<std::string> names;
  for (const auto& target : route_targets()) names.emplace_back(target.property);
  return names;
}

std::optional<RouteDestination> destination_of(const PropertyMap& route) {
  for (const auto& name : destinations) {
    for (const char* property : {name.property, name.nested}) {
      if (auto value = text_in(route, property); !value.empty()) return RouteDestination{name.member, std::move(value)};
    }
  }
  return std::nullopt;
}

RouteDestination parse_destination(const std::string& text) {
  if (text.find(':') != std::string::npos) return {"DestinationIpv6CidrBlock", text};
  return {text.find('.') != std::string::npos ? "DestinationCidrBlock" : "DestinationPrefixListId", text};
}

Value route_request(const std::string& table, const PropertyMap& route) {
  Value request = Value::map({{"RouteTableId", table}});
  if (const auto destination = destination_of(route)) request.set(destination->member, destination->value);
  for (const auto& target : route_targets()) {
    if (auto value = text_in(route, target.property); !value.empty()) request.set(target.member, std::move(value));
  }
  return request;
}

Value find_route(const Value& table, const RouteDestination& destination) {
  for (const auto& route : table["Routes"].elements()) {
    const auto& value = route[destination.member];
    if (!value.is_null() && canonical_network(value.text()) == canonical_network(destination.value)) return route;
  }
  return {};
}

PropertyMap targets_of(const Value& route) {
  PropertyMap targets;
  for (const auto& target : route_targets()) targets.emplace(target.property, route[target.member].text());
  const auto gateway = route["GatewayId"].text();
  if (gateway.starts_with("vpce-")) {
    targets.insert_or_assign("gatewayId", "");
    targets.insert_or_assign("vpcEndpointId", gateway);
  }
  return targets;
}

}  // namespace ashlar::providers::aws
