#include "providers/aws/lifecycle.hpp"

#include "providers/aws/test_support.hpp"

namespace ashlar::providers::aws {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

constexpr const char* subnet_token = "aws:ec2/subnet:Subnet";

std::string subnet_xml(const std::string& state = "available", const std::string& more = "") {
  return "<subnetSet><item><subnetId>subnet-1</subnetId><state>" + state +
         "</state><vpcId>vpc-1</vpcId><cidrBlock>10.0.1.0/24</cidrBlock>"
         "<availabilityZone>us-east-1a</availabilityZone><ownerId>123456789012</ownerId>"
         "<subnetArn>arn:aws:ec2:us-east-1:123456789012:subnet/subnet-1</subnetArn>" +
         more + "</item></subnetSet>";
}

/// Subnets stand for all types here: they are tagged, have a state, and changes after the create.
class Lifecycle : public ScriptedAws {
 protected:
  const PropertyMap inputs{{"vpcId", "vpc-1"}, {"cidrBlock", "10.0.1.0/24"}};
  const PropertyMap public_inputs{{"vpcId", "vpc-1"}, {"cidrBlock", "10.0.1.0/24"}, {"mapPublicIpOnLaunch", true}};

  void script_create() { aws.on_xml("CreateSubnet", "<subnet><subnetId>subnet-1</subnetId></subnet>"); }
  Made make() {
    script_create();
    aws.on_xml("DescribeSubnets", subnet_xml());
    auto made = engine.make(subnet_token, inputs);
    aws.requests.clear();
    return made;
  }
};

TEST_F(Lifecycle, CreatesWaitsAndReads) {
  script_create();
  aws.on_error("DescribeSubnets", "InvalidSubnetID.NotFound")
      .on_xml("DescribeSubnets", subnet_xml("pending"))
      .on_xml("DescribeSubnets", subnet_xml());
  const auto made = engine.make(subnet_token, inputs);
  EXPECT_THAT(aws.calls(), ElementsAre("CreateSubnet", "DescribeSubnets", "DescribeSubnets", "DescribeSubnets"));
  EXPECT_THAT(aws.last("CreateSubnet"), ElementsAre(Pair("CidrBlock", "10.0.1.0/24"), Pair("VpcId", "vpc-1")));
  EXPECT_EQ(made.id(), "subnet-1");
  EXPECT_EQ(text(made.outputs(), "availabilityZone"), "us-east-1a");
  EXPECT_EQ(text(made.outputs(), "region"), "us-east-1");
}

TEST_F(Lifecycle, ARefusedCreateMakesNothing) {
  aws.on_error("CreateSubnet", "InvalidSubnet.Range", "The CIDR '10.0.1.0/24' is invalid.");
  const auto created = engine.create(subnet_token, inputs);
  ASSERT_FALSE(created.ok());
  EXPECT_THAT(created.error().message, AllOf(HasSubstr("subnet"), HasSubstr("The CIDR '10.0.1.0/24' is invalid.")));
}

TEST_F(Lifecycle, WhatFailsLaterLeavesAResourceThatIsNotReady) {
  script_create();
  aws.on_xml("DescribeSubnets", subnet_xml()).on_error("ModifySubnetAttribute", "InvalidParameterValue", "not here");
  const auto created = engine.create(subnet_token, engine.check(subnet_token, public_inputs)->inputs);
  ASSERT_TRUE(created.ok());
  EXPECT_EQ(created->id, "subnet-1");
  EXPECT_THAT(created->init_errors, ElementsAre(HasSubstr("not here")));
  EXPECT_EQ(text(created->outputs, "vpcId"), "vpc-1");
}

TEST_F(Lifecycle, ASubnetThatNeverComesIsGivenUp) {
  script_create();
  aws.on_xml("DescribeSubnets", subnet_xml("pending"));
  const auto created = engine.create(subnet_token, inputs);
  ASSERT_TRUE(created.ok());
  EXPECT_THAT(created->init_errors, ElementsAre(HasSubstr("did not get ready in time")));
}

TEST_F(Lifecycle, CustomTimeoutsBoundTheWait) {
  script_create();
  aws.on_xml("DescribeSubnets", subnet_xml("pending"));
  const auto start = world.loop.now();
  deploy::CreateRequest request{.urn = EngineCalls::urn(subnet_token, "r"), .inputs = inputs, .timeout_seconds = 30};
  const auto created =
      engine.wait<deploy::CreateAnswer>([&](auto done) { provider->create(std::move(request), std::move(done)); });
  EXPECT_THAT(created->init_errors, SizeIs(1));
  EXPECT_LE(world.loop.now() - start, std::chrono::seconds(30));
}

TEST_F(Lifecycle, ACancelledRunStopsWaiting) {
  script_create();
  aws.on_xml("DescribeSubnets", subnet_xml("pending"));
  const auto start = world.loop.now();
  world.loop.after(std::chrono::seconds(3), [this] { provider->cancel(); });
  const auto created = engine.create(subnet_token, inputs);
  ASSERT_TRUE(created.ok());
  EXPECT_EQ(created->id, "subnet-1");
  EXPECT_THAT(created->init_errors, SizeIs(1));
  EXPECT_LE(world.loop.now() - start, std::chrono::seconds(4));
}

TEST_F(Lifecycle, AnOperationMarksWhatItMakesUntilItIsDone) {
  script_create();
  aws.on_xml("DescribeSubnets", subnet_xml("available",
                                           "<tagSet><item><key>Name</key><value>a</value></item><item>"
                                           "<key>ashlar:operation</key><value>op-1</value></item></tagSet>"))
      .on_xml("DeleteTags", "<return>true</return>");
  auto tagged = inputs;
  tagged.emplace("tags", PropertyMap{{"Name", "a"}});
  const auto made = engine.make(subnet_token, tagged, "r", "op-1");
  const auto sent = aws.last("CreateSubnet");
  EXPECT_EQ(sent.at("TagSpecification.1.ResourceType"), "subnet");
  EXPECT_EQ(sent.at("TagSpecification.1.Tag.1.Key"), "Name");
  EXPECT_EQ(sent.at("TagSpecification.1.Tag.2.Key"), "ashlar:operation");
  EXPECT_EQ(sent.at("TagSpecification.1.Tag.2.Value"), "op-1");
  EXPECT_EQ(aws.last("DeleteTags").at("Tag.1.Key"), "ashlar:operation");
  EXPECT_EQ(*find(made.outputs(), "tagsAll"), PropertyValue(PropertyMap{{"Name", "a"}}));
}

TEST_F(Lifecycle, AnInterruptedCreateIsFoundByItsMark) {
  aws.on_xml("DescribeSubnets", subnet_xml()).on_xml("DeleteTags", "<return>true</return>");
  const auto found = engine.recover(subnet_token, inputs, "op-1");
  ASSERT_TRUE(found.ok()) << found.error().message;
  EXPECT_EQ(found->outcome, deploy::RecoverAnswer::Outcome::created);
  EXPECT_EQ(found->id, "subnet-1");
  EXPECT_EQ(text(found->outputs, "cidrBlock"), "10.0.1.0/24");
  EXPECT_THAT(aws.calls(), ElementsAre("DescribeSubnets", "DescribeSubnets", "DeleteTags"));
}

TEST_F(Lifecycle, AnInterruptedCreateThatMadeNothingIsToldApart) {
  aws.on_xml("DescribeSubnets", "<subnetSet/>");
  const auto found = engine.recover(subnet_token, inputs, "op-1");
  EXPECT_EQ(found->outcome, deploy::RecoverAnswer::Outcome::not_created);
  EXPECT_THAT(aws.calls(), SizeIs(3)) << "what was just made may not be listed yet";
  EXPECT_EQ(aws.last("DescribeSubnets").at("Filter.1.Name"), "tag:ashlar:operation");
  EXPECT_EQ(aws.last("DescribeSubnets").at("Filter.1.Value.1"), "op-1");
}

TEST_F(Lifecycle, WithoutATokenNothingIsKnownOfAnInterruptedCreate) {
  EXPECT_EQ(engine.recover(subnet_token, inputs, "")->outcome, deploy::RecoverAnswer::Outcome::cannot_tell);
  EXPECT_THAT(aws.calls(), IsEmpty());
}

TEST_F(Lifecycle, APreviewAsksNobodyAndKnowsWhatWillBeKnown) {
  const auto previewed =
      engine.preview(subnet_token, {{"vpcId", PropertyValue::computed()}, {"cidrBlock", "10.0.1.0/24"}});
  ASSERT_TRUE(previewed.ok());
  EXPECT_THAT(aws.calls(), IsEmpty());
  EXPECT_EQ(text(previewed->outputs, "cidrBlock"), "10.0.1.0/24");
  for (const char* name : {"id", "arn", "vpcId", "availabilityZone", "ownerId"})
    EXPECT_TRUE(find(previewed->outputs, name)->contains_unknowns()) << name;
  EXPECT_EQ(*find(previewed->outputs, "mapPublicIpOnLaunch"), PropertyValue(false));
}

TEST_F(Lifecycle, APreviewOfAnUpdateKeepsWhatStays) {
  const auto made = make();
  const auto previewed = engine.update(made, public_inputs, true);
  ASSERT_TRUE(previewed.ok());
  EXPECT_THAT(aws.calls(), IsEmpty());
  EXPECT_EQ(*find(previewed->outputs, "mapPublicIpOnLaunch"), PropertyValue(true));
  EXPECT_EQ(text(previewed->outputs, "arn"), "arn:aws:ec2:us-east-1:123456789012:subnet/subnet-1");
}

TEST_F(Lifecycle, AnUpdateSendsOnlyWhatChanged) {
  const auto made = make();
  aws.on_xml("ModifySubnetAttribute", "<return>true</return>").on_xml("CreateTags", "<return>true</return>");
  auto changed = public_inputs;
  changed.emplace("tags", PropertyMap{{"Name", "new"}});
  const auto updated = engine.update(made, changed);
  ASSERT_TRUE(updated.ok()) << updated.error().message;
  EXPECT_THAT(updated->init_errors, IsEmpty());
  EXPECT_THAT(aws.calls(), ElementsAre("CreateTags", "ModifySubnetAttribute", "DescribeSubnets"));
  EXPECT_THAT(aws.last("ModifySubnetAttribute"),
              ElementsAre(Pair("MapPublicIpOnLaunch.Value", "true"), Pair("SubnetId", "subnet-1")));
}

TEST_F(Lifecycle, AnUpdateDoesNotWaitForWhatIsGone) {
  const auto made = make();
  aws.on_xml("ModifySubnetAttribute", "<return>true</return>").on_xml("DescribeSubnets", "<subnetSet/>");
  const auto updated = engine.update(made, public_inputs);
  ASSERT_TRUE(updated.ok()) << updated.error().message;
  EXPECT_THAT(updated->init_errors,
              ElementsAre(AllOf(HasSubstr("subnet-1 does not exist any more"), HasSubstr("ashlar refresh"))));
  EXPECT_THAT(aws.calls(), ElementsAre("ModifySubnetAttribute", "DescribeSubnets"));
}

TEST_F(Lifecycle, AnUpdateThatChangesNothingFails) {
  const auto made = make();
  aws.on_error("ModifySubnetAttribute", "UnauthorizedOperation", "not allowed");
  const auto updated = engine.update(made, public_inputs);
  ASSERT_FALSE(updated.ok());
  EXPECT_THAT(updated.error().message, AllOf(HasSubstr("subnet-1"), HasSubstr("not allowed")));
}

TEST_F(Lifecycle, AnUpdateThatFailsHalfwayTellsWhatIsThere) {
  const auto made = make();
  aws.on_xml("CreateTags", "<return>true</return>").on_error("ModifySubnetAttribute", "InvalidParameterValue", "bad");
  auto changed = public_inputs;
  changed.emplace("tags", PropertyMap{{"Name", "new"}});
  const auto updated = engine.update(made, changed);
  ASSERT_TRUE(updated.ok());
  EXPECT_THAT(updated->init_errors, ElementsAre(HasSubstr("bad")));
  EXPECT_EQ(*find(updated->outputs, "mapPublicIpOnLaunch"), PropertyValue(false));
}

TEST_F(Lifecycle, ARefreshSeesDrift) {
  const auto made = make();
  aws.on_xml("DescribeSubnets", subnet_xml("available", "<mapPublicIpOnLaunch>true</mapPublicIpOnLaunch>"));
  const auto read = engine.refresh(made);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(*find(read->outputs, "mapPublicIpOnLaunch"), PropertyValue(true));
  EXPECT_EQ(*find(*read->inputs, "mapPublicIpOnLaunch"), PropertyValue(true));
}

TEST_F(Lifecycle, WhatIsGoneReadsAsNothing) {
  const auto made = make();
  aws.on_error("DescribeSubnets", "InvalidSubnetID.NotFound");
  const auto read = engine.refresh(made);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->id, "");
}

