#include <algorithm>

#include "base/strings.hpp"
#include "providers/aws/call.hpp"
#include "providers/aws/check.hpp"
#include "providers/aws/convert.hpp"
#include "providers/aws/policies.hpp"
#include "providers/aws/types/types.hpp"

namespace ashlar::providers::aws {

using awsapi::Value;

namespace {

/// The networks of the service, for gateways, and what each interface has for an address.
Task<Status> complete(Call& call, Value& item, const PropertyMap&) {
  if (const auto service = item["ServiceName"].text(); !service.empty()) {
    auto asking = call.ask("DescribePrefixLists", Value::map({{"Filters", filter("prefix-list-name", service)}}));
    const auto outcome = co_await asking;
    if (!outcome && !outcome.failed_with("InvalidPrefixListID.NotFound"))
      co_return call.error("reading the service's networks", outcome.error());
    if (outcome) item.set("PrefixList", at(*outcome, "PrefixLists[0]"));
  }
  if (item["NetworkInterfaceIds"].elements().empty()) co_return Status();
  auto asking =
      call.ask("DescribeNetworkInterfaces", Value::map({{"NetworkInterfaceIds", item["NetworkInterfaceIds"]}}));
  const auto outcome = co_await asking;
  if (!outcome) co_return call.error("reading its network interfaces", outcome.error());
  item.set("Interfaces", (*outcome)["NetworkInterfaces"]);
  co_return Status();
}

void derive(const Call&, const Value& item, const PropertyMap& known, PropertyMap& outputs) {
  // The program's own words, as long as they mean what AWS has.
  const auto told = item["PolicyDocument"].text();
  const auto given = text_in(known, "policy");
  outputs.insert_or_assign("policy", compact_json(canonical_policy(given) == canonical_policy(told) ? given : told));
  if (text_in(outputs, "vpcEndpointType").empty())
    outputs.insert_or_assign("vpcEndpointType", "Gateway");  // GovCloud leaves it out
}

/// Accepts the connection on the service's side, which must be ours.
Task<Status> accept(Call& call, std::string service) {
  auto asking =
      call.ask("DescribeVpcEndpointServiceConfigurations", Value::map({{"Filters", filter("service-name", service)}}));
  const auto outcome = co_await asking;
  if (!outcome) co_return call.error("looking for the endpoint service " + service, outcome.error());
  const auto service_id = at(*outcome, "ServiceConfigurations[0].ServiceId").text();
  if (service_id.empty()) {
    co_return fail_with_help(
        "the VPC endpoint " + call.id + " waits for acceptance, but the service " + service + " is not of this account",
        "remove `autoAccept` and have the service's owner accept it");
  }
  auto telling = call.tell("AcceptVpcEndpointConnections",
                           Value::map({{"ServiceId", service_id}, {"VpcEndpointIds", Value::list({call.id})}}));
  const auto told = co_await telling;
  if (!told) co_return told;
  while (true) {
    auto finding = call.find({});
    const auto found = co_await finding;
    if (!found) co_return call.error("waiting for the acceptance", found.error());
    if (to_lower((*found)["State"].text()) == "available") co_return Status();
    auto pausing = call.pause();
    const bool again = co_await pausing;
    if (!again) co_return call.gave_up("it was not accepted in time");
  }
}

void add_list_changes(const Change& change, const char* property, const char* add, const char* remove, Value& request) {
  if (!change.asks_for(property)) return;
  const auto before = strings_in(change.before, property);
  const auto after = strings_in(change.after, property);
  Value added;
  Value removed;
  for (const auto& id : after) {
    if (std::ranges::find(before, id) == before.end()) added.append(id);
  }
  for (const auto& id : before) {
    if (std::ranges::find(after, id) == after.end()) removed.append(id);
  }
  request.set(add, std::move(added));
  request.set(remove, std::move(removed));
}

/// A member of the request, taken from the property of the description.
void add_member(const Change& change, const char* name, Value& request) {
  const auto* property = find_property(change.type.properties, name);
  const auto* value = find(change.after, name);
  if (value != nullptr && !is_zero(*value)) request.set(property->request_member, to_request(*property, *value));
}

Task<Status> modify(Call& call, Change change) {
  Value request = Value::map({{"VpcEndpointId", call.id}});
  add_list_changes(change, "routeTableIds", "AddRouteTableIds", "RemoveRouteTableIds", request);
  add_list_changes(change, "securityGroupIds", "AddSecurityGroupIds", "RemoveSecurityGroupIds", request);
  add_list_changes(change, "subnetIds", "AddSubnetIds", "RemoveSubnetIds", request);
  for (const char* name : {"dnsOptions", "ipAddressType", "subnetConfigurations"}) {
    if (change.asks_for(name)) add_member(change, name, request);
  }
  if (change.asks_for("privateDnsEnabled")) {
    request.set("PrivateDnsEnabled", flag_in(change.after, "privateDnsEnabled"));
    if (flag_in(change.after, "privateDnsEnabled")) add_member(change, "dnsOptions", request);
  }
  if (change.asks_for("policy")) {
    const auto policy = text_in(change.after, "policy");
    policy.empty() ? request.set("ResetPolicy", true) : request.set("PolicyDocument", compact_json(policy));
  }
  const bool any = std::ranges::any_of(request.members(), [](const auto& member) {
    return member.first != "VpcEndpointId" && !member.second.is_null();
  });
  if (!any) co_return Status();
  auto telling = call.tell("ModifyVpcEndpoint", std::move(request));
  co_return co_await telling;
}

Task<Status> apply(Call& call, Change change) {
  if (flag_in(change.after, "autoAccept") && to_lower(text_in(change.before, "state")) == "pendingacceptance") {
    auto accepting = accept(call, text_in(change.after, "serviceName"));
    const auto accepted = co_await accepting;
    if (!accepted) co_return accepted;
  }
  if (change.creating) co_return Status();
  auto modifying = modify(call, std::move(change));
  co_return co_await modifying;
}

/// Only S3's interface endpoints take the option about inbound resolvers.
void adjust_request(const PropertyMap& inputs, Value& request) {
  const bool s3 = text_in(inputs, "serviceName").ends_with(".s3") && text_in(inputs, "vpcEndpointType") == "Interface";
  if (request["DnsOptions"].is_null() || s3) return;
  auto options = request["DnsOptions"];
  options.set("PrivateDnsOnlyForInboundResolverEndpoint", Value());
  request.set("DnsOptions", std::move(options));
}

void check(const PropertyMap& inputs, std::vector<deploy::CheckFailure>& failures) {
  require_one_of({"serviceName", "serviceNetworkArn", "resourceConfigurationArn"}, inputs, failures);
}

bool must_replace(const std::string& name, const PropertyMap&, const PropertyMap& after) {
  return name == "privateDnsEnabled" && text_in(after, "vpcEndpointType") != "Interface";
}

std::string lower(const std::string& text) { return to_lower(text); }

std::vector<Property> dns_members() {
  return {string("dnsRecordIpType").known_as("DnsRecordIpType"),
          boolean("privateDnsOnlyForInboundResolverEndpoint").known_as("PrivateDnsOnlyForInboundResolverEndpoint"),
          string("privateDnsPreference").known_as("PrivateDnsPreference"),
          string_set("privateDnsSpecifiedDomains").known_as("PrivateDnsSpecifiedDomains")};
}

}  // namespace

const ResourceType& vpc_endpoint() {
  static const ResourceType type = {
      .token = "aws:ec2/vpcEndpoint:VpcEndpoint",
      .noun = "VPC endpoint",
      .create = {.operation = "CreateVpcEndpoint",
                 .id = "VpcEndpoint.VpcEndpointId",
                 .tag_type = "vpc-endpoint",
                 .token_member = "ClientToken"},
      .read = {.operation = "DescribeVpcEndpoints",
               .ids = "VpcEndpointIds",
               .item = "VpcEndpoints[0]",
               .gone = {"InvalidVpcEndpointId.NotFound", "InvalidVpcEndpoint.NotFound"},
               .state = "State",
               .ready = {"available", "pendingacceptance"},
               .on_the_way = {"pending"},
               .not_there = {"deleted"},
               .failure = "LastError.Message"},
      .remove = {.operation = "DeleteVpcEndpoints",
                 .ids = "VpcEndpointIds",
                 .wait_until_gone = true,
                 .failure = "Unsuccessful[0].Error"},
      .arn = "vpc-endpoint/{id}",
      .timeouts = {.create = 10, .update = 10, .remove = 10},
      .properties =
          {boolean("autoAccept"),
           strings("cidrBlocks").from_aws().read_from("PrefixList.Cidrs"),
           objects("dnsEntries",
                   {string("dnsName").read_from("DnsName"), string("hostedZoneId").read_from("HostedZoneId")})
               .from_aws()
               .read_from("DnsEntries")
               .changes_with({"privateDnsEnabled", "subnetIds"}),
           object("dnsOptions", dns_members()).from_aws_unless_set().known_as("DnsOptions"),
           string("ipAddressType").from_aws_unless_set().known_as("IpAddressType").compared_by(lower),
           string_set("networkInterfaceIds")
               .from_aws()
               .read_from("NetworkInterfaceIds")
               .changes_with({"subnetIds", "subnetConfigurations"}),
           string("ownerId").from_aws().read_from("OwnerId"),
           string("policy")
               .from_aws_unless_set()
               .sent_as("PolicyDocument")
               .compared_by(canonical_policy)
               .checked_by(policy_document),
           string("prefixListId").from_aws().read_from("PrefixList.PrefixListId"),
           boolean("privateDnsEnabled").from_aws_unless_set().known_as("PrivateDnsEnabled"),
           boolean("requesterManaged").from_aws().read_from("RequesterManaged"),
           string("resourceConfigurationArn").replaces().known_as("ResourceConfigurationArn"),
           string_set("routeTableIds").from_aws_unless_set().known_as("RouteTableIds"),
           string_set("securityGroupIds")
               .from_aws_unless_set()
               .sent_as("SecurityGroupIds")
               .read_from("Groups[].GroupId"),
           string("serviceName").replaces().known_as("ServiceName"),
           string("serviceNetworkArn").replaces().known_as("ServiceNetworkArn"),
           string("serviceRegion").from_aws_unless_set().replaces().known_as("ServiceRegion"),
           string("state").from_aws().read_from("State"),
           object_set("subnetConfigurations", {string("ipv4").sent_as("Ipv4").read_from("PrivateIpAddress"),
                                               string("ipv6").sent_as("Ipv6").read_from("Ipv6Addresses[0].Ipv6Address"),
                                               string("subnetId").known_as("SubnetId")})
               .from_aws_unless_set()
               .sent_as("SubnetConfigurations")
               .read_from("Interfaces")
               .changes_with({"subnetIds"}),
           string_set("subnetIds").from_aws_unless_set().known_as("SubnetIds").changes_with({"subnetConfigurations"}),
           string("vpcEndpointType")
               .defaults_to("Gateway")
               .replaces()
               .known_as("VpcEndpointType")
               .checked_by(one_of({"Gateway", "Interface", "GatewayLoadBalancer", "Resource", "ServiceNetwork"})),
           string("vpcId").required().replaces().known_as("VpcId")},
      .complete = complete,
      .apply = apply,
      .derive = derive,
      .adjust_request = adjust_request,
      .adjust_check = check,
      .must_replace = must_replace,
      .item_id = "VpcEndpointId",
  };
  return type;
}

}  // namespace ashlar::providers::aws
