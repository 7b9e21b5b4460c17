#include "providers/aws/test_support.hpp"

namespace ashlar::providers::aws {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

constexpr const char* token = "aws:ec2/vpc:Vpc";

std::string vpc_xml(const std::string& more = "") {
  return "<vpcSet><item><vpcId>vpc-1</vpcId><state>available</state><cidrBlock>10.0.0.0/16</cidrBlock>"
         "<dhcpOptionsId>dopt-1</dhcpOptionsId><instanceTenancy>default</instanceTenancy>"
         "<ownerId>123456789012</ownerId>" +
         more + "</item></vpcSet>";
}

std::string ipv6_xml(const std::string& id, const std::string& state) {
  return "<ipv6CidrBlockAssociationSet><item><associationId>" + id +
         "</associationId><ipv6CidrBlock>2600:1f18::/56</ipv6CidrBlock><ipv6Pool>Amazon</ipv6Pool>"
         "<networkBorderGroup>us-east-1</networkBorderGroup><ipv6CidrBlockState><state>" +
         state + "</state></ipv6CidrBlockState></item></ipv6CidrBlockAssociationSet>";
}

class VpcTest : public ScriptedAws {
 protected:
  VpcTest() {
    aws.on_xml("CreateVpc", "<vpc><vpcId>vpc-1</vpcId></vpc>")
        .on_xml("DescribeVpcAttribute",
                "<enableDnsHostnames><value>false</value></enableDnsHostnames>"
                "<enableDnsSupport><value>true</value></enableDnsSupport>")
        .on_xml("DescribeNetworkAcls", "<networkAclSet><item><networkAclId>acl-1</networkAclId></item></networkAclSet>")
        .on_xml("DescribeRouteTables", "<routeTableSet><item><routeTableId>rtb-1</routeTableId></item></routeTableSet>")
        .on_xml("DescribeSecurityGroups", "<securityGroupInfo><item><groupId>sg-1</groupId></item></securityGroupInfo>")
        .on_xml("ModifyVpcAttribute", "<return>true</return>");
  }
  const PropertyMap inputs{{"cidrBlock", "10.0.0.0/16"}};
};

TEST_F(VpcTest, ComesWithItsCompanions) {
  aws.on_xml("DescribeVpcs", vpc_xml());
  const auto made = engine.make(token, inputs);
  EXPECT_THAT(aws.last("CreateVpc"), ElementsAre(Pair("CidrBlock", "10.0.0.0/16"), Pair("InstanceTenancy", "default")));
  EXPECT_EQ(text(made.outputs(), "arn"), "arn:aws:ec2:us-east-1:123456789012:vpc/vpc-1");
  EXPECT_EQ(text(made.outputs(), "defaultNetworkAclId"), "acl-1");
  EXPECT_EQ(text(made.outputs(), "defaultRouteTableId"), "rtb-1");
  EXPECT_EQ(text(made.outputs(), "mainRouteTableId"), "rtb-1");
  EXPECT_EQ(text(made.outputs(), "defaultSecurityGroupId"), "sg-1");
  EXPECT_EQ(text(made.outputs(), "ipv6CidrBlock"), "");
  EXPECT_EQ(*find(made.outputs(), "enableDnsSupport"), PropertyValue(true));
  EXPECT_EQ(aws.last("DescribeSecurityGroups").at("Filter.2.Value.1"), "default");
}

TEST_F(VpcTest, GetsItsAttributesAfterItIsThere) {
  aws.on_xml("DescribeVpcs", vpc_xml());
  auto with_names = inputs;
  with_names.emplace("enableDnsHostnames", true);
  (void)engine.make(token, with_names);
  EXPECT_THAT(aws.last("ModifyVpcAttribute"),
              ElementsAre(Pair("EnableDnsHostnames.Value", "true"), Pair("VpcId", "vpc-1")));
}

TEST_F(VpcTest, DoesNotWaitInAStateThatNeverLeadsToTheOneWanted) {
  auto odd = vpc_xml();
  odd.replace(odd.find("available"), 9, "sideways");
  aws.on_xml("DescribeVpcs", odd);
  const auto created = engine.create(token, inputs);
  EXPECT_THAT(created->init_errors, testing::ElementsAre(testing::HasSubstr("the VPC vpc-1 is sideways")));
  EXPECT_EQ(std::ranges::count(aws.calls(), "DescribeVpcs"), 1);
}

TEST_F(VpcTest, WaitsForItsIpv6Network) {
  aws.on_xml("DescribeVpcs", vpc_xml(ipv6_xml("a-1", "associating")))
      .on_xml("DescribeVpcs", vpc_xml(ipv6_xml("a-1", "associating")))
      .on_xml("DescribeVpcs", vpc_xml(ipv6_xml("a-1", "associating")))
      .on_xml("DescribeVpcs", vpc_xml(ipv6_xml("a-1", "associated")));
  auto with_ipv6 = inputs;
  with_ipv6.emplace("assignGeneratedIpv6CidrBlock", true);
  const auto made = engine.make(token, with_ipv6);
  EXPECT_EQ(aws.last("CreateVpc").at("AmazonProvidedIpv6CidrBlock"), "true");
  EXPECT_EQ(text(made.outputs(), "ipv6CidrBlock"), "2600:1f18::/56");
  EXPECT_EQ(text(made.outputs(), "ipv6AssociationId"), "a-1");
  EXPECT_EQ(*find(made.outputs(), "assignGeneratedIpv6CidrBlock"), PropertyValue(true));
  EXPECT_EQ(summary(engine.diff(made, with_ipv6)), " / ");
}

TEST_F(VpcTest, GivesUpItsIpv6Network) {
  aws.on_xml("DescribeVpcs", vpc_xml(ipv6_xml("a-1", "associated")));
  auto with_ipv6 = inputs;
  with_ipv6.emplace("assignGeneratedIpv6CidrBlock", true);
  const auto made = engine.make(token, with_ipv6);
  aws.on_xml("DisassociateVpcCidrBlock", "<vpcId>vpc-1</vpcId>")
      .on_xml("DescribeVpcs", vpc_xml(ipv6_xml("a-1", "disassociating")))
      .on_xml("DescribeVpcs", vpc_xml(ipv6_xml("a-1", "disassociated")));
  const auto updated = engine.update(made, inputs);
  ASSERT_TRUE(updated.ok()) << updated.error().message;
  EXPECT_THAT(updated->init_errors, IsEmpty());
  EXPECT_THAT(aws.last("DisassociateVpcCidrBlock"), ElementsAre(Pair("AssociationId", "a-1")));
  EXPECT_EQ(text(updated->outputs, "ipv6CidrBlock"), "");
}

TEST_F(VpcTest, GivesUpDedicatedTenancy) {
  auto dedicated = vpc_xml();
  dedicated.replace(dedicated.find("<instanceTenancy>default"), 24, "<instanceTenancy>dedicated");
  aws.on_xml("DescribeVpcs", dedicated).on_xml("ModifyVpcTenancy", "<return>true</return>");
  auto on_its_own = inputs;
  on_its_own.emplace("instanceTenancy", "dedicated");
  const auto made = engine.make(token, on_its_own);
  EXPECT_EQ(summary(engine.diff(made, inputs)), "instanceTenancy / ");
  ASSERT_TRUE(engine.update(made, inputs).ok());
  EXPECT_EQ(aws.last("ModifyVpcTenancy").at("InstanceTenancy"), "default");
}

}  // namespace
}  // namespace ashlar::providers::aws
