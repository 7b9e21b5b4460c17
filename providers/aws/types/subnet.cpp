#include "providers/aws/call.hpp"
#include "providers/aws/check.hpp"
#include "providers/aws/convert.hpp"
#include "providers/aws/networks.hpp"
#include "providers/aws/types/ipv6_state.hpp"
#include "providers/aws/types/types.hpp"

namespace ashlar::providers::aws {

using awsapi::Value;

namespace {

/// The one IPv6 network that a subnet can have.
void derive(const Call&, const Value& item, const PropertyMap&, PropertyMap& outputs) {
  const auto associated = at(item, "Ipv6CidrBlockAssociationSet[?Ipv6CidrBlockState.State == 'associated']");
  const Value association = associated.elements().empty() ? Value() : associated.elements().front();
  outputs.insert_or_assign("ipv6CidrBlock", association["Ipv6CidrBlock"].text());
  outputs.insert_or_assign("ipv6CidrBlockAssociationId", association["AssociationId"].text());
}

/// ModifySubnetAttribute takes one attribute at a time.
Task<Status> modify(Call& call, std::string member, Value value) {
  auto telling = call.tell("ModifySubnetAttribute", Value::map({{"SubnetId", call.id}, {member, std::move(value)}}));
  co_return co_await telling;
}

Task<Status> wait_for_ipv6(Call& call, bool wanted) {
  while (true) {
    auto finding = call.find({});
    const auto found = co_await finding;
    if (!found) co_return call.error("waiting for the IPv6 network", found.error());
    bool settled = true;
    bool there = false;
    for (const auto& association : (*found)["Ipv6CidrBlockAssociationSet"].elements()) {
      const auto usable = check_ipv6_state("subnet " + call.id, association["Ipv6CidrBlockState"]);
      if (!usable) co_return usable;
      const auto state = at(association, "Ipv6CidrBlockState.State").text();
      settled = settled && !state.ends_with("ing");
      there = there || state == "associated";
    }
    if (settled && there == wanted) co_return Status();
    auto pausing = call.pause();
    const bool again = co_await pausing;
    if (!again) co_return call.gave_up("its IPv6 network did not get ready");
  }
}

Task<Status> replace_ipv6(Call& call, std::string old_association, std::string network) {
  if (!old_association.empty()) {
    auto telling = call.tell("DisassociateSubnetCidrBlock", Value::map({{"AssociationId", old_association}}));
    const auto told = co_await telling;
    if (!told) co_return told;
    auto waiting = wait_for_ipv6(call, false);
    const auto gone = co_await waiting;
    if (!gone) co_return gone;
  }
  if (network.empty()) co_return Status();
  auto telling = call.tell("AssociateSubnetCidrBlock", Value::map({{"SubnetId", call.id}, {"Ipv6CidrBlock", network}}));
  const auto told = co_await telling;
  if (!told) co_return told;
  auto waiting = wait_for_ipv6(call, true);
  co_return co_await waiting;
}

/// The network changes when another is asked for, or when the program stopped asking for the one there is. One that AWS
/// chose (from a pool, or for an IPv6-only subnet) stays.
bool changes_ipv6(const Change& change) {
  if (change.asks_for("ipv6CidrBlock")) return true;
  const bool chosen_by_aws = !text_in(change.after, "ipv6IpamPoolId").empty() || flag_in(change.after, "ipv6Native");
  return find(change.after, "ipv6CidrBlock") == nullptr && !text_in(change.before, "ipv6CidrBlock").empty() &&
         !chosen_by_aws;
}

/// The attributes that stand for themselves. Those that need an IPv6 network are switched on behind it and off before
/// it.
struct Attribute {
  const char* property;
  const char* member;
  bool needs_ipv6;
};
constexpr std::array<Attribute, 5> attributes = {
    {{"assignIpv6AddressOnCreation", "AssignIpv6AddressOnCreation", true},
     {"enableDns64", "EnableDns64", true},
     {"enableResourceNameDnsAaaaRecordOnLaunch", "EnableResourceNameDnsAAAARecordOnLaunch", true},
     {"enableResourceNameDnsARecordOnLaunch", "EnableResourceNameDnsARecordOnLaunch", false},
     {"mapPublicIpOnLaunch", "MapPublicIpOnLaunch", false}}};

Task<Status> switch_attributes(Call& call, Change change, bool before_network) {
  for (const auto& attribute : attributes) {
    const bool on = flag_in(change.after, attribute.property);
    const bool early = attribute.needs_ipv6 && !on;
    if (early != before_network || !change.asks_for(attribute.property)) continue;
    auto modifying = modify(call, attribute.member, Value::map({{"Value", on}}));
    const auto modified = co_await modifying;
    if (!modified) co_return modified;
  }
  co_return Status();
}

Task<Status> apply_outpost(Call& call, Change change) {
  if (!change.asks_for("customerOwnedIpv4Pool") && !change.asks_for("mapCustomerOwnedIpOnLaunch")) co_return Status();
  Value request = Value::map({{"SubnetId", call.id}});
  request.set("MapCustomerOwnedIpOnLaunch",
              Value::map({{"Value", flag_in(change.after, "mapCustomerOwnedIpOnLaunch")}}));
  if (const auto pool = text_in(change.after, "customerOwnedIpv4Pool"); !pool.empty())
    request.set("CustomerOwnedIpv4Pool", pool);
  auto telling = call.tell("ModifySubnetAttribute", std::move(request));
  co_return co_await telling;
}

Task<Status> apply(Call& call, Change change) {
  auto switching_off = switch_attributes(call, change, true);
  auto done = co_await switching_off;
  if (!done) co_return done;
  if (change.creating) {
    // The network came with the create request; it may still be on its way.
    const bool asked =
        !text_in(change.after, "ipv6CidrBlock").empty() || !text_in(change.after, "ipv6IpamPoolId").empty();
    if (asked && text_in(change.before, "ipv6CidrBlock").empty()) {
      auto waiting = wait_for_ipv6(call, true);
      done = co_await waiting;
      if (!done) co_return done;
    }
  } else if (changes_ipv6(change)) {
    auto replacing = replace_ipv6(call, text_in(change.before, "ipv6CidrBlockAssociationId"),
                                  text_in(change.after, "ipv6CidrBlock"));
    done = co_await replacing;
    if (!done) co_return done;
  }
  auto switching_on = switch_attributes(call, change, false);
  done = co_await switching_on;
  if (!done) co_return done;
  if (change.asks_for("enableLniAtDeviceIndex")) {
    auto modifying = modify(call, "EnableLniAtDeviceIndex", number_in(change.after, "enableLniAtDeviceIndex"));
    done = co_await modifying;
    if (!done) co_return done;
  }
  if (change.asks_for("privateDnsHostnameTypeOnLaunch")) {
    auto modifying =
        modify(call, "PrivateDnsHostnameTypeOnLaunch", text_in(change.after, "privateDnsHostnameTypeOnLaunch"));
    done = co_await modifying;
    if (!done) co_return done;
  }
  auto applying = apply_outpost(call, std::move(change));
  co_return co_await applying;
}

void check(const PropertyMap& inputs, std::vector<deploy::CheckFailure>& failures) {
  forbid_both("availabilityZone", "availabilityZoneId", inputs, failures);
  forbid_both("ipv4NetmaskLength", "cidrBlock", inputs, failures);
  forbid_both("ipv4IpamPoolId", "customerOwnedIpv4Pool", inputs, failures);
  forbid_both("ipv6NetmaskLength", "ipv6CidrBlock", inputs, failures);
  require_with("ipv4NetmaskLength", "ipv4IpamPoolId", inputs, failures);
  require_with("ipv6NetmaskLength", "ipv6IpamPoolId", inputs, failures);
  require_with("customerOwnedIpv4Pool", "mapCustomerOwnedIpOnLaunch", inputs, failures);
  require_with("customerOwnedIpv4Pool", "outpostArn", inputs, failures);
  require_with("mapCustomerOwnedIpOnLaunch", "customerOwnedIpv4Pool", inputs, failures);
}

/// Interfaces that got addresses of the old network keep it alive.
bool must_replace(const std::string& name, const PropertyMap& before, const PropertyMap&) {
  return name == "ipv6CidrBlock" && flag_in(before, "assignIpv6AddressOnCreation") && !text_in(before, name).empty();
}

}  // namespace

const ResourceType& subnet() {
  static const ResourceType type = {
      .token = "aws:ec2/subnet:Subnet",
      .noun = "subnet",
      .create = {.operation = "CreateSubnet", .id = "Subnet.SubnetId", .tag_type = "subnet"},
      .read = {.operation = "DescribeSubnets",
               .ids = "SubnetIds",
               .item = "Subnets[0]",
               .gone = {"InvalidSubnetID.NotFound"},
               .state = "State",
               .ready = {"available"},
               .on_the_way = {"pending"}},
      .remove = {.operation = "DeleteSubnet", .id = "SubnetId", .retry_while = {"DependencyViolation"}},
      .schema_version = 1,
      .timeouts = {.create = 10, .remove = 20},
      .properties =
          {string("arn").from_aws().read_from("SubnetArn"),
           boolean("assignIpv6AddressOnCreation").defaults_to(false).read_from("AssignIpv6AddressOnCreation"),
           string("availabilityZone").from_aws_unless_set().replaces().known_as("AvailabilityZone"),
           string("availabilityZoneId").from_aws_unless_set().replaces().known_as("AvailabilityZoneId"),
           string("cidrBlock").from_aws_unless_set().replaces().known_as("CidrBlock").checked_by(ipv4_network),
           string("customerOwnedIpv4Pool").read_from("CustomerOwnedIpv4Pool"),
           boolean("enableDns64").defaults_to(false).read_from("EnableDns64"),
           integer("enableLniAtDeviceIndex").read_from("EnableLniAtDeviceIndex"),
           boolean("enableResourceNameDnsARecordOnLaunch")
               .defaults_to(false)
               .read_from("PrivateDnsNameOptionsOnLaunch.EnableResourceNameDnsARecord"),
           boolean("enableResourceNameDnsAaaaRecordOnLaunch")
               .defaults_to(false)
               .read_from("PrivateDnsNameOptionsOnLaunch.EnableResourceNameDnsAAAARecord"),
           string("ipv4IpamPoolId").replaces().sent_as("Ipv4IpamPoolId"),
           integer("ipv4NetmaskLength").replaces().sent_as("Ipv4NetmaskLength"),
           string("ipv6CidrBlock")
               .from_aws_unless_set()
               .sent_as("Ipv6CidrBlock")
               .compared_by(canonical_network)
               .checked_by(ipv6_network),
           string("ipv6CidrBlockAssociationId").from_aws().changes_with({"ipv6CidrBlock"}),
           string("ipv6IpamPoolId").replaces().sent_as("Ipv6IpamPoolId"),
           boolean("ipv6Native").defaults_to(false).replaces().known_as("Ipv6Native"),
           integer("ipv6NetmaskLength").replaces().sent_as("Ipv6NetmaskLength"),
           boolean("mapCustomerOwnedIpOnLaunch").read_from("MapCustomerOwnedIpOnLaunch"),
           boolean("mapPublicIpOnLaunch").defaults_to(false).read_from("MapPublicIpOnLaunch"),
           string("outpostArn").replaces().known_as("OutpostArn"),
           string("ownerId").from_aws().read_from("OwnerId"),
           string("privateDnsHostnameTypeOnLaunch")
               .from_aws_unless_set()
               .read_from("PrivateDnsNameOptionsOnLaunch.HostnameType")
               .checked_by(one_of({"ip-name", "resource-name"})),
           string("vpcId").required().replaces().known_as("VpcId")},
      .apply = apply,
      .derive = derive,
      .adjust_check = check,
      .must_replace = must_replace,
      .item_id = "SubnetId",
  };
  return type;
}

}  // namespace ashlar::providers::aws
