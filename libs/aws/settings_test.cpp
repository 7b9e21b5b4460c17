#include "aws/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/test_support.hpp"

namespace ashlar::awsapi {
namespace {

using testing::HasSubstr;

class SettingsOf : public testing::Test {
 protected:
  std::string endpoint(const char* service, const std::string& region = "us-east-1", Options options = {}) {
    const auto found =
        endpoint_for(**models.service(service), region, world.settings(std::move(options)), world.environment);
    return found ? *found : found.error().message;
  }

  FakeWorld world;
  Models models;
};

constexpr const char* config = R"(
# who we are
[default]
region = eu-west-1   ; near

[profile  build]
region=eu-central-1
endpoint_url = http://localhost:1
max_attempts = 7
services = local
s3 =
  addressing_style = path

[services local]
ec2 =
  endpoint_url = http://localhost:2
)";

TEST_F(SettingsOf, RegionComesFromTheProgramTheEnvironmentThenTheProfile) {
  world.write(".aws/config", config);
  EXPECT_EQ(world.settings({.region = "a-b-1"}).region, "a-b-1");
  EXPECT_EQ(world.settings().region, "us-east-1");
  world.environment.set("AWS_REGION", "");
  EXPECT_EQ(world.settings().region, "eu-west-1");
  world.environment.set("AWS_PROFILE", "build");
  EXPECT_EQ(world.settings().region, "eu-central-1");
  world.environment.set("AWS_DEFAULT_REGION", "sa-east-1");
  EXPECT_EQ(world.settings().region, "sa-east-1");
}

TEST_F(SettingsOf, AMissingProfileIsNamedWithTheNearest) {
  world.write(".aws/config", config);
  world.environment.set("AWS_PROFILE", "bild");
  const auto settings = resolve_settings({}, world.files, world.environment);
  ASSERT_FALSE(settings.ok());
  EXPECT_THAT(settings.error().message, HasSubstr("the AWS profile \"bild\" is neither in"));
  EXPECT_EQ(settings.error().help, "did you mean \"build\"?");
}

TEST_F(SettingsOf, ADamagedFileIsNamedWithItsLine) {
  world.write(".aws/config", "[default]\nregion\n");
  const auto settings = resolve_settings({}, world.files, world.environment);
  ASSERT_FALSE(settings.ok());
  EXPECT_THAT(settings.error().message, HasSubstr(".aws/config:2: expected"));
}

TEST_F(SettingsOf, EndpointsFollowTheRegionsPartition) {
  EXPECT_EQ(endpoint("ec2"), "https://ec2.us-east-1.amazonaws.com");
  EXPECT_EQ(endpoint("rds", "cn-north-1"), "https://rds.cn-north-1.amazonaws.com.cn");
  EXPECT_EQ(endpoint("sts", "us-gov-west-1"), "https://sts.us-gov-west-1.amazonaws.com");
  EXPECT_EQ(partition_of("us-gov-west-1").id, "aws-us-gov");
  EXPECT_EQ(endpoint("ec2", "us-east-1", {.use_dualstack = true}), "https://ec2.us-east-1.api.aws");
  EXPECT_EQ(endpoint("sts", "us-east-1", {.use_fips = true}), "https://sts-fips.us-east-1.amazonaws.com");
}

TEST_F(SettingsOf, EndpointsForFipsAndBothIpVersionsAreThoseOfThePartition) {
  const Options fips{.use_fips = true};
  const Options dual{.use_dualstack = true};
  const Options both{.use_fips = true, .use_dualstack = true};
  EXPECT_EQ(endpoint("ec2", "eu-west-1", fips), "https://ec2-fips.eu-west-1.amazonaws.com");
  EXPECT_EQ(endpoint("rds", "eu-west-1", both), "https://rds-fips.eu-west-1.api.aws");
  EXPECT_EQ(endpoint("ec2", "us-gov-west-1", fips), "https://ec2.us-gov-west-1.amazonaws.com");
  EXPECT_EQ(endpoint("elasticache", "us-gov-east-1", both), "https://elasticache-fips.us-gov-east-1.api.aws");
  EXPECT_EQ(endpoint("sts", "cn-north-1", dual), "https://sts.cn-north-1.api.amazonwebservices.com.cn");
  EXPECT_EQ(endpoint("ec2", "us-iso-east-1", dual), "https://ec2.us-iso-east-1.api.aws.ic.gov");
  world.environment.set("AWS_USE_FIPS_ENDPOINT", "true");
  EXPECT_EQ(endpoint("ec2", "us-west-2"), "https://ec2-fips.us-west-2.amazonaws.com");
}

TEST_F(SettingsOf, SeveralFilesOfProfilesAreOne) {
  world.environment.set("AWS_REGION", "");
  world.write("first", "[profile a]\nregion = r-1\noutput = json\n");
  world.write("second", "[profile a]\nregion = r-2\n[profile b]\nregion = r-3\n");
  Options options{.profile = "a"};
  options.files.config = {world.home.path() + "/first", world.home.path() + "/second"};
  EXPECT_EQ(world.settings(options).region, "r-2");
  options.profile = "b";
  EXPECT_EQ(world.settings(options).region, "r-3");
}

TEST_F(SettingsOf, EndpointsNeedARegion) {
  EXPECT_EQ(endpoint("ec2", ""), "no AWS region is set");
  EXPECT_EQ(endpoint("ec2", "evil.com/"), "\"evil.com/\" is not an AWS region");
}

TEST_F(SettingsOf, EndpointsAreTakenFromTheMostSpecificPlace) {
  world.write(".aws/config", config);
  world.environment.set("AWS_PROFILE", "build");
  EXPECT_EQ(endpoint("ec2"), "http://localhost:2");
  EXPECT_EQ(endpoint("rds"), "http://localhost:1");
  world.environment.set("AWS_ENDPOINT_URL", "http://localhost:3/");
  EXPECT_EQ(endpoint("ec2"), "http://localhost:3");
  world.environment.set("AWS_ENDPOINT_URL_EC2", "http://localhost:4");
  EXPECT_EQ(endpoint("ec2"), "http://localhost:4");
  EXPECT_EQ(endpoint("rds"), "http://localhost:3");
  EXPECT_EQ(endpoint("ec2", "us-east-1", {.endpoints = {{"ec2", "http://localhost:5"}}}), "http://localhost:5");
  world.environment.set("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");
  EXPECT_EQ(endpoint("ec2"), "https://ec2.us-east-1.amazonaws.com");
}

TEST_F(SettingsOf, AttemptsComeFromTheProfileToo) {
  world.write(".aws/config", config);
  EXPECT_EQ(world.settings({.profile = "build"}).max_attempts, 7);
  world.environment.set("AWS_MAX_ATTEMPTS", "none");
  EXPECT_FALSE(resolve_settings({}, world.files, world.environment).ok());
}

TEST_F(SettingsOf, TheCredentialsFileCountsBeforeTheConfigFile) {
  world.write(".aws/config", "[default]\naws_access_key_id = old\nregion = r-1\n");
  world.write(".aws/credentials", "[default]\naws_access_key_id = new\n");
  const auto settings = world.settings();
  EXPECT_EQ(settings.profile().text("aws_access_key_id"), "new");
  EXPECT_EQ(settings.profile().text("region"), "r-1");
}

}  // namespace
}  // namespace ashlar::awsapi
