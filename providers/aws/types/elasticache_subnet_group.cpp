#include "base/strings.hpp"
#include "providers/aws/call.hpp"
#include "providers/aws/convert.hpp"
#include "providers/aws/tags.hpp"
#include "providers/aws/types/types.hpp"

namespace ashlar::providers::aws {

using awsapi::Value;

namespace {

/// ElastiCache keeps names in lower case.
std::string lower(const std::string& name) { return to_lower(name); }

std::string make_id(const PropertyMap& inputs) { return to_lower(text_in(inputs, "name")); }

Task<Status> complete(Call& call, Value& item, const PropertyMap&) {
  auto asking = call.ask("ListTagsForResource", Value::map({{"ResourceName", item["ARN"].text()}}));
  const auto outcome = co_await asking;
  if (!outcome) co_return call.error("reading its tags", outcome.error());
  item.set("TagList", (*outcome)["TagList"]);
  co_return Status();
}

}  // namespace

const ResourceType& elasticache_subnet_group() {
  static const ResourceType type = {
      .token = "aws:elasticache/subnetGroup:SubnetGroup",
      .noun = "cache subnet group",
      .service = "elasticache",
      .create = {.operation = "CreateCacheSubnetGroup", .tag_list = true},
      .read = {.operation = "DescribeCacheSubnetGroups",
               .id = "CacheSubnetGroupName",
               .item = "CacheSubnetGroups[0]",
               .gone = {"CacheSubnetGroupNotFoundFault"}},
      .update = {.operation = "ModifyCacheSubnetGroup",
                 .id = "CacheSubnetGroupName",
                 .properties = {"description", "subnetIds"}},
      .remove = {.operation = "DeleteCacheSubnetGroup",
                 .id = "CacheSubnetGroupName",
                 .retry_while = {"DependencyViolation", "CacheSubnetGroupInUse"}},
      .properties = {string("arn").from_aws().read_from("ARN"),
                     string("description").defaults_to("Managed by Pulumi").known_as("CacheSubnetGroupDescription"),
                     string("name").auto_named().replaces().known_as("CacheSubnetGroupName").compared_by(lower),
                     string_set("subnetIds").required().sent_as("SubnetIds").read_from("Subnets[].SubnetIdentifier"),
                     string("vpcId").from_aws().read_from("VpcId")},
      .make_id = make_id,
      .complete = complete,
      .has_natural_key = true,
  };
  return type;
}

}  // namespace ashlar::providers::aws
