#include <algorithm>

#include "providers/aws/call.hpp"
#include "providers/aws/check.hpp"
#include "providers/aws/convert.hpp"
#include "providers/aws/networks.hpp"
#include "providers/aws/types/security_rules.hpp"
#include "providers/aws/types/types.hpp"
#include "providers/aws/unique_name.hpp"

namespace ashlar::providers::aws {

using awsapi::Value;

namespace {

void derive(const Call& call, const Value& item, const PropertyMap& known, PropertyMap& outputs) {
  const auto owner = item["OwnerId"].text();
  outputs.insert_or_assign("ingress",
                           rules_of(permissions_of(item["IpPermissions"], owner, call.id), find(known, "ingress")));
  outputs.insert_or_assign(
      "egress", rules_of(permissions_of(item["IpPermissionsEgress"], owner, call.id), find(known, "egress")));
  outputs.insert_or_assign("namePrefix", prefix_of_timestamped(text_in(outputs, "name")));
}

/// Requests about one direction of traffic.
struct Direction {
  const char* property;
  const char* authorize;
  const char* revoke;
};
constexpr std::array<Direction, 2> directions = {
    {{"ingress", "AuthorizeSecurityGroupIngress", "RevokeSecurityGroupIngress"},
     {"egress", "AuthorizeSecurityGroupEgress", "RevokeSecurityGroupEgress"}}};

Permissions without(const Permissions& all, const Permissions& some) {
  Permissions rest;
  std::ranges::set_difference(all, some, std::inserter(rest, rest.end()));
  return rest;
}

Task<Status> apply_direction(Call& call, Direction direction, Permissions before, Permissions after) {
  const auto removed = without(before, after);
  const auto added = without(after, before);
  if (!removed.empty()) {
    auto asking = call.ask(direction.revoke,
                           Value::map({{"GroupId", call.id}, {"IpPermissions", to_ip_permissions(removed, call.id)}}));
    const auto outcome = co_await asking;
    if (!outcome && !outcome.failed_with("InvalidPermission.NotFound")) co_return outcome.error().error();
  }
  if (added.empty()) co_return Status();
  auto asking = call.ask_while(direction.authorize,
                               Value::map({{"GroupId", call.id}, {"IpPermissions", to_ip_permissions(added, call.id)}}),
                               {"InvalidGroup.NotFound"});
  const auto outcome = co_await asking;
  co_return outcome ? Status() : Status(outcome.error().error());
}

/// A new group lets everything out; one that is declared lets out only what it says, so a missing `egress` means none
/// at first and as it is later on.
Task<Status> apply(Call& call, Change change) {
  for (const auto& direction : directions) {
    const auto* wanted = find(change.after, direction.property);
    if (wanted == nullptr && !change.creating) continue;
    auto applying = apply_direction(call, direction, permissions_of(find(change.before, direction.property)),
                                    permissions_of(wanted));
    const auto applied = co_await applying;
    if (!applied) co_return applied;
  }
  co_return Status();
}

/// With `revokeRulesOnDelete`, its rules go first: groups whose rules name each other can then be deleted in any order.
Task<Status> before_remove(Call& call, const PropertyMap& outputs) {
  if (!flag_in(outputs, "revokeRulesOnDelete")) co_return Status();
  for (const auto& direction : directions) {
    auto applying = apply_direction(call, direction, permissions_of(find(outputs, direction.property)), {});
    const auto applied = co_await applying;
    if (!applied) co_return applied;
  }
  co_return Status();
}

void check_rules(const char* direction, const PropertyMap& inputs, std::vector<deploy::CheckFailure>& failures) {
  const auto* rules = find(inputs, direction);
  const auto* array = rules == nullptr ? nullptr : rules->get<PropertyArray>();
  for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
    const auto* rule = (*array)[i].get<PropertyMap>();
    if (rule == nullptr || canonical_protocol(text_in(*rule, "protocol")) != "-1") continue;
    if (number_in(*rule, "fromPort") == 0 && number_in(*rule, "toPort") == 0) continue;
    failures.push_back({std::string(direction) + "[" + std::to_string(i) + "]",
                        "must have fromPort and toPort 0 with the protocol -1, which means all ports"});
  }
}

void check(const PropertyMap& inputs, std::vector<deploy::CheckFailure>& failures) {
  for (const auto& direction : directions) check_rules(direction.property, inputs, failures);
  if (!was_defaulted(inputs, "name")) forbid_both("name", "namePrefix", inputs, failures);
}

bool same(const std::string& name, const PropertyValue& desired, const PropertyValue& actual) {
  return (name == "ingress" || name == "egress") && permissions_of(&desired) == permissions_of(&actual);
}

std::optional<std::string> group_name(const std::string& name) {
  if (name.starts_with("sg-")) return "must not begin with sg-";
  return name.size() > 255 ? std::optional<std::string>("must have at most 255 characters") : std::nullopt;
}

std::vector<Property> rule_members() {
  return {strings("cidrBlocks").checked_by(ipv4_network),
          string("description"),
          integer("fromPort").required(),
          strings("ipv6CidrBlocks").compared_by(canonical_network).checked_by(ipv6_network),
          strings("prefixListIds"),
          string("protocol").required().compared_by(canonical_protocol),
          string_set("securityGroups"),
          boolean("self").defaults_to(false),
          integer("toPort").required()};
}

}  // namespace

const ResourceType& security_group() {
  static const ResourceType type = {
      .token = "aws:ec2/securityGroup:SecurityGroup",
      .noun = "security group",
      .create = {.operation = "CreateSecurityGroup", .id = "GroupId", .tag_type = "security-group"},
      .read = {.operation = "DescribeSecurityGroups",
               .ids = "GroupIds",
               .item = "SecurityGroups[0]",
               .gone = {"InvalidGroup.NotFound", "InvalidGroupId.Malformed"}},
      .remove = {.operation = "DeleteSecurityGroup",
                 .id = "GroupId",
                 .retry_while = {"DependencyViolation", "InvalidGroup.InUse"}},
      .arn = "security-group/{id}",
      .schema_version = 1,
      .timeouts = {.create = 10, .remove = 15},
      .properties =
          {string("description")
               .defaults_to("Managed by Pulumi")
               .replaces()
               .sent_as("Description")
               .read_from("Description"),
           object_set("egress", rule_members()).from_aws_unless_set(),
           object_set("ingress", rule_members()).from_aws_unless_set(),
           string("name").auto_named().replaces().sent_as("GroupName").read_from("GroupName").checked_by(group_name),
           string("namePrefix").from_aws_unless_set().replaces(), string("ownerId").from_aws().read_from("OwnerId"),
           boolean("revokeRulesOnDelete").defaults_to(false),
           string("vpcId").from_aws_unless_set().replaces().known_as("VpcId")},
      .apply = apply,
      .before_remove = before_remove,
      .derive = derive,
      .adjust_check = check,
      .same = same,
      .item_id = "GroupId",
  };
  return type;
}

}  // namespace ashlar::providers::aws
