#include "providers/aws/call.hpp"
#include "providers/aws/check.hpp"
#include "providers/aws/convert.hpp"
#include "providers/aws/types/types.hpp"

namespace ashlar::providers::aws {

using awsapi::Value;

namespace {

/// Where the options of each side are.
struct Side {
  const char* property;
  const char* member;   ///< of ModifyVpcPeeringConnectionOptions
  const char* options;  ///< path in the item
};
constexpr std::array<Side, 2> sides = {
    {{"accepter", "AccepterPeeringConnectionOptions", "AccepterVpcInfo.PeeringOptions"},
     {"requester", "RequesterPeeringConnectionOptions", "RequesterVpcInfo.PeeringOptions"}}};

constexpr const char* dns_option = "allowRemoteVpcDnsResolution";
constexpr const char* dns_member = "AllowDnsResolutionFromRemoteVpc";

bool is_active(const Value& item) {
  const auto status = at(item, "Status.Code").text();
  return status == "active" || status == "provisioning";
}

void derive(const Call& call, const Value& item, const PropertyMap&, PropertyMap& outputs) {
  // Seen from the other account, the accepter's side is ours.
  const auto& account = call.session().account();
  const bool accepter = !account.empty() && account == at(item, "AccepterVpcInfo.OwnerId").text() &&
                        account != at(item, "RequesterVpcInfo.OwnerId").text();
  const auto& ours = item[accepter ? "AccepterVpcInfo" : "RequesterVpcInfo"];
  const auto& peer = item[accepter ? "RequesterVpcInfo" : "AccepterVpcInfo"];
  outputs.insert_or_assign("vpcId", ours["VpcId"].text());
  outputs.insert_or_assign("peerVpcId", peer["VpcId"].text());
  outputs.insert_or_assign("peerOwnerId", peer["OwnerId"].text());
  outputs.insert_or_assign("peerRegion", at(item, "AccepterVpcInfo.Region").text());
  for (const auto& side : sides) {
    outputs.erase(side.property);
    const auto options = at(item, side.options);
    if (!options.is_null())
      outputs.insert_or_assign(side.property, PropertyMap{{dns_option, options[dns_member].boolean()}});
  }
}

Task<Status> accept(Call& call) {
  auto telling = call.tell("AcceptVpcPeeringConnection", Value::map({{"VpcPeeringConnectionId", call.id}}));
  const auto told = co_await telling;
  if (!told) co_return told;
  while (true) {
    auto finding = call.find({});
    const auto found = co_await finding;
    if (!found) co_return call.error("waiting for the peering to become active", found.error());
    if (at(*found, "Status.Code").text() == "active") co_return Status();
    auto pausing = call.pause();
    const bool again = co_await pausing;
    if (!again) co_return call.gave_up("it did not become active in time");
  }
}

bool dns_of(const PropertyMap& map, const char* side) {
  const auto* value = find(map, side);
  const auto* options = value == nullptr ? nullptr : value->get<PropertyMap>();
  return options != nullptr && flag_in(*options, dns_option);
}

Task<Status> apply_options(Call& call, Change change) {
  Value request = Value::map({{"VpcPeeringConnectionId", call.id}});
  bool any = false;
  for (const auto& side : sides) {
    if (find(change.after, side.property) == nullptr ||
        dns_of(change.before, side.property) == dns_of(change.after, side.property))
      continue;
    request.set(side.member, Value::map({{dns_member, dns_of(change.after, side.property)}}));
    any = true;
  }
  if (!any) co_return Status();
  auto finding = call.find({});
  const auto found = co_await finding;
  if (!found) co_return call.error("reading its status", found.error());
  if (!is_active(*found)) {
    co_return fail_with_help("the VPC peering connection " + call.id + " is " + at(*found, "Status.Code").text() +
                                 ", so it cannot have options yet",
                             "set `autoAccept`, or have the other side accept it first");
  }
  auto telling = call.tell("ModifyVpcPeeringConnectionOptions", std::move(request));
  co_return co_await telling;
}

Task<Status> apply(Call& call, Change change) {
  if (flag_in(change.after, "autoAccept") && text_in(change.before, "acceptStatus") == "pending-acceptance") {
    auto accepting = accept(call);
    const auto accepted = co_await accepting;
    if (!accepted) co_return accepted;
  }
  auto applying = apply_options(call, std::move(change));
  co_return co_await applying;
}

void check(const PropertyMap& inputs, std::vector<deploy::CheckFailure>& failures) {
  if (flag_in(inputs, "autoAccept") && !text_in(inputs, "peerRegion").empty()) {
    failures.push_back({"autoAccept", "excludes peerRegion: a peering with another region has to be accepted there"});
  }
}

}  // namespace

const ResourceType& vpc_peering_connection() {
  static const ResourceType type = {
      .token = "aws:ec2/vpcPeeringConnection:VpcPeeringConnection",
      .noun = "VPC peering connection",
      .create = {.operation = "CreateVpcPeeringConnection",
                 .id = "VpcPeeringConnection.VpcPeeringConnectionId",
                 .tag_type = "vpc-peering-connection"},
      .read = {.operation = "DescribeVpcPeeringConnections",
               .ids = "VpcPeeringConnectionIds",
               .item = "VpcPeeringConnections[0]",
               .gone = {"InvalidVpcPeeringConnectionID.NotFound", "InvalidVpcPeeringConnectionId.NotFound"},
               .state = "Status.Code",
               .ready = {"active", "pending-acceptance"},
               .on_the_way = {"initiating-request", "provisioning"},
               .not_there = {"deleted", "deleting", "expired", "rejected"},
               .failure = "Status.Message"},
      .remove = {.operation = "DeleteVpcPeeringConnection", .id = "VpcPeeringConnectionId", .wait_until_gone = true},
      .timeouts = {.create = 1, .update = 1, .remove = 1},
      .properties = {string("acceptStatus").from_aws().read_from("Status.Code").changes_with({"autoAccept"}),
                     object("accepter", {boolean(dns_option).defaults_to(false)}).from_aws_unless_set(),
                     boolean("autoAccept"),
                     string("peerOwnerId").from_aws_unless_set().replaces().sent_as("PeerOwnerId"),
                     string("peerRegion").from_aws_unless_set().replaces().sent_as("PeerRegion"),
                     string("peerVpcId").required().replaces().sent_as("PeerVpcId"),
                     object("requester", {boolean(dns_option).defaults_to(false)}).from_aws_unless_set(),
                     string("vpcId").required().replaces().sent_as("VpcId")},
      .apply = apply,
      .derive = derive,
      .adjust_check = check,
      .item_id = "VpcPeeringConnectionId",
  };
  return type;
}

}  // namespace ashlar::providers::aws
