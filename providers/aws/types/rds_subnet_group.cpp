#include <cctype>

#include "base/strings.hpp"
#include "providers/aws/call.hpp"
#include "providers/aws/check.hpp"
#include "providers/aws/convert.hpp"
#include "providers/aws/types/types.hpp"
#include "providers/aws/unique_name.hpp"

namespace ashlar::providers::aws {

using awsapi::Value;

namespace {

std::optional<std::string> group_name(const std::string& name) {
  for (const unsigned char c : name) {
    if (std::islower(c) == 0 && std::isdigit(c) == 0 &&
        std::string_view("-_. ").find(static_cast<char>(c)) == std::string_view::npos) {
      return "may hold only lower case letters, digits, hyphens, underscores, periods and spaces";
    }
  }
  if (name.size() > 255) return "must have at most 255 characters";
  return name == "default" ? std::optional<std::string>("must not be \"default\"") : std::nullopt;
}

std::string lower(const std::string& name) { return to_lower(name); }

std::string make_id(const PropertyMap& inputs) { return to_lower(text_in(inputs, "name")); }

Task<Status> complete(Call& call, Value& item, const PropertyMap&) {
  auto asking = call.ask("ListTagsForResource", Value::map({{"ResourceName", item["DBSubnetGroupArn"].text()}}));
  const auto outcome = co_await asking;
  if (!outcome) co_return call.error("reading its tags", outcome.error());
  item.set("TagList", (*outcome)["TagList"]);
  co_return Status();
}

void derive(const Call&, const Value&, const PropertyMap&, PropertyMap& outputs) {
  outputs.insert_or_assign("namePrefix", prefix_of_timestamped(text_in(outputs, "name")));
}

void check(const PropertyMap& inputs, std::vector<deploy::CheckFailure>& failures) {
  if (!was_defaulted(inputs, "name")) forbid_both("name", "namePrefix", inputs, failures);
}

}  // namespace

const ResourceType& rds_subnet_group() {
  static const ResourceType type = {
      .token = "aws:rds/subnetGroup:SubnetGroup",
      .noun = "database subnet group",
      .service = "rds",
      .create = {.operation = "CreateDBSubnetGroup", .id = "DBSubnetGroup.DBSubnetGroupName", .tag_list = true},
      .read = {.operation = "DescribeDBSubnetGroups",
               .id = "DBSubnetGroupName",
               .item = "DBSubnetGroups[0]",
               .gone = {"DBSubnetGroupNotFoundFault", "DBSubnetGroupNotFound"}},
      .update = {.operation = "ModifyDBSubnetGroup",
                 .id = "DBSubnetGroupName",
                 .properties = {"description", "subnetIds"}},
      .remove = {.operation = "DeleteDBSubnetGroup", .id = "DBSubnetGroupName", .wait_until_gone = true},
      .properties = {string("arn").from_aws().read_from("DBSubnetGroupArn"),
                     string("description").defaults_to("Managed by Pulumi").known_as("DBSubnetGroupDescription"),
                     string("name")
                         .auto_named()
                         .replaces()
                         .known_as("DBSubnetGroupName")
                         .compared_by(lower)
                         .checked_by(group_name),
                     string("namePrefix").from_aws_unless_set().replaces(),
                     string_set("subnetIds").required().sent_as("SubnetIds").read_from("Subnets[].SubnetIdentifier"),
                     string_set("supportedNetworkTypes").from_aws().read_from("SupportedNetworkTypes"),
                     string("vpcId").from_aws().read_from("VpcId")},
      .make_id = make_id,
      .complete = complete,
      .derive = derive,
      .adjust_check = check,
      .has_natural_key = true,
  };
  return type;
}

}  // namespace ashlar::providers::aws
