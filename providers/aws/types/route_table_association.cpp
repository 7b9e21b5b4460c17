#include "base/strings.hpp"
#include "providers/aws/call.hpp"
#include "providers/aws/check.hpp"
#include "providers/aws/convert.hpp"
#include "providers/aws/types/types.hpp"

namespace ashlar::providers::aws {

using awsapi::Outcome;
using awsapi::Value;

namespace {

Value::List filter_of(const PropertyMap& known) {
  const auto subnet = text_in(known, "subnetId");
  return subnet.empty() ? filter("association.gateway-id", text_in(known, "gatewayId"))
                        : filter("association.subnet-id", subnet);
}

/// The association among those of the tables that were found: by its id, else by what it associates with the known
/// table.
Value pick(const Value& answer, const std::string& id, const PropertyMap& known) {
  const auto associations = at(answer, "RouteTables[].Associations[]");
  const auto is_live = [](const Value& association) {
    const auto state = at(association, "AssociationState.State").text();
    return state != "disassociated" && state != "disassociating" && state != "failed";
  };
  for (const auto& association : associations.elements()) {
    if (association["RouteTableAssociationId"].text() == id && is_live(association)) return association;
  }
  for (const auto& association : associations.elements()) {
    for (const auto& [member, property] : {std::pair{"SubnetId", "subnetId"}, std::pair{"GatewayId", "gatewayId"}}) {
      const auto wanted = text_in(known, property);
      const auto table = text_in(known, "routeTableId");
      const bool same_table = table.empty() || association["RouteTableId"].text() == table;
      if (!wanted.empty() && association[member].text() == wanted && same_table && is_live(association))
        return association;
    }
  }
  return {};
}

/// ReplaceRouteTableAssociation gives an association a new id, so an old one may lead nowhere while the subnet is
/// associated all the same. An import gives `<subnet or gateway>/<table>` for an id.
Task<Outcome> find(Call& call, const PropertyMap& known) {
  PropertyMap wanted = known;
  if (const auto parts = split(call.id, '/'); parts.size() == 2) {
    wanted.insert_or_assign(parts[0].starts_with("subnet-") ? "subnetId" : "gatewayId", parts[0]);
  }
  const bool has_target = !text_in(wanted, "subnetId").empty() || !text_in(wanted, "gatewayId").empty();
  auto filters = has_target ? filter_of(wanted) : filter("association.route-table-association-id", call.id);
  auto asking = call.ask("DescribeRouteTables", Value::map({{"Filters", std::move(filters)}}));
  const auto outcome = co_await asking;
  if (!outcome) co_return outcome;
  auto association = pick(*outcome, call.id, wanted);
  if (!association.is_null()) call.id = association["RouteTableAssociationId"].text();
  co_return association;
}

Task<Status> apply(Call& call, Change change) {
  if (change.creating || !change.asks_for("routeTableId")) co_return Status();
  const auto table = text_in(change.after, "routeTableId");
  auto asking =
      call.ask("ReplaceRouteTableAssociation", Value::map({{"AssociationId", call.id}, {"RouteTableId", table}}));
  auto outcome = co_await asking;
  if (outcome.failed_with("InvalidAssociationID.NotFound")) {
    Value request = Value::map({{"RouteTableId", table}});
    if (const auto subnet = text_in(change.after, "subnetId"); !subnet.empty()) request.set("SubnetId", subnet);
    if (const auto gateway = text_in(change.after, "gatewayId"); !gateway.empty()) request.set("GatewayId", gateway);
    auto associating = call.ask("AssociateRouteTable", std::move(request));
    outcome = co_await associating;
  }
  co_return outcome ? Status() : Status(outcome.error().error());
}

/// Under its present id.
Task<Status> before_remove(Call& call, const PropertyMap& outputs) {
  auto finding = call.find(outputs);
  const auto found = co_await finding;
  if (!found) co_return call.error("looking for it", found.error());
  if (found->is_null()) co_return Status();
  auto asking = call.ask("DisassociateRouteTable", Value::map({{"AssociationId", call.id}}));
  const auto outcome = co_await asking;
  const bool gone = outcome || outcome.failed_with("InvalidAssociationID.NotFound");
  co_return gone ? Status() : Status(outcome.error().error());
}

void check(const PropertyMap& inputs, std::vector<deploy::CheckFailure>& failures) {
  require_one_of({"subnetId", "gatewayId"}, inputs, failures);
}

}  // namespace

const ResourceType& route_table_association() {
  static const ResourceType type = {
      .token = "aws:ec2/routeTableAssociation:RouteTableAssociation",
      .noun = "route table association",
      .create = {.operation = "AssociateRouteTable",
                 .id = "AssociationId",
                 .retry_while = {"InvalidRouteTableID.NotFound"}},
      .read = {.operation = "DescribeRouteTables",
               .item = "",
               .gone = {"InvalidRouteTableID.NotFound", "InvalidAssociationID.NotFound"}},
      .tags = false,
      .timeouts = {.create = 5, .update = 2, .remove = 5},
      .properties = {string("gatewayId").replaces().known_as("GatewayId"),
                     string("routeTableId").required().known_as("RouteTableId"),
                     string("subnetId").replaces().known_as("SubnetId")},
      .find = find,
      .apply = apply,
      .before_remove = before_remove,
      .adjust_check = check,
      .has_natural_key = true,
  };
  return type;
}

}  // namespace ashlar::providers::aws
