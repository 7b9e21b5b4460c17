/// What holds for all types alike: which changes force a replacement (aws 7.41.0), and that tags never do.

#include <set>

#include "providers/aws/difference.hpp"
#include "providers/aws/test_support.hpp"
#include "providers/aws/types/types.hpp"

namespace ashlar::providers::aws {
namespace {

using testing::ElementsAre;

/// By type: the properties whose change the published provider answers with a replacement; `region` is one everywhere.
const std::map<std::string, std::set<std::string>> replacing = {
    {"aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway", {"vpcId"}},
    {"aws:ec2/eip:Eip", {"address", "domain", "ipamPoolId", "networkBorderGroup", "publicIpv4Pool"}},
    {"aws:ec2/internetGateway:InternetGateway", {}},
    {"aws:ec2/natGateway:NatGateway",
     {"allocationId", "availabilityMode", "connectivityType", "privateIp", "secondaryPrivateIpAddressCount", "subnetId",
      "vpcId"}},
    {"aws:ec2/route:Route",
     {"destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId", "routeTableId"}},
    {"aws:ec2/routeTable:RouteTable", {"vpcId"}},
    {"aws:ec2/routeTableAssociation:RouteTableAssociation", {"gatewayId", "subnetId"}},
    {"aws:ec2/securityGroup:SecurityGroup", {"description", "name", "namePrefix", "vpcId"}},
    {"aws:ec2/subnet:Subnet",
     {"availabilityZone", "availabilityZoneId", "cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength", "ipv6IpamPoolId",
      "ipv6Native", "ipv6NetmaskLength", "outpostArn", "vpcId"}},
    {"aws:ec2/vpc:Vpc", {"cidrBlock", "instanceTenancy", "ipv4IpamPoolId", "ipv4NetmaskLength"}},
    {"aws:ec2/vpcEndpoint:VpcEndpoint",
     // privateDnsEnabled changes in place where the endpoint is an interface, which this one is not.
     {"privateDnsEnabled", "resourceConfigurationArn", "serviceName", "serviceNetworkArn", "serviceRegion",
      "vpcEndpointType", "vpcId"}},
    {"aws:ec2/vpcPeeringConnection:VpcPeeringConnection", {"peerOwnerId", "peerRegion", "peerVpcId", "vpcId"}},
    {"aws:elasticache/subnetGroup:SubnetGroup", {"name"}},
    {"aws:rds/subnetGroup:SubnetGroup", {"name", "namePrefix"}}};

/// Two values of the property's kind that differ.
std::pair<PropertyValue, PropertyValue> two_values(const Property& property) {
  switch (property.kind) {
    case Kind::boolean:
      return {true, false};
    case Kind::integer:
      return {1, 2};
    case Kind::list:
    case Kind::set:
      if (property.element == Kind::object) return {PropertyArray{PropertyMap{}}, PropertyArray()};
      return {PropertyArray{"a"}, PropertyArray{"b"}};
    case Kind::object:
      return {PropertyMap{{"x", "a"}}, PropertyMap{{"x", "b"}}};
    case Kind::map:
      return {PropertyMap{{"x", "a"}}, PropertyMap{{"x", "b"}}};
    case Kind::string:
      break;
  }
  return {"a", "b"};
}

deploy::DiffAnswer diff_of(const ResourceType& type, const std::string& name, const PropertyValue& is,
                           const PropertyValue& wanted) {
  const deploy::DiffRequest request{.urn = EngineCalls::urn(type.token, "r"),
                                    .id = "id",
                                    .old_inputs = {{name, is}},
                                    .old_outputs = {{name, is}},
                                    .new_inputs = {{name, wanted}}};
  return difference(type, request);
}

TEST(EveryType, IsReplacedForTheChangesThatAwsCannotMakeAndNoOther) {
  EXPECT_EQ(resource_types().size(), replacing.size());
  for (const auto* type : resource_types()) {
    std::set<std::string> found;
    for (const auto& property : type->properties) {
      if (!property.is_input()) continue;
      const auto [is, wanted] = two_values(property);
      const auto answer = diff_of(*type, property.name, is, wanted);
      for (const auto& name : answer.replaces) found.insert(name);
    }
    EXPECT_EQ(found, replacing.at(type->token)) << type->token;
    EXPECT_THAT(diff_of(*type, "region", "us-east-1", "us-west-2").replaces, ElementsAre("region")) << type->token;
  }
}

TEST(EveryType, ChangesItsTagsInPlace) {
  for (const auto* type : resource_types()) {
    if (!type->tags) continue;
    const auto answer = diff_of(*type, "tags", PropertyMap{{"Name", "a"}}, PropertyMap{{"Name", "b"}});
    EXPECT_THAT(answer.diffs, ElementsAre("tags")) << type->token;
    EXPECT_THAT(answer.replaces, ElementsAre()) << type->token;
  }
}

}  // namespace
}  // namespace ashlar::providers::aws