TEST_F(Lifecycle, ARefusedReadIsAnError) {
  const auto made = make();
  aws.on_error("DescribeSubnets", "UnauthorizedOperation", "you may not look");
  const auto read = engine.refresh(made);
  ASSERT_FALSE(read.ok());
  EXPECT_THAT(read.error().message, HasSubstr("you may not look"));
}

TEST_F(Lifecycle, AnImportGivesTheInputsOfAProgram) {
  aws.on_xml("DescribeSubnets",
             subnet_xml("available",
                        "<mapPublicIpOnLaunch>true</mapPublicIpOnLaunch><tagSet><item><key>Name</key>"
                        "<value>a</value></item></tagSet>"));
  const auto read = engine.import(subnet_token, "subnet-1");
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(text(*read->inputs, "vpcId"), "vpc-1");
  EXPECT_EQ(*find(*read->inputs, "mapPublicIpOnLaunch"), PropertyValue(true));
  EXPECT_EQ(*find(*read->inputs, "tags"), PropertyValue(PropertyMap{{"Name", "a"}}));
  EXPECT_EQ(find(*read->inputs, "ownerId"), nullptr);
}

TEST_F(Lifecycle, ADeleteWaitsForDependents) {
  const auto made = make();
  aws.on_error("DeleteSubnet", "DependencyViolation")
      .on_error("DeleteSubnet", "DependencyViolation")
      .on_xml("DeleteSubnet", "<return>true</return>");
  EXPECT_TRUE(engine.remove(made).ok());
  EXPECT_THAT(aws.calls(), ElementsAre("DeleteSubnet", "DeleteSubnet", "DeleteSubnet"));
}

