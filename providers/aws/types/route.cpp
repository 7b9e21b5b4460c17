#include <zlib.h>

#include "base/strings.hpp"
#include "providers/aws/call.hpp"
#include "providers/aws/check.hpp"
#include "providers/aws/convert.hpp"
#include "providers/aws/networks.hpp"
#include "providers/aws/types/routes.hpp"
#include "providers/aws/types/types.hpp"

namespace ashlar::providers::aws {

using awsapi::Outcome;
using awsapi::Value;

namespace {

/// `r-<table><CRC-32 of the destination>`: a route has no id of its own, this is the published provider's.
std::string route_id(const std::string& table, const std::string& destination) {
  const auto* bytes = reinterpret_cast<const Bytef*>(destination.data());
  return "r-" + table + std::to_string(crc32(0, bytes, static_cast<uInt>(destination.size())));
}

std::string make_id(const PropertyMap& inputs) {
  return route_id(text_in(inputs, "routeTableId"), destination_of(inputs)->value);
}

/// The route of the table. An import gives `<table>_<destination>` for an id.
Task<Outcome> find(Call& call, const PropertyMap& known) {
  auto table = text_in(known, "routeTableId");
  auto destination = destination_of(known);
  if (!destination) {
    const auto parts = split(call.id, '_');
    if (parts.size() != 2) {
      co_return awsapi::ApiError{
          .service = "ec2",
          .operation = "DescribeRouteTables",
          .code = std::string(awsapi::local_codes::invalid_request),
          .message = "\"" + call.id + "\" does not name a route",
          .help = "import a route as <route table id>_<destination>, such as rtb-0a1b2c3d_10.0.0.0/16"};
    }
    table = parts[0];
    destination = parse_destination(parts[1]);
    call.id = route_id(table, destination->value);
  }
  auto asking = call.ask("DescribeRouteTables", Value::map({{"RouteTableIds", Value::list({table})}}));
  const auto outcome = co_await asking;
  if (!outcome) co_return outcome;
  auto route = find_route(at(*outcome, "RouteTables[0]"), *destination);
  if (!route.is_null()) route.set("RouteTableId", table);
  co_return route;
}

void derive(const Call&, const Value& item, const PropertyMap&, PropertyMap& outputs) {
  for (auto& [name, value] : targets_of(item)) outputs.insert_or_assign(name, std::move(value));
}

/// A change of the target; the destination cannot change.
Task<Status> apply(Call& call, Change change) {
  bool other_target = false;
  for (const auto& target : route_targets()) other_target = other_target || change.asks_for(target.property);
  if (change.creating || !other_target) co_return Status();
  auto request = route_request(text_in(change.before, "routeTableId"), change.after);
  if (request["GatewayId"].text() == "local") {
    request.set("GatewayId", Value());
    request.set("LocalTarget", true);
  }
  auto telling = call.tell("ReplaceRoute", std::move(request));
  co_return co_await telling;
}

Task<Status> before_remove(Call& call, const PropertyMap& outputs) {
  const auto destination = destination_of(outputs);
  if (!destination) co_return fail("the state does not say which route it is");
  auto parameters =
      Value::map({{"RouteTableId", text_in(outputs, "routeTableId")}, {destination->member, destination->value}});
  auto asking = call.ask_while("DeleteRoute", std::move(parameters), {"InvalidParameterException"});
  const auto outcome = co_await asking;
  // A local route, which an import may have brought, stays with its table.
  const bool local = !outcome && outcome.error().message.find("local route") != std::string::npos;
  const bool gone = outcome.failed_with("InvalidRoute.NotFound") || outcome.failed_with("InvalidRouteTableID.NotFound");
  co_return outcome || gone || local ? Status() : Status(outcome.error().error());
}

void check(const PropertyMap& inputs, std::vector<deploy::CheckFailure>& failures) {
  require_one_of({"destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"}, inputs, failures);
  require_one_of(route_target_names(), inputs, failures);
  forbid_both("carrierGatewayId", "destinationIpv6CidrBlock", inputs, failures);
  forbid_both("egressOnlyGatewayId", "destinationCidrBlock", inputs, failures);
  forbid_both("vpcEndpointId", "destinationPrefixListId", inputs, failures);
}

}  // namespace

const ResourceType& route() {
  static const ResourceType type = [] {
    ResourceType route = {
        .token = "aws:ec2/route:Route",
        .noun = "route",
        .create = {.operation = "CreateRoute",
                   .retry_while = {"InvalidParameterException", "InvalidTransitGatewayID.NotFound"}},
        .read = {.operation = "DescribeRouteTables", .gone = {"InvalidRouteTableID.NotFound"}},
        .remove = {},
        .tags = false,
        .timeouts = {.create = 5, .update = 2, .remove = 5},
        .properties =
            {string("routeTableId").required().replaces().known_as("RouteTableId"),
             string("destinationCidrBlock").replaces().known_as("DestinationCidrBlock").checked_by(ipv4_network),
             string("destinationIpv6CidrBlock")
                 .replaces()
                 .known_as("DestinationIpv6CidrBlock")
                 .compared_by(canonical_network)
                 .checked_by(ipv6_network),
             string("destinationPrefixListId").replaces().known_as("DestinationPrefixListId"),
             string("instanceId").from_aws().read_from("InstanceId"),
             string("instanceOwnerId").from_aws().read_from("InstanceOwnerId"),
             string("origin").from_aws().read_from("Origin"), string("state").from_aws().read_from("State")},
        .make_id = make_id,
        .find = find,
        .apply = apply,
        .before_remove = before_remove,
        .derive = derive,
        .adjust_check = check,
        .has_natural_key = true,
    };
    for (const auto& target : route_targets()) {
      auto property = string(target.property).sent_as(target.member);
      if (property.name == "networkInterfaceId") property.from_aws_unless_set();
      route.properties.push_back(std::move(property));
    }
    return route;
  }();
  return type;
}

}  // namespace ashlar::providers::aws
