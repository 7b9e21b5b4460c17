#include "providers/aws/test_support.hpp"

namespace ashlar::providers::aws {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

constexpr const char* token = "aws:ec2/subnet:Subnet";

std::string subnet_xml(const std::string& more = "") {
  return "<subnetSet><item><subnetId>subnet-1</subnetId><state>available</state><vpcId>vpc-1</vpcId>"
         "<cidrBlock>10.0.1.0/24</cidrBlock>" +
         more + "</item></subnetSet>";
}

std::string ipv6_xml(const std::string& id, const std::string& network, const std::string& state) {
  return "<ipv6CidrBlockAssociationSet><item><associationId>" + id + "</associationId><ipv6CidrBlock>" + network +
         "</ipv6CidrBlock><ipv6CidrBlockState><state>" + state +
         "</state></ipv6CidrBlockState></item></ipv6CidrBlockAssociationSet>";
}

const std::string on = "<assignIpv6AddressOnCreation>true</assignIpv6AddressOnCreation>";

class SubnetTest : public ScriptedAws {
 protected:
  SubnetTest() {
    aws.on_xml("CreateSubnet", "<subnet><subnetId>subnet-1</subnetId></subnet>");
    for (const char* operation : {"ModifySubnetAttribute", "AssociateSubnetCidrBlock", "DisassociateSubnetCidrBlock"})
      aws.on_xml(operation, "<return>true</return>");
  }
  PropertyMap with_ipv6(const std::string& network, bool assign = false) const {
    auto inputs = plain_inputs;
    inputs.emplace("ipv6CidrBlock", network);
    if (assign) inputs.emplace("assignIpv6AddressOnCreation", true);
    return inputs;
  }
  const PropertyMap plain_inputs{{"vpcId", "vpc-1"}, {"cidrBlock", "10.0.1.0/24"}};
};

TEST_F(SubnetTest, TakesItsIpv6NetworkAlongAndSwitchesOnWhatNeedsIt) {
  aws.on_xml("DescribeSubnets", subnet_xml(ipv6_xml("a-1", "2600:1::/64", "associated")))
      .on_xml("DescribeSubnets", subnet_xml(on + ipv6_xml("a-1", "2600:1::/64", "associated")));
  const auto made = engine.make(token, with_ipv6("2600:1::/64", true));
  EXPECT_EQ(aws.last("CreateSubnet").at("Ipv6CidrBlock"), "2600:1::/64");
  EXPECT_EQ(aws.last("ModifySubnetAttribute").at("AssignIpv6AddressOnCreation.Value"), "true");
  EXPECT_EQ(text(made.outputs(), "ipv6CidrBlockAssociationId"), "a-1");
  EXPECT_EQ(summary(engine.diff(made, with_ipv6("2600:0001::/64", true))), " / ") << "the same network, longer";
}

TEST_F(SubnetTest, WaitsForTheIpv6NetworkThatItTookAlong) {
  aws.on_xml("DescribeSubnets", subnet_xml(ipv6_xml("a-1", "2600:1::/64", "associating")))
      .on_xml("DescribeSubnets", subnet_xml(ipv6_xml("a-1", "2600:1::/64", "associating")))
      .on_xml("DescribeSubnets", subnet_xml(ipv6_xml("a-1", "2600:1::/64", "associated")));
  const auto made = engine.make(token, with_ipv6("2600:1::/64"));
  EXPECT_THAT(aws.calls(), testing::Not(testing::Contains("AssociateSubnetCidrBlock")));
  EXPECT_EQ(text(made.outputs(), "ipv6CidrBlock"), "2600:1::/64");
}

TEST_F(SubnetTest, SaysWhyItGotNoIpv6Network) {
  auto failed = subnet_xml(ipv6_xml("a-1", "2600:1::/64", "failed"));
  failed.replace(failed.find("</state></ipv6"), 8, "</state><statusMessage>taken</statusMessage>");
  aws.on_xml("DescribeSubnets", failed);
  const auto created = engine.create(token, with_ipv6("2600:1::/64"));
  EXPECT_THAT(created->init_errors, ElementsAre(testing::HasSubstr("taken")));
}

TEST_F(SubnetTest, DoesNotWaitForAStateThatNeverLeadsToTheOneWanted) {
  aws.on_xml("DescribeSubnets", subnet_xml(ipv6_xml("a-1", "2600:1::/64", "sideways")));
  const auto created = engine.create(token, with_ipv6("2600:1::/64"));
  EXPECT_THAT(created->init_errors, ElementsAre(testing::HasSubstr("in the state \"sideways\"")));
  EXPECT_EQ(std::ranges::count(aws.calls(), "DescribeSubnets"), 2)
      << "one look whether it is there, one at its network";
}

TEST_F(SubnetTest, ChangesItsIpv6Network) {
  aws.on_xml("DescribeSubnets", subnet_xml(ipv6_xml("a-1", "2600:1::/64", "associated")));
  const auto made = engine.make(token, with_ipv6("2600:1::/64"));
  EXPECT_EQ(summary(engine.diff(made, with_ipv6("2600:2::/64"))), "ipv6CidrBlock / ");
  aws.requests.clear();
  aws.on_xml("DescribeSubnets", subnet_xml(ipv6_xml("a-1", "2600:1::/64", "disassociating")))
      .on_xml("DescribeSubnets", subnet_xml())
      .on_xml("DescribeSubnets", subnet_xml(ipv6_xml("a-2", "2600:2::/64", "associating")))
      .on_xml("DescribeSubnets", subnet_xml(ipv6_xml("a-2", "2600:2::/64", "associated")));
  const auto updated = engine.update(made, with_ipv6("2600:2::/64"));
  ASSERT_TRUE(updated.ok()) << updated.error().message;
  EXPECT_THAT(updated->init_errors, IsEmpty());
  EXPECT_THAT(aws.calls(),
              ElementsAre("DisassociateSubnetCidrBlock", "DescribeSubnets", "DescribeSubnets",
                          "AssociateSubnetCidrBlock", "DescribeSubnets", "DescribeSubnets", "DescribeSubnets"));
  EXPECT_EQ(text(updated->outputs, "ipv6CidrBlockAssociationId"), "a-2");
}

TEST_F(SubnetTest, SwitchesOffBeforeItGivesUpTheNetwork) {
  aws.on_xml("DescribeSubnets", subnet_xml(on + ipv6_xml("a-1", "2600:1::/64", "associated")));
  const auto made = engine.make(token, with_ipv6("2600:1::/64", true));
  aws.requests.clear();
  aws.on_xml("DescribeSubnets", subnet_xml());
  ASSERT_TRUE(engine.update(made, plain_inputs).ok());
  EXPECT_THAT(aws.calls(), ElementsAre("ModifySubnetAttribute", "DisassociateSubnetCidrBlock", "DescribeSubnets",
                                       "DescribeSubnets"));
}

TEST_F(SubnetTest, IsReplacedWhenInterfacesHoldAddressesOfTheNetwork) {
  aws.on_xml("DescribeSubnets", subnet_xml(on + ipv6_xml("a-1", "2600:1::/64", "associated")));
  const auto made = engine.make(token, with_ipv6("2600:1::/64", true));
  EXPECT_EQ(summary(engine.diff(made, with_ipv6("2600:2::/64", true))), "ipv6CidrBlock / ipv6CidrBlock");
}

TEST_F(SubnetTest, SetsOneAttributeAtATime) {
  aws.on_xml("DescribeSubnets", subnet_xml());
  auto inputs = plain_inputs;
  inputs.emplace("enableResourceNameDnsARecordOnLaunch", true);
  inputs.emplace("privateDnsHostnameTypeOnLaunch", "resource-name");
  (void)engine.make(token, inputs);
  EXPECT_THAT(aws.calls(), ElementsAre("CreateSubnet", "DescribeSubnets", "ModifySubnetAttribute",
                                       "ModifySubnetAttribute", "DescribeSubnets"));
  EXPECT_THAT(aws.last("ModifySubnetAttribute"),
              ElementsAre(Pair("PrivateDnsHostnameTypeOnLaunch", "resource-name"), Pair("SubnetId", "subnet-1")));
}

}  // namespace
}  // namespace ashlar::providers::aws
