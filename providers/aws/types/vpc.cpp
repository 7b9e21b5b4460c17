#include "providers/aws/call.hpp"
#include "providers/aws/check.hpp"
#include "providers/aws/convert.hpp"
#include "providers/aws/networks.hpp"
#include "providers/aws/types/ipv6_state.hpp"
#include "providers/aws/types/types.hpp"

namespace ashlar::providers::aws {

using awsapi::Value;

namespace {

constexpr const char* amazon_pool = "Amazon";
constexpr const char* ipam_pool = "IPAM Managed";

/// The attributes that DescribeVpcs leaves out, each a call of its own: the answer's member, and what
/// ModifyVpcAttribute takes.
struct Attribute {
  const char* query;
  const char* member;
  const char* property;
};
constexpr std::array<Attribute, 3> attributes = {
    {{"enableDnsHostnames", "EnableDnsHostnames", "enableDnsHostnames"},
     {"enableDnsSupport", "EnableDnsSupport", "enableDnsSupport"},
     {"enableNetworkAddressUsageMetrics", "EnableNetworkAddressUsageMetrics", "enableNetworkAddressUsageMetrics"}}};

/// The id of what every VPC is born with: its default network ACL, main route table and default security group.
struct Companion {
  const char* operation;
  const char* filter_name;
  const char* filter_value;
  const char* id;      ///< path in the answer
  const char* member;  ///< of the item that gets it
};
constexpr std::array<Companion, 3> companions = {
    {{"DescribeNetworkAcls", "default", "true", "NetworkAcls[0].NetworkAclId", "DefaultNetworkAclId"},
     {"DescribeRouteTables", "association.main", "true", "RouteTables[0].RouteTableId", "MainRouteTableId"},
     {"DescribeSecurityGroups", "group-name", "default", "SecurityGroups[0].GroupId", "DefaultSecurityGroupId"}}};

Task<Status> complete(Call& call, Value& item, const PropertyMap&) {
  for (const auto& attribute : attributes) {
    auto asking = call.ask("DescribeVpcAttribute", Value::map({{"VpcId", call.id}, {"Attribute", attribute.query}}));
    const auto outcome = co_await asking;
    if (!outcome) co_return call.error(std::string("reading ") + attribute.query, outcome.error());
    item.set(attribute.member, (*outcome)[attribute.member]["Value"].boolean());
  }
  for (const auto& companion : companions) {
    auto filters = filter("vpc-id", call.id);
    filters.push_back(filter(companion.filter_name, companion.filter_value).front());
    auto asking = call.ask(companion.operation, Value::map({{"Filters", std::move(filters)}}));
    const auto outcome = co_await asking;
    if (!outcome) co_return call.error("reading the VPC's defaults", outcome.error());
    item.set(companion.member, at(*outcome, companion.id));
  }
  co_return Status();
}

/// The VPC's IPv6 network that counts: the one of the state, else the last that is associated.
Value ipv6_association(const Value& item, const std::string& known_id) {
  Value found;
  for (const auto& association : item["Ipv6CidrBlockAssociationSet"].elements()) {
    if (association["Ipv6CidrBlockState"]["State"].text() != "associated") continue;
    if (association["AssociationId"].text() == known_id) return association;
    found = association;
  }
  return found;
}

void derive(const Call&, const Value& item, const PropertyMap& known, PropertyMap& outputs) {
  const auto association = ipv6_association(item, text_in(known, "ipv6AssociationId"));
  const auto pool = association["Ipv6Pool"].text();
  const auto network = association["Ipv6CidrBlock"].text();
  const bool amazon = pool == amazon_pool;
  outputs.insert_or_assign("assignGeneratedIpv6CidrBlock", amazon);
  outputs.insert_or_assign("ipv6AssociationId", association["AssociationId"].text());
  outputs.insert_or_assign("ipv6CidrBlock", network);
  outputs.insert_or_assign("ipv6CidrBlockNetworkBorderGroup", association["NetworkBorderGroup"].text());
  outputs.insert_or_assign("ipv6IpamPoolId", amazon ? "" : pool == ipam_pool ? text_in(known, "ipv6IpamPoolId") : pool);
  const auto slash = network.find('/');
  const bool counts = !pool.empty() && !amazon && slash != std::string::npos;
  outputs.insert_or_assign("ipv6NetmaskLength", counts ? std::stoi(network.substr(slash + 1)) : 0);
}

Task<Status> set_attribute(Call& call, const Attribute& attribute, bool value) {
  auto telling = call.tell("ModifyVpcAttribute",
                           Value::map({{"VpcId", call.id}, {attribute.member, Value::map({{"Value", value}})}}));
  co_return co_await telling;
}

Task<Status> wait_for_ipv6(Call& call, std::string association, bool there) {
  while (true) {
    auto finding = call.find({});
    const auto found = co_await finding;
    if (!found) co_return call.error("waiting for the IPv6 network", found.error());
    bool associated = false;
    for (const auto& entry : (*found)["Ipv6CidrBlockAssociationSet"].elements()) {
      if (entry["AssociationId"].text() != association) continue;
      const auto usable = check_ipv6_state("VPC " + call.id, entry["Ipv6CidrBlockState"]);
      if (!usable) co_return usable;
      const auto state = entry["Ipv6CidrBlockState"]["State"].text();
      if (state != "disassociated") associated = !there || state == "associated";
    }
    if (associated == there) co_return Status();
    auto pausing = call.pause();
    const bool again = co_await pausing;
    if (!again) co_return call.gave_up("its IPv6 network did not get ready");
  }
}

/// Gives the VPC the IPv6 network that is asked for, in place of the one it has.
Task<Status> replace_ipv6(Call& call, Change change) {
  const auto old = text_in(change.before, "ipv6AssociationId");
  if (!old.empty()) {
    auto telling = call.tell("DisassociateVpcCidrBlock", Value::map({{"AssociationId", old}}));
    const auto told = co_await telling;
    if (!told) co_return told;
    auto waiting = wait_for_ipv6(call, old, false);
    const auto gone = co_await waiting;
    if (!gone) co_return gone;
  }
  const bool amazon = flag_in(change.after, "assignGeneratedIpv6CidrBlock");
  const auto network = text_in(change.after, "ipv6CidrBlock");
  const auto pool = text_in(change.after, "ipv6IpamPoolId");
  if (!amazon && network.empty() && pool.empty()) co_return Status();
  Value request = Value::map({{"VpcId", call.id}});
  if (amazon) {
    request.set("AmazonProvidedIpv6CidrBlock", true);
    if (const auto group = text_in(change.after, "ipv6CidrBlockNetworkBorderGroup"); !group.empty())
      request.set("Ipv6CidrBlockNetworkBorderGroup", group);
  } else {
    if (!network.empty()) request.set("Ipv6CidrBlock", network);
    if (!pool.empty()) request.set("Ipv6IpamPoolId", pool);
    if (const auto length = number_in(change.after, "ipv6NetmaskLength"); length > 0)
      request.set("Ipv6NetmaskLength", length);
  }
  auto asking = call.ask("AssociateVpcCidrBlock", std::move(request));
  const auto outcome = co_await asking;
  if (!outcome) co_return outcome.error().error();
  auto waiting = wait_for_ipv6(call, at(*outcome, "Ipv6CidrBlockAssociation.AssociationId").text(), true);
  co_return co_await waiting;
}

Task<Status> apply(Call& call, Change change) {
  for (const auto& attribute : attributes) {
    if (!change.asks_for(attribute.property)) continue;
    auto setting = set_attribute(call, attribute, flag_in(change.after, attribute.property));
    const auto set = co_await setting;
    if (!set) co_return set;
  }
  if (change.creating) {
    // The network came with the create request; it may still be on its way.
    if (!flag_in(change.after, "assignGeneratedIpv6CidrBlock") && text_in(change.after, "ipv6IpamPoolId").empty())
      co_return Status();
    auto finding = call.find({});
    const auto found = co_await finding;
    if (!found) co_return call.error("waiting for the IPv6 network", found.error());
    const auto association = at(*found, "Ipv6CidrBlockAssociationSet[0].AssociationId").text();
    if (association.empty()) co_return Status();
    auto waiting = wait_for_ipv6(call, association, true);
    co_return co_await waiting;
  }
  if (change.asks_for("instanceTenancy")) {
    auto telling =
        call.tell("ModifyVpcTenancy",
                  Value::map({{"VpcId", call.id}, {"InstanceTenancy", text_in(change.after, "instanceTenancy")}}));
    const auto told = co_await telling;
    if (!told) co_return told;
  }
  const bool generated =
      flag_in(change.before, "assignGeneratedIpv6CidrBlock") != flag_in(change.after, "assignGeneratedIpv6CidrBlock");
  const bool network = change.asks_for("ipv6CidrBlock") || change.asks_for("ipv6IpamPoolId") ||
                       change.asks_for("ipv6CidrBlockNetworkBorderGroup");
  const bool pool_left =
      !text_in(change.before, "ipv6IpamPoolId").empty() && text_in(change.after, "ipv6IpamPoolId").empty();
  if (!generated && !network && !pool_left) co_return Status();
  auto replacing = replace_ipv6(call, std::move(change));
  co_return co_await replacing;
}

void check(const PropertyMap& inputs, std::vector<deploy::CheckFailure>& failures) {
  forbid_both("cidrBlock", "ipv4NetmaskLength", inputs, failures);
  forbid_both("assignGeneratedIpv6CidrBlock", "ipv6IpamPoolId", inputs, failures);
  forbid_both("ipv6CidrBlock", "ipv6NetmaskLength", inputs, failures);
  forbid_both("ipv6CidrBlock", "assignGeneratedIpv6CidrBlock", inputs, failures);
  require_with("ipv4NetmaskLength", "ipv4IpamPoolId", inputs, failures);
  require_with("ipv6CidrBlock", "ipv6IpamPoolId", inputs, failures);
  require_with("ipv6NetmaskLength", "ipv6IpamPoolId", inputs, failures);
  require_with("ipv6CidrBlockNetworkBorderGroup", "assignGeneratedIpv6CidrBlock", inputs, failures);
}

/// Tenancy can only be given up, not taken on.
bool must_replace(const std::string& name, const PropertyMap& before, const PropertyMap& after) {
  return name == "instanceTenancy" && !(text_in(before, name) == "dedicated" && text_in(after, name) == "default");
}

}  // namespace

const ResourceType& vpc() {
  static const ResourceType type = {
      .token = "aws:ec2/vpc:Vpc",
      .noun = "VPC",
      .create = {.operation = "CreateVpc", .id = "Vpc.VpcId", .tag_type = "vpc"},
      .read = {.operation = "DescribeVpcs",
               .ids = "VpcIds",
               .item = "Vpcs[0]",
               .gone = {"InvalidVpcID.NotFound"},
               .state = "State",
               .ready = {"available"},
               .on_the_way = {"pending"}},
      .remove = {.operation = "DeleteVpc", .id = "VpcId", .retry_while = {"DependencyViolation"}},
      .arn = "vpc/{id}",
      .schema_version = 1,
      .properties =
          {boolean("assignGeneratedIpv6CidrBlock").sent_as("AmazonProvidedIpv6CidrBlock"),
           string("cidrBlock").from_aws_unless_set().replaces().known_as("CidrBlock").checked_by(ipv4_network),
           string("defaultNetworkAclId").from_aws().read_from("DefaultNetworkAclId"),
           string("defaultRouteTableId").from_aws().read_from("MainRouteTableId"),
           string("defaultSecurityGroupId").from_aws().read_from("DefaultSecurityGroupId"),
           string("dhcpOptionsId").from_aws().read_from("DhcpOptionsId"),
           boolean("enableDnsHostnames").from_aws_unless_set().read_from("EnableDnsHostnames"),
           boolean("enableDnsSupport").defaults_to(true).read_from("EnableDnsSupport"),
           boolean("enableNetworkAddressUsageMetrics")
               .from_aws_unless_set()
               .read_from("EnableNetworkAddressUsageMetrics"),
           string("instanceTenancy")
               .defaults_to("default")
               .known_as("InstanceTenancy")
               .checked_by(one_of({"default", "dedicated"})),
           string("ipv4IpamPoolId").replaces().sent_as("Ipv4IpamPoolId"),
           integer("ipv4NetmaskLength").replaces().sent_as("Ipv4NetmaskLength"),
           string("ipv6AssociationId")
               .from_aws()
               .changes_with({"assignGeneratedIpv6CidrBlock", "ipv6CidrBlock", "ipv6IpamPoolId"}),
           string("ipv6CidrBlock")
               .from_aws_unless_set()
               .sent_as("Ipv6CidrBlock")
               .compared_by(canonical_network)
               .checked_by(ipv6_network)
               .changes_with({"assignGeneratedIpv6CidrBlock", "ipv6IpamPoolId"}),
           string("ipv6CidrBlockNetworkBorderGroup").from_aws_unless_set().sent_as("Ipv6CidrBlockNetworkBorderGroup"),
           string("ipv6IpamPoolId").sent_as("Ipv6IpamPoolId"),
           integer("ipv6NetmaskLength").sent_as("Ipv6NetmaskLength"),
           string("mainRouteTableId").from_aws().read_from("MainRouteTableId"),
           string("ownerId").from_aws().read_from("OwnerId")},
      .complete = complete,
      .apply = apply,
      .derive = derive,
      .adjust_check = check,
      .must_replace = must_replace,
      .item_id = "VpcId",
  };
  return type;
}

}  // namespace ashlar::providers::aws
