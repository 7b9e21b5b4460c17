#include "aws/credential_chain.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/test_support.hpp"
#include "aws/timestamp.hpp"

namespace ashlar::awsapi {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

/// A machine without keys in its environment.
class Chain : public testing::Test {
 protected:
  Chain() {
    for (const char* name : {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_EC2_METADATA_DISABLED"})
      world.environment.set(name, "");
  }

  Result<Credentials> find(Options options = {}) {
    caller.emplace(world.all(), world.settings(std::move(options)));
    return world.wait(find_credentials(*caller));
  }
  std::string found_key(Options options = {}) {
    const auto found = find(std::move(options));
    return found ? found->access_key + " from " + found->source : found.error().message;
  }
  void answer_assume_role(const std::string& operation = "AssumeRole") {
    world.aws.on_xml(
        operation,
        "<Credentials><AccessKeyId>ROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>"
        "<Expiration>2023-11-14T23:13:20Z</Expiration></Credentials>",
        true);
  }

  FakeWorld world;
  std::optional<Caller> caller;
};

TEST_F(Chain, TheProgramsOwnKeysGoFirst) {
  world.environment.set("AWS_ACCESS_KEY_ID", "ENV");
  world.environment.set("AWS_SECRET_ACCESS_KEY", "s");
  EXPECT_EQ(found_key({.access_key = "OWN", .secret_key = "s"}), "OWN from the provider's configuration");
  EXPECT_EQ(found_key(), "ENV from the environment");
}

TEST_F(Chain, HalfASetOfKeysIsAnError) {
  world.environment.set("AWS_ACCESS_KEY_ID", "ENV");
  EXPECT_EQ(found_key(), "AWS credentials from the environment: AWS_SECRET_ACCESS_KEY is not set");
}

TEST_F(Chain, ANamedProfileGoesBeforeTheEnvironment) {
  world.write(
      ".aws/credentials",
      "[default]\naws_access_key_id=DEF\naws_secret_access_key=s\n[x]\naws_access_key_id=X\naws_secret_access_key=s\n");
  EXPECT_EQ(found_key(), "DEF from the profile default");
  world.environment.set("AWS_ACCESS_KEY_ID", "ENV");
  world.environment.set("AWS_SECRET_ACCESS_KEY", "s");
  EXPECT_EQ(found_key({.profile = "x"}), "X from the profile x");
}

TEST_F(Chain, AProfilesRoleIsAssumedWithItsSource) {
  world.write(".aws/config",
              "[profile base]\naws_access_key_id=BASE\naws_secret_access_key=s\n"
              "[profile "
              "role]\nrole_arn=arn:aws:iam::1:role/"
              "r\nsource_profile=base\nexternal_id=e\nrole_session_name=me\nduration_seconds=900\n");
  answer_assume_role();
  const auto found = find({.profile = "role"});
  ASSERT_TRUE(found.ok()) << found.error().message;
  EXPECT_EQ(found->access_key, "ROLE");
  EXPECT_EQ(found->session_token, "t");
  EXPECT_EQ(found->expires, parse_timestamp("2023-11-14T23:13:20Z"));
  const auto sent = world.aws.last("AssumeRole");
  EXPECT_EQ(sent.at("RoleArn"), "arn:aws:iam::1:role/r");
  EXPECT_EQ(sent.at("RoleSessionName"), "me");
  EXPECT_EQ(sent.at("ExternalId"), "e");
  EXPECT_EQ(sent.at("DurationSeconds"), "900");
  EXPECT_THAT(std::string(find_header(world.aws.requests[0].headers, "authorization")), HasSubstr("Credential=BASE/"));
}

TEST_F(Chain, ProfilesThatNameEachOtherAreAnError) {
  world.write(".aws/config", "[profile a]\nrole_arn=r\nsource_profile=b\n[profile b]\nrole_arn=r\nsource_profile=a\n");
  EXPECT_THAT(found_key({.profile = "a"}), HasSubstr("source_profile goes round in a circle"));
}

TEST_F(Chain, ARefusedRoleGivesAwsReason) {
  world.write(".aws/config", "[profile a]\nrole_arn=arn:aws:iam::1:role/r\ncredential_source=Environment\n");
  world.environment.set("AWS_ACCESS_KEY_ID", "ENV");
  world.environment.set("AWS_SECRET_ACCESS_KEY", "s");
  world.aws.on(
      "AssumeRole",
      http_response(
          403, "<ErrorResponse><Error><Code>AccessDenied</Code><Message>not you</Message></Error></ErrorResponse>"));
  const auto found = find({.profile = "a"});
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().message,
            "AWS credentials from the role arn:aws:iam::1:role/r: sts AssumeRole: AccessDenied: not you");
  EXPECT_EQ(found.error().kind, ErrorKind::authentication);
}

TEST_F(Chain, AWebIdentityIsTradedWithoutASignature) {
  world.write("token", "jwt\n");
  world.environment.set("AWS_WEB_IDENTITY_TOKEN_FILE", world.home.path() + "/token");
  world.environment.set("AWS_ROLE_ARN", "arn:aws:iam::1:role/pod");
  answer_assume_role("AssumeRoleWithWebIdentity");
  EXPECT_EQ(found_key(), "ROLE from the role arn:aws:iam::1:role/pod");
  EXPECT_EQ(world.aws.last("AssumeRoleWithWebIdentity").at("WebIdentityToken"), "jwt");
  EXPECT_EQ(find_header(world.aws.requests[0].headers, "authorization"), "");
}

TEST_F(Chain, RolesOfTheProgramAreTakenOnOneAfterTheOther) {
  answer_assume_role();
  Options options{.access_key = "OWN", .secret_key = "s"};
  options.roles = {{.role_arn = "one"}, {.role_arn = "two", .tags = {{"k", "v"}}}};
  EXPECT_EQ(found_key(options), "ROLE from the role two");
  EXPECT_THAT(world.aws.calls(), ElementsAre("AssumeRole", "AssumeRole"));
  EXPECT_EQ(world.aws.last("AssumeRole").at("Tags.member.1.Key"), "k");
}

TEST_F(Chain, ACredentialProcessIsRun) {
  world.write(".aws/config", "[profile p]\ncredential_process = /opt/keys --for me\n");
  world.processes.outputs["/opt/keys --for me"] =
      R"({"Version":1,"AccessKeyId":"PROC","SecretAccessKey":"s","Expiration":"2023-11-15T00:00:00Z"})";
  EXPECT_EQ(found_key({.profile = "p"}), "PROC from the profile's credential_process");
  world.processes.outputs.clear();
  EXPECT_THAT(found_key({.profile = "p"}), HasSubstr("it exited with status 127"));
}

constexpr const char* sso_config =
    "[profile sso]\nsso_session=corp\nsso_account_id=123\nsso_role_name=Admin\n"
    "[sso-session corp]\nsso_start_url=https://corp.awsapps.com/start\nsso_region=eu-west-1\n";
// SHA-1 of "corp"
constexpr const char* sso_cache = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";
constexpr const char* sso_url =
    "GET https://portal.sso.eu-west-1.amazonaws.com/federation/credentials?account_id=123&role_name=Admin";
constexpr const char* sso_keys =
    R"({"roleCredentials":{"accessKeyId":"SSO","secretAccessKey":"s","sessionToken":"t","expiration":1700003600000}})";

TEST_F(Chain, ASingleSignOnSessionIsTradedForKeys) {
  world.write(".aws/config", sso_config);
  EXPECT_THAT(found_key({.profile = "sso"}), HasSubstr("there is no session"));
  EXPECT_EQ(find({.profile = "sso"}).error().help, "run `aws sso login --sso-session corp`");
}

TEST_F(Chain, AnExpiredSingleSignOnTokenIsRefreshedAndWrittenBack) {
  world.write(".aws/config", sso_config);
  const auto path = sso_cache;
  world.write(
      path,
      R"({"accessToken":"old","expiresAt":"2023-11-14T00:00:00Z","refreshToken":"r","clientId":"c","clientSecret":"x",)"
      R"("registrationExpiresAt":"2024-01-01T00:00:00Z"})");
  world.aws.on("POST https://oidc.eu-west-1.amazonaws.com/token",
               http_response(200, R"({"accessToken":"new","expiresIn":3600})"));
  world.aws.on(sso_url, http_response(200, sso_keys));
  EXPECT_EQ(found_key({.profile = "sso"}), "SSO from single sign-on");
  EXPECT_EQ(find_header(world.aws.requests.back().headers, "x-amz-sso_bearer_token"), "new");
  EXPECT_THAT(*world.files.read_file(world.home.path() + "/" + path), HasSubstr("\"accessToken\":\"new\""));
}

TEST_F(Chain, ContainersAskTheirService) {
  world.environment.set("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/keys");
  world.environment.set("AWS_CONTAINER_AUTHORIZATION_TOKEN", "auth");
  world.aws.on("GET http://169.254.170.2/v2/keys",
               http_response(200, R"({"AccessKeyId":"ECS","SecretAccessKey":"s","Token":"t"})"));
  EXPECT_EQ(found_key(), "ECS from the container's credential service");
  EXPECT_EQ(find_header(world.aws.requests[0].headers, "authorization"), "auth");
}

TEST_F(Chain, ContainersDoNotSendTheirTokenToStrangers) {
  world.environment.set("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://example.com/keys");
  EXPECT_THAT(found_key(), HasSubstr("neither https nor on this machine"));
  EXPECT_TRUE(world.aws.requests.empty());
}

TEST_F(Chain, InstancesAskTheirMetadataServiceWithAToken) {
  const std::string host = "http://169.254.169.254";
  world.aws.on("PUT " + host + "/latest/api/token", http_response(200, "session"));
  world.aws.on("GET " + host + "/latest/meta-data/iam/security-credentials/", http_response(200, "web-role\n"));
  world.aws.on(
      "GET " + host + "/latest/meta-data/iam/security-credentials/web-role",
      http_response(
          200,
          R"({"Code":"Success","AccessKeyId":"EC2","SecretAccessKey":"s","Token":"t","Expiration":"2023-11-15T00:00:00Z"})"));
  EXPECT_EQ(found_key(), "EC2 from the instance's metadata service");
  EXPECT_EQ(find_header(world.aws.requests[2].headers, "x-aws-ec2-metadata-token"), "session");
  EXPECT_FALSE(world.aws.requests[0].use_proxy);
}

TEST_F(Chain, NothingAnywhereListsWhatWasTried) {
  const auto found = find();
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().message, "no AWS credentials were found");
  EXPECT_EQ(found.error().kind, ErrorKind::authentication);
  EXPECT_THAT(found.error().notes, Contains("the environment: AWS_ACCESS_KEY_ID is not set"));
  EXPECT_THAT(found.error().notes, Contains("the instance's metadata service: no answer, or no role"));
  EXPECT_EQ(found.error().notes.size(), 5U);
}

/// Counts its searches and gives keys that hold for ten minutes.
class Cache : public testing::Test {
 protected:
  Task<Result<Credentials>> search() {
    ++searches;
    auto sleeping = sleep_for(world.loop, std::chrono::seconds(1), nullptr);
    co_await sleeping;
    if (broken) co_return fail("no way");
    co_return Credentials{.access_key = "K" + std::to_string(searches),
                          .expires = world.loop.now() + std::chrono::minutes(10)};
  }
  std::string key() {
    const auto found = world.wait(cached.get());
    return found ? found->access_key : found.error().message;
  }