TEST_F(Lifecycle, DependentsThatStayAreNamed) {
  const auto made = make();
  aws.on_error("DeleteSubnet", "DependencyViolation", "The subnet 'subnet-1' has dependencies");
  const auto removed = engine.remove(made);
  ASSERT_FALSE(removed.ok());
  EXPECT_THAT(removed.error().message, HasSubstr("has dependencies"));
}

TEST_F(Lifecycle, DeletingWhatIsGoneIsDone) {
  const auto made = make();
  aws.on_error("DeleteSubnet", "InvalidSubnetID.NotFound");
  EXPECT_TRUE(engine.remove(made).ok());
}

TEST_F(Lifecycle, AResourceMayLiveInAnotherRegion) {
  script_create();
  aws.on_xml("DescribeSubnets", subnet_xml());
  auto elsewhere = inputs;
  elsewhere.emplace("region", "eu-central-1");
  const auto made = engine.make(subnet_token, elsewhere);
  EXPECT_THAT(aws.requests.front().url, HasSubstr("ec2.eu-central-1.amazonaws.com"));
  EXPECT_EQ(text(made.outputs(), "region"), "eu-central-1");
  aws.on_xml("DeleteSubnet", "<return>true</return>");
  EXPECT_TRUE(engine.remove(made).ok());
  EXPECT_THAT(aws.requests.back().url, HasSubstr("ec2.eu-central-1.amazonaws.com"));
}

TEST_F(Lifecycle, SecretsStaySecret) {
  script_create();
  aws.on_xml("DescribeSubnets", subnet_xml());
  auto secret = inputs;
  secret["cidrBlock"] = PropertyValue::secret("10.0.1.0/24");
  const auto made = engine.make(subnet_token, secret);
  EXPECT_EQ(aws.last("CreateSubnet").at("CidrBlock"), "10.0.1.0/24");
  EXPECT_TRUE(find(made.outputs(), "cidrBlock")->contains_secrets());
}

}  // namespace
}  // namespace ashlar::providers::aws
