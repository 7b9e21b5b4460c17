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

TEST_F(ProviderTest, AsksForTheAccountWhenItMattersWhateverMayBeSkipped) {
  script_identity();
  const auto other = engine.configure({{"allowedAccountIds", R"(["999999999999"])"},
                                       {"skipCredentialsValidation", true},
                                       {"skipRequestingAccountId", true}});
  EXPECT_FALSE(other.ok());
  EXPECT_THAT(world.aws.calls(), ElementsAre("GetCallerIdentity"));
}

TEST_F(ProviderTest, AsksStsWhereItIsTold) {
  script_identity();
  ASSERT_TRUE(
      engine.configure({{"region", "eu-west-1"}, {"stsRegion", "us-west-2"}, {"userAgents", R"(["town/1"])"}}).ok());
  EXPECT_THAT(world.aws.requests.at(0).url, HasSubstr("https://sts.us-west-2.amazonaws.com"));
  EXPECT_EQ(awsapi::find_header(world.aws.requests.at(0).headers, "user-agent"), "ashlar town/1");
}

TEST_F(ProviderTest, GoesThroughTheProxyItIsGiven) {
  script_identity();
  ASSERT_TRUE(engine.configure({{"httpsProxy", "http://proxy:3128"}, {"noProxy", "local"}, {"insecure", true}}).ok());
  EXPECT_EQ(world.aws.requests.at(0).proxy, "http://proxy:3128");
  EXPECT_EQ(world.aws.requests.at(0).no_proxy, "local");
  EXPECT_FALSE(world.aws.requests.at(0).verify_server);
}

TEST_F(ProviderTest, TakesOnTheRolesItIsGiven) {
  script_identity();
  world.aws.on_xml("AssumeRole",
                   "<Credentials><AccessKeyId>ROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey>"
                   "<SessionToken>t</SessionToken><Expiration>2033-11-15T00:00:00Z</Expiration></Credentials>",
                   true);
  const auto configured = engine.configure(
      {{"assumeRoles", R"([{"roleArn":"arn:aws:iam::1:role/deploy","sessionName":"town","externalId":"x"}])"}});
  ASSERT_TRUE(configured.ok()) << configured.error().message;
  EXPECT_THAT(world.aws.calls(), ElementsAre("AssumeRole", "GetCallerIdentity"));
  EXPECT_EQ(world.aws.last("AssumeRole").at("RoleArn"), "arn:aws:iam::1:role/deploy");
  EXPECT_EQ(world.aws.last("AssumeRole").at("ExternalId"), "x");
  EXPECT_THAT(std::string(awsapi::find_header(world.aws.requests.back().headers, "authorization")),
              HasSubstr("Credential=ROLE/"));
}

TEST_F(ProviderTest, TakesRegionAndKeysFromTheProfileItIsGiven) {
  script_identity();
  world.write(".aws/config",
              "[profile build]\nregion = eu-north-1\naws_access_key_id = BUILD\naws_secret_access_key = s\n");
  world.environment.set("AWS_REGION", "");
  ASSERT_TRUE(engine.configure({{"profile", "build"}}).ok());
  EXPECT_THAT(std::string(awsapi::find_header(world.aws.requests.back().headers, "authorization")),
              HasSubstr("Credential=BUILD/20231114/eu-north-1/"));
  const auto missing = engine.configure({{"profile", "bild"}});
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().help, "did you mean \"build\"?");
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
