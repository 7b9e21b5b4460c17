#include "providers/aws/convert.hpp"
#include "providers/aws/functions/functions.hpp"
#include "providers/aws/tags.hpp"

namespace ashlar::providers::aws {

using awsapi::Value;

namespace {

Task<Result<PropertyMap>> run(Session& session, PropertyMap args) {
  Value parameters = Value::Map();
  auto filters = filters_in(args);
  add_filter(filters, "group-name", text_in(args, "name"));
  add_filter(filters, "vpc-id", text_in(args, "vpcId"));
  for (const auto& [key, value] : tags_of(find(args, "tags"))) add_filter(filters, "tag:" + key, value);
  if (!filters.empty()) parameters.set("Filters", std::move(filters));
  if (const auto id = text_in(args, "id"); !id.empty()) parameters.set("GroupIds", Value::list({id}));
  const auto region = region_of_call(session, args);
  auto asking =
      ask_for_one(session, "security group", "DescribeSecurityGroups", "SecurityGroups", std::move(parameters), region);
  const auto found = co_await asking;
  if (!found) co_return found.error();
  const auto& group = *found;
  const auto id = group["GroupId"].text();
  args.insert_or_assign("arn", make_arn("ec2", region, group["OwnerId"].text(), "security-group/" + id));
  args.insert_or_assign("description", group["Description"].text());
  args.insert_or_assign("id", id);
  args.insert_or_assign("name", group["GroupName"].text());
  args.insert_or_assign("region", region);
  args.insert_or_assign("tags", to_property_map(visible_tags(from_tag_list(group["Tags"]), session.config().tags)));
  args.insert_or_assign("vpcId", group["VpcId"].text());
  co_return args;
}

}  // namespace

const Function& get_security_group() {
  static const Function function{
      "aws:ec2/getSecurityGroup:getSecurityGroup", {"filters", "id", "name", "region", "tags", "vpcId"}, run};
  return function;
}

}  // namespace ashlar::providers::aws
