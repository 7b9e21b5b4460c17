#include "base/strings.hpp"
#include "providers/aws/call.hpp"
#include "providers/aws/check.hpp"
#include "providers/aws/convert.hpp"
#include "providers/aws/types/types.hpp"

namespace ashlar::providers::aws {

using awsapi::Value;

namespace {

/// `ec2-203-0-113-7.eu-west-1.compute.amazonaws.com`; in us-east-1 the middle is `compute-1`.
std::string public_name(const std::string& address, const std::string& region) {
  const auto middle = region == "us-east-1" ? "compute-1" : region + ".compute";
  return "ec2-" + replace_all(address, ".", "-") + "." + middle + "." + awsapi::partition_of(region).dns_suffix;
}

std::string private_name(const std::string& address, const std::string& region) {
  return "ip-" + replace_all(address, ".", "-") +
         (region == "us-east-1" ? ".ec2.internal" : "." + region + ".compute.internal");
}

/// The reverse DNS record is an attribute of its own. Not every region or emulator knows the call.
Task<Status> complete(Call& call, Value& item, const PropertyMap&) {
  auto asking = call.ask("DescribeAddressesAttribute",
                         Value::map({{"AllocationIds", Value::list({call.id})}, {"Attribute", "domain-name"}}));
  const auto outcome = co_await asking;
  const bool unknown =
      !outcome && (outcome.failed_with("InvalidAction") || outcome.failed_with("InvalidAllocationID.NotFound") ||
                   outcome.failed_with("NotImplemented") || outcome.error().status == 501);
  if (!outcome && !unknown) co_return call.error("reading its reverse DNS record", outcome.error());
  if (outcome) item.set("PtrRecord", at(*outcome, "Addresses[0].PtrRecord"));
  co_return Status();
}

void derive(const Call& call, const Value& item, const PropertyMap&, PropertyMap& outputs) {
  const auto name_of = [&](const char* member, auto name) {
    const auto address = item[member].text();
    return address.empty() ? std::string() : name(address, call.region());
  };
  outputs.insert_or_assign("publicDns", name_of("PublicIp", public_name));
  outputs.insert_or_assign("privateDns", name_of("PrivateIpAddress", private_name));
  auto record = item["PtrRecord"].text();
  if (record.ends_with('.')) record.pop_back();
  outputs.insert_or_assign("ptrRecord", record);
  const auto pool = item["PublicIpv4Pool"].text();
  outputs.insert_or_assign("ipamPoolId", pool.starts_with("ipam-pool-") ? pool : "");
  outputs.insert_or_assign("arn", make_arn("ec2", call.region(), call.session().account(), "elastic-ip/" + call.id));
}

Task<Status> disassociate(Call& call, std::string association) {
  if (association.empty()) co_return Status();
  auto asking = call.ask("DisassociateAddress", Value::map({{"AssociationId", association}}));
  const auto outcome = co_await asking;
  const bool gone = outcome || outcome.failed_with("InvalidAssociationID.NotFound");
  co_return gone ? Status() : Status(call.error("disassociating the address", outcome.error()));
}

Task<Status> apply(Call& call, Change change) {
  const bool changed =
      change.asks_for("associateWithPrivateIp") || change.asks_for("instance") || change.asks_for("networkInterface");
  if (!changed) co_return Status();
  auto disassociating = disassociate(call, text_in(change.before, "associationId"));
  const auto free = co_await disassociating;
  if (!free) co_return free;
  Value request = Value::map({{"AllocationId", call.id}});
  if (const auto instance = text_in(change.after, "instance"); !instance.empty()) request.set("InstanceId", instance);
  if (const auto interface = text_in(change.after, "networkInterface"); !interface.empty())
    request.set("NetworkInterfaceId", interface);
  if (request.members().size() == 1) co_return Status();
  if (const auto address = text_in(change.after, "associateWithPrivateIp"); !address.empty())
    request.set("PrivateIpAddress", address);
  // A new address, or an instance that is just starting, may not be known everywhere yet.
  auto asking =
      call.ask_while("AssociateAddress", std::move(request), {"InvalidAllocationID.NotFound", "InvalidInstanceID"});
  const auto outcome = co_await asking;
  co_return outcome ? Status() : Status(call.error("associating the address", outcome.error()));
}

Task<Status> before_remove(Call& call, const PropertyMap& outputs) {
  auto disassociating = disassociate(call, text_in(outputs, "associationId"));
  const auto free = co_await disassociating;
  if (!free) co_return free;
  Value request = Value::map({{"AllocationId", call.id}});
  if (const auto group = text_in(outputs, "networkBorderGroup"); !group.empty())
    request.set("NetworkBorderGroup", group);
  // What uses it, such as a NAT gateway, lets go of it a little after it is gone itself.
  auto asking = call.ask_while("ReleaseAddress", std::move(request), {"InvalidIPAddress.InUse"});
  const auto outcome = co_await asking;
  const bool gone = outcome || outcome.failed_with("InvalidAllocationID.NotFound");
  co_return gone ? Status() : Status(outcome.error().error());
}

}  // namespace

const ResourceType& eip() {
  static const ResourceType type = {
      .token = "aws:ec2/eip:Eip",
      .noun = "Elastic IP address",
      .create = {.operation = "AllocateAddress", .id = "AllocationId", .tag_type = "elastic-ip"},
      .read = {.operation = "DescribeAddresses",
               .ids = "AllocationIds",
               .item = "Addresses[0]",
               .gone = {"InvalidAllocationID.NotFound", "InvalidAddress.NotFound"}},
      .remove = {},
      .timeouts = {.read = 15, .update = 5, .remove = 3},
      .properties =
          {string("address").replaces().sent_as("Address"), string("allocationId").from_aws().read_from("AllocationId"),
           string("arn").from_aws(), string("associateWithPrivateIp"),
           string("associationId")
               .from_aws()
               .read_from("AssociationId")
               .changes_with({"instance", "networkInterface", "associateWithPrivateIp"}),
           string("carrierIp").from_aws().read_from("CarrierIp"),
           string("customerOwnedIp").from_aws().read_from("CustomerOwnedIp"),
           string("customerOwnedIpv4Pool").known_as("CustomerOwnedIpv4Pool"),
           string("domain").from_aws_unless_set().replaces().known_as("Domain").checked_by(one_of({"vpc", "standard"})),
           string("instance").from_aws_unless_set().read_from("InstanceId"),
           string("ipamPoolId").from_aws_unless_set().replaces().sent_as("IpamPoolId"),
           string("networkBorderGroup").from_aws_unless_set().replaces().known_as("NetworkBorderGroup"),
           string("networkInterface").from_aws_unless_set().read_from("NetworkInterfaceId"),
           string("privateDns").from_aws().changes_with({"instance", "networkInterface", "associateWithPrivateIp"}),
           string("privateIp")
               .from_aws()
               .read_from("PrivateIpAddress")
               .changes_with({"instance", "networkInterface", "associateWithPrivateIp"}),
           string("ptrRecord").from_aws(), string("publicDns").from_aws(),
           string("publicIp").from_aws().read_from("PublicIp"),
           string("publicIpv4Pool").from_aws_unless_set().replaces().known_as("PublicIpv4Pool")},
      .complete = complete,
      .apply = apply,
      .before_remove = before_remove,
      .derive = derive,
      .item_id = "AllocationId",
  };
  return type;
}

}  // namespace ashlar::providers::aws
