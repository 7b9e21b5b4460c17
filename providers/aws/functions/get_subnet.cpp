#include "providers/aws/convert.hpp"
#include "providers/aws/functions/functions.hpp"
#include "providers/aws/tags.hpp"
#include "providers/aws/types/types.hpp"

namespace ashlar::providers::aws {

using awsapi::Value;

namespace {

/// The arguments that are filters, and the filters' names.
struct Filter {
  const char* argument;
  const char* name;
};
constexpr std::array<Filter, 6> named_filters = {{{"availabilityZone", "availability-zone"},
                                                  {"availabilityZoneId", "availability-zone-id"},
                                                  {"cidrBlock", "cidr-block"},
                                                  {"ipv6CidrBlock", "ipv6-cidr-block-association.ipv6-cidr-block"},
                                                  {"state", "state"},
                                                  {"vpcId", "vpc-id"}}};

/// What the resource does not have.
void add_what_only_the_function_tells(const Value& subnet, PropertyMap& result) {
  result.insert_or_assign("availableIpAddressCount", static_cast<double>(subnet["AvailableIpAddressCount"].integer()));
  result.insert_or_assign("defaultForAz", subnet["DefaultForAz"].boolean());
  result.insert_or_assign("state", subnet["State"].text());
  for (const auto* member : {"ipv6CidrBlock", "ipv6CidrBlockAssociationId"}) result.insert_or_assign(member, "");
  for (const auto& association : subnet["Ipv6CidrBlockAssociationSet"].elements()) {
    if (association["Ipv6CidrBlockState"]["State"].text() != "associated") continue;
    result.insert_or_assign("ipv6CidrBlock", association["Ipv6CidrBlock"].text());
    result.insert_or_assign("ipv6CidrBlockAssociationId", association["AssociationId"].text());
  }
}

Task<Result<PropertyMap>> run(Session& session, PropertyMap args) {
  Value parameters = Value::Map();
  auto filters = filters_in(args);
  for (const auto& [argument, name] : named_filters) add_filter(filters, name, text_in(args, argument));
  if (flag_in(args, "defaultForAz")) add_filter(filters, "default-for-az", "true");
  for (const auto& [key, value] : tags_of(find(args, "tags"))) add_filter(filters, "tag:" + key, value);
  if (!filters.empty()) parameters.set("Filters", std::move(filters));
  if (const auto id = text_in(args, "id"); !id.empty()) parameters.set("SubnetIds", Value::list({id}));
  const auto region = region_of_call(session, args);
  auto asking = ask_for_one(session, "subnet", "DescribeSubnets", "Subnets", std::move(parameters), region);
  const auto found = co_await asking;
  if (!found) co_return found.error();
  for (const auto& property : subnet().properties) {
    if (!property.answer_path.empty()) args.insert_or_assign(property.name, from_answer(property, *found));
  }
  add_what_only_the_function_tells(*found, args);
  args.insert_or_assign("id", (*found)["SubnetId"].text());
  args.insert_or_assign("region", region);
  args.insert_or_assign("tags", to_property_map(visible_tags(from_tag_list((*found)["Tags"]), session.config().tags)));
  co_return args;
}

}  // namespace

const Function& get_subnet() {
  static const Function function{"aws:ec2/getSubnet:getSubnet",
                                 {"availabilityZone", "availabilityZoneId", "cidrBlock", "defaultForAz", "filters",
                                  "id", "ipv6CidrBlock", "region", "state", "tags", "vpcId"},
                                 run};
  return function;
}

}  // namespace ashlar::providers::aws
