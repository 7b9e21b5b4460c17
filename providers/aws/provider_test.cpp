#include "providers/aws/provider.hpp"

#include "providers/aws/test_support.hpp"

namespace ashlar::providers::aws {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// A provider that is not configured yet.
class ProviderTest : public testing::Test {
 protected:
  Result<deploy::CheckAnswer> check_config(PropertyMap inputs) {
    deploy::CheckRequest request{.urn = EngineCalls::urn("pulumi:providers:aws", "default"),
                                 .new_inputs = std::move(inputs)};
    return engine.wait<deploy::CheckAnswer>(
        [&](auto done) { provider->check_config(std::move(request), std::move(done)); });
  }
  void script_identity() { world.aws.on_xml("GetCallerIdentity", "<Account>123456789012</Account>", true); }

  awsapi::FakeWorld world;
  std::shared_ptr<deploy::Provider> provider = make_aws_provider(world.all());
  EngineCalls engine{*provider, [this](const std::function<bool()>&) { world.loop.run(); }};
};

TEST_F(ProviderTest, FillsInWhatThePublishedProviderFillsIn) {
  const auto checked = check_config({});
  EXPECT_THAT(checked->failures, IsEmpty());
  EXPECT_EQ(text(checked->inputs, "region"), "us-east-1");
  EXPECT_EQ(text(checked->inputs, "skipCredentialsValidation"), "false");
  EXPECT_EQ(text(checked->inputs, "skipRegionValidation"), "true");
}

TEST_F(ProviderTest, PutsMisspeltConfigurationRight) {
  const auto checked = check_config({{"regoin", "eu-west-1"}});
  EXPECT_THAT(checked->warnings, ElementsAre(HasSubstr("region")));
}

TEST_F(ProviderTest, ChecksTheCredentialsBeforeAnythingElse) {
  world.aws.on("GetCallerIdentity",
               awsapi::http_response(403,
                                     "<ErrorResponse><Error><Code>InvalidClientTokenId</Code><Message>The security "
                                     "token included in the request is invalid.</Message></Error>"
                                     "<RequestId>r</RequestId></ErrorResponse>"));
  const auto configured = engine.configure({{"region", "us-east-1"}});
  ASSERT_FALSE(configured.ok());
  EXPECT_THAT(configured.error().message, HasSubstr("credentials"));
  EXPECT_NE(configured.error().help, "");
}

TEST_F(ProviderTest, SaysWhereItLookedForCredentials) {
  world.environment = Environment{{"HOME", world.home.path()}, {"AWS_EC2_METADATA_DISABLED", "true"}};
  const auto configured = engine.configure({{"region", "us-east-1"}});
  ASSERT_FALSE(configured.ok());
  EXPECT_THAT(configured.error().message, HasSubstr("credentials"));
}

TEST_F(ProviderTest, NeedsARegion) {
  world.environment = Environment{{"HOME", world.home.path()}};
  const auto configured = engine.configure({});
  ASSERT_FALSE(configured.ok());
  EXPECT_THAT(configured.error().help, HasSubstr("aws:region"));
}

TEST_F(ProviderTest, ChangesOnlyTheAccountsItMay) {
  script_identity();
  EXPECT_TRUE(engine.configure({{"allowedAccountIds", R"(["123456789012"])"}}).ok());
  const auto other = engine.configure({{"allowedAccountIds", R"(["999999999999"])"}});
  ASSERT_FALSE(other.ok());
  EXPECT_THAT(other.error().message, HasSubstr("123456789012"));
  EXPECT_FALSE(engine.configure({{"forbiddenAccountIds", R"(["123456789012"])"}}).ok());
}

TEST_F(ProviderTest, WorksOnlyOnceItIsConfigured) {
  const auto created = engine.create("aws:ec2/vpc:Vpc", {{"cidrBlock", "10.0.0.0/16"}});
  ASSERT_FALSE(created.ok());
  EXPECT_THAT(created.error().message, HasSubstr("not configured"));
  EXPECT_TRUE(engine.check("aws:ec2/vpc:Vpc", {{"cidrBlock", "10.0.0.0/16"}}).ok());
}

TEST_F(ProviderTest, KnowsItsTypes) {
  const auto checked = engine.check("aws:ec2/vcp:Vpc", {});
  ASSERT_FALSE(checked.ok());
  EXPECT_THAT(checked.error().help, HasSubstr("aws:ec2/vpc:Vpc"));
}

TEST_F(ProviderTest, TagsEverythingAsConfigured) {
  script_identity();
  ASSERT_TRUE(engine.configure({{"defaultTags", R"({"tags":{"Owner":"platform"}})"}}).ok());
  const auto checked = engine.check("aws:ec2/vpc:Vpc", {{"tags", PropertyMap{{"Name", "a"}}}});
  EXPECT_EQ(*find(checked->inputs, "tagsAll")->get<PropertyMap>(),
            (PropertyMap{{"Name", "a"}, {"Owner", "platform"}, {"__defaults", PropertyArray()}}));
}

TEST_F(ProviderTest, UsesTheEndpointsItIsGiven) {
  ASSERT_TRUE(engine
                  .configure({{"endpoints", R"([{"ec2":"http://127.0.0.1:5000"}])"},
                              {"skipCredentialsValidation", true},
                              {"skipRequestingAccountId", true}})
                  .ok());
  world.aws.on_xml("DescribeAvailabilityZones", "<availabilityZoneInfo/>");
  ASSERT_TRUE(engine.invoke("aws:index/getAvailabilityZones:getAvailabilityZones", {}).ok());
  EXPECT_THAT(world.aws.requests, SizeIs(1));
  EXPECT_THAT(world.aws.requests[0].url, HasSubstr("http://127.0.0.1:5000"));
}

}  // namespace
}  // namespace ashlar::providers::aws
