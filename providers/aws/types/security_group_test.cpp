#include "providers/aws/test_support.hpp"
#include "providers/aws/types/security_rules.hpp"

namespace ashlar::providers::aws {
namespace {

using awsapi::Value;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::MatchesRegex;
using testing::Pair;
using testing::SizeIs;

constexpr const char* token = "aws:ec2/securityGroup:SecurityGroup";

PropertyMap rule(const std::string& protocol, int from, int to, PropertyArray networks) {
  return {{"protocol", protocol}, {"fromPort", from}, {"toPort", to}, {"cidrBlocks", std::move(networks)}};
}

TEST(SecurityRules, AreSetsOfPermissions) {
  const PropertyValue both = PropertyArray{rule("tcp", 80, 80, {"10.0.0.0/8", "192.168.0.0/16"})};
  const PropertyValue apart = PropertyArray{rule("6", 80, 80, {"192.168.0.0/16"}), rule("TCP", 80, 80, {"10.0.0.0/8"})};
  EXPECT_EQ(permissions_of(&both), permissions_of(&apart));
  EXPECT_THAT(permissions_of(&both), SizeIs(2));
  EXPECT_THAT(permissions_of(nullptr), IsEmpty());
}

TEST(SecurityRules, OfAwsNameTheGroupItselfAndThoseOfOthers) {
  const auto entry =
      Value::map({{"IpProtocol", "tcp"},
                  {"FromPort", 1},
                  {"ToPort", 2},
                  {"UserIdGroupPairs", Value::list({Value::map({{"GroupId", "sg-me"}, {"UserId", "111"}}),
                                                    Value::map({{"GroupId", "sg-near"}, {"UserId", "111"}}),
                                                    Value::map({{"GroupId", "sg-far"}, {"UserId", "222"}})})}});
  std::vector<std::string> peers;
  for (const auto& permission : permissions_of(Value::list({entry}), "111", "sg-me"))
    peers.push_back(permission.peer == Permission::Peer::self ? "self" : permission.value);
  EXPECT_THAT(peers, ElementsAre("222/sg-far", "sg-near", "self"));
}

TEST(SecurityRules, ShareAnEntryOfTheRequest) {
  const PropertyValue rules =
      PropertyArray{rule("tcp", 80, 80, {"10.0.0.0/8", "192.168.0.0/16"}), rule("all", 0, 0, {"10.0.0.0/8"}),
                    PropertyMap{{"protocol", "tcp"},
                                {"fromPort", 80},
                                {"toPort", 80},
                                {"self", true},
                                {"securityGroups", PropertyArray{"222/sg-far"}}}};
  const auto request = to_ip_permissions(permissions_of(&rules), "sg-me");
  ASSERT_THAT(request.elements(), SizeIs(2));
  const auto& all = request.elements().front();
  EXPECT_EQ(all["IpProtocol"].text(), "-1");
  EXPECT_TRUE(all["FromPort"].is_null());
  const auto& tcp = request.elements().back();
  EXPECT_THAT(tcp["IpRanges"].elements(), SizeIs(2));
  ASSERT_THAT(tcp["UserIdGroupPairs"].elements(), SizeIs(2));
  EXPECT_EQ(tcp["UserIdGroupPairs"].elements()[0]["UserId"].text(), "222");
  EXPECT_EQ(tcp["UserIdGroupPairs"].elements()[0]["GroupId"].text(), "sg-far");
  EXPECT_EQ(tcp["UserIdGroupPairs"].elements()[1]["GroupId"].text(), "sg-me");
}

TEST(SecurityRules, AreToldInTheProgramsWords) {
  const PropertyValue known =
      PropertyArray{rule("tcp", 80, 80, {"192.168.0.0/16", "10.0.0.0/8"}), rule("tcp", 22, 22, {"10.0.0.0/8"})};
  auto permissions = permissions_of(&known);
  const PropertyValue more = PropertyArray{rule("udp", 53, 53, {"0.0.0.0/0"})};
  permissions.merge(permissions_of(&more));
  const auto rules = rules_of(permissions, &known);
  ASSERT_THAT(rules, SizeIs(3));
  EXPECT_EQ(rules[0].get<PropertyMap>()->at("cidrBlocks"),
            PropertyValue(PropertyArray{"192.168.0.0/16", "10.0.0.0/8"}));
  EXPECT_EQ(rules[0].get<PropertyMap>()->at("self"), PropertyValue(false));
  EXPECT_EQ(rules[2].get<PropertyMap>()->at("protocol"), PropertyValue("udp"));
}

TEST(SecurityRules, ThatAreHalfGoneAreToldAsTheyAre) {
  const PropertyValue known = PropertyArray{rule("tcp", 80, 80, {"192.168.0.0/16", "10.0.0.0/8"})};
  const PropertyValue left = PropertyArray{rule("tcp", 80, 80, {"10.0.0.0/8"})};
  const auto rules = rules_of(permissions_of(&left), &known);
  ASSERT_THAT(rules, SizeIs(1));
  EXPECT_EQ(rules[0].get<PropertyMap>()->at("cidrBlocks"), PropertyValue(PropertyArray{"10.0.0.0/8"}));
}

std::string permission_xml(const std::string& protocol, int port, const std::string& network) {
  const auto ports = protocol == "-1" ? std::string()
                                      : "<fromPort>" + std::to_string(port) + "</fromPort><toPort>" +
                                            std::to_string(port) + "</toPort>";
  return "<item><ipProtocol>" + protocol + "</ipProtocol>" + ports + "<ipRanges><item><cidrIp>" + network +
         "</cidrIp></item></ipRanges></item>";
}

std::string group_xml(const std::string& ingress, const std::string& egress) {
  return "<securityGroupInfo><item><groupId>sg-1</groupId><groupName>web-0a1b2c3</groupName>"
         "<groupDescription>Managed by Pulumi</groupDescription><ownerId>123456789012</ownerId><vpcId>vpc-1</vpcId>"
         "<ipPermissions>" +
         ingress + "</ipPermissions><ipPermissionsEgress>" + egress +
         "</ipPermissionsEgress></item></securityGroupInfo>";
}

const std::string everything_out = permission_xml("-1", 0, "0.0.0.0/0");

class SecurityGroupTest : public ScriptedAws {
 protected:
  SecurityGroupTest() {
    aws.on_xml("CreateSecurityGroup", "<groupId>sg-1</groupId>");
    for (const char* operation : {"AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress",
                                  "RevokeSecurityGroupIngress", "RevokeSecurityGroupEgress", "DeleteSecurityGroup"})
      aws.on_xml(operation, "<return>true</return>");
  }
  Made make() {
    aws.on_xml("DescribeSecurityGroups", group_xml("", everything_out))
        .on_xml("DescribeSecurityGroups", group_xml(permission_xml("tcp", 443, "0.0.0.0/0"), everything_out));
    return engine.make(token, inputs, "web");
  }
  const PropertyMap inputs{{"vpcId", "vpc-1"},
                           {"ingress", PropertyArray{rule("tcp", 443, 443, {"0.0.0.0/0"})}},
                           {"egress", PropertyArray{rule("-1", 0, 0, {"0.0.0.0/0"})}}};
};

TEST_F(SecurityGroupTest, IsNamedAfterItsResourceAndGetsItsRules) {
  const auto made = make();
  const auto sent = aws.last("CreateSecurityGroup");
  EXPECT_THAT(sent.at("GroupName"), MatchesRegex("web-[0-9a-f]{7}"));
  EXPECT_EQ(sent.at("GroupDescription"), "Managed by Pulumi");
  EXPECT_THAT(aws.calls(), ElementsAre("CreateSecurityGroup", "DescribeSecurityGroups", "AuthorizeSecurityGroupIngress",
                                       "DescribeSecurityGroups"))
      << "what a new group lets out is what is asked for";
  EXPECT_THAT(aws.last("AuthorizeSecurityGroupIngress"),
              IsSupersetOf({Pair("GroupId", "sg-1"), Pair("IpPermissions.1.IpProtocol", "tcp"),
                            Pair("IpPermissions.1.IpRanges.1.CidrIp", "0.0.0.0/0")}));
  EXPECT_EQ(text(made.outputs(), "arn"), "arn:aws:ec2:us-east-1:123456789012:security-group/sg-1");
}

TEST_F(SecurityGroupTest, WithoutEgressLetsNothingOut) {
  aws.on_xml("DescribeSecurityGroups", group_xml("", everything_out))
      .on_xml("DescribeSecurityGroups", group_xml("", ""));
  const PropertyMap closed{{"vpcId", "vpc-1"}};
  const auto made = engine.make(token, closed, "web");
  EXPECT_THAT(aws.last("RevokeSecurityGroupEgress"),
              IsSupersetOf({Pair("GroupId", "sg-1"), Pair("IpPermissions.1.IpProtocol", "-1")}));
  EXPECT_EQ(*find(made.outputs(), "egress"), PropertyValue(PropertyArray()));
}

TEST_F(SecurityGroupTest, ChangesOnlyTheRulesThatDiffer) {
  const auto made = make();
  aws.requests.clear();
  auto changed = inputs;
  changed["ingress"] = PropertyArray{rule("tcp", 443, 443, {"10.0.0.0/8"})};
  aws.on_xml("DescribeSecurityGroups", group_xml(permission_xml("tcp", 443, "10.0.0.0/8"), everything_out));
  const auto updated = engine.update(made, changed);
  ASSERT_TRUE(updated.ok()) << updated.error().message;
  EXPECT_THAT(aws.calls(),
              ElementsAre("RevokeSecurityGroupIngress", "AuthorizeSecurityGroupIngress", "DescribeSecurityGroups"));
  EXPECT_EQ(aws.last("RevokeSecurityGroupIngress").at("IpPermissions.1.IpRanges.1.CidrIp"), "0.0.0.0/0");
  EXPECT_EQ(aws.last("AuthorizeSecurityGroupIngress").at("IpPermissions.1.IpRanges.1.CidrIp"), "10.0.0.0/8");
}

TEST_F(SecurityGroupTest, RevokesItsRulesBeforeItGoesWhenAskedTo) {
  auto made = make();
  aws.requests.clear();
  made.answer.outputs.insert_or_assign("revokeRulesOnDelete", true);
  EXPECT_TRUE(engine.remove(made).ok());
  EXPECT_THAT(aws.calls(),
              ElementsAre("RevokeSecurityGroupIngress", "RevokeSecurityGroupEgress", "DeleteSecurityGroup"));
}

TEST_F(SecurityGroupTest, MayOnlyNameAllPortsOfAllProtocols) {
  const auto checked =
      engine.check(token, {{"vpcId", "vpc-1"}, {"ingress", PropertyArray{rule("-1", 80, 80, {"0.0.0.0/0"})}}});
  ASSERT_THAT(checked->failures, SizeIs(1));
  EXPECT_EQ(checked->failures[0].property, "ingress[0]");
  EXPECT_THAT(checked->failures[0].reason, HasSubstr("fromPort and toPort 0"));
}

TEST_F(SecurityGroupTest, MayHaveAPrefixOfAName) {
  aws.on_xml("DescribeSecurityGroups", group_xml("", ""));
  (void)engine.make(token, {{"namePrefix", "web-"}, {"vpcId", "vpc-1"}});
  EXPECT_THAT(aws.last("CreateSecurityGroup").at("GroupName"), MatchesRegex("web-[0-9a-f]{26}"));
}

}  // namespace
}  // namespace ashlar::providers::aws