  FakeWorld world;
  int searches = 0;
  bool broken = false;
  CachedCredentials cached{world.loop, [this] { return search(); }};
};

TEST_F(Cache, AsksOnceForAllWhoWait) {
  std::vector<std::string> keys;
  for (int i = 0; i < 3; ++i) {
    spawn([](CachedCredentials* credentials, std::vector<std::string>* out) -> Task<void> {
      auto getting = credentials->get();
      const auto found = co_await getting;
      out->push_back(found->access_key);
    }(&cached, &keys));
  }
  world.loop.run();
  EXPECT_THAT(keys, testing::UnorderedElementsAre("K1", "K1", "K1"));
}

TEST_F(Cache, RenewsShortlyBeforeTheyExpire) {
  EXPECT_EQ(key(), "K1");
  world.loop.now_ += std::chrono::minutes(4);
  EXPECT_EQ(key(), "K1");
  world.loop.now_ += std::chrono::minutes(2);
  EXPECT_EQ(key(), "K2");
}

TEST_F(Cache, KeepsWhatStillHoldsWhenRenewalFails) {
  EXPECT_EQ(key(), "K1");
  broken = true;
  world.loop.now_ += std::chrono::minutes(6);
  EXPECT_EQ(key(), "K1");
  world.loop.now_ += std::chrono::minutes(6);
  EXPECT_EQ(key(), "no way");
}

TEST_F(Cache, RenewsWhatAwsCallsExpired) {
  EXPECT_EQ(key(), "K1");
  EXPECT_TRUE(cached.renew());
  EXPECT_EQ(key(), "K2");
}

TEST(Timestamps, AreReadInAllFormsThatAwsWrites) {
  const auto expected = Clock::Time(std::chrono::seconds(1700000000));
  EXPECT_EQ(parse_timestamp("2023-11-14T22:13:20Z"), expected);
  EXPECT_EQ(parse_timestamp("2023-11-14T22:13:20UTC"), expected);
  EXPECT_EQ(parse_timestamp("2023-11-14T23:13:20+01:00"), expected);
  EXPECT_EQ(parse_timestamp("2023-11-14T22:13:20.250Z"), expected + std::chrono::milliseconds(250));
  EXPECT_EQ(parse_timestamp("2023-11-14"), std::nullopt);
  EXPECT_EQ(parse_timestamp("2023-13-14T22:13:20Z"), std::nullopt);
}

}  // namespace
}  // namespace ashlar::awsapi
