/// The pure functions over names, networks, policies, tags and the provider's configuration.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/timestamp.hpp"
#include "base/diagnostic.hpp"
#include "providers/aws/config.hpp"
#include "providers/aws/networks.hpp"
#include "providers/aws/policies.hpp"
#include "providers/aws/tags.hpp"
#include "providers/aws/unique_name.hpp"

namespace ashlar::providers::aws {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;
using testing::UnorderedElementsAre;

TEST(UniqueName, DrawsTheDigitsThatPulumiDraws) {
  // Pulumi's own test draws `ywzwwyz` from the four letters `xyzw` for this seed. A hex digit is drawn from the same
  // number, so its remainder by four is the position of that letter.
  const auto name = unique_name(std::string("\0\1\2\3\4", 5), "prefix", 7, 100);
  ASSERT_TRUE(name.ok());
  std::string letters;
  for (const char digit : name->substr(6)) letters += "xyzw"[std::stoi(std::string(1, digit), nullptr, 16) % 4];
  EXPECT_EQ(letters, "ywzwwyz");
}

TEST(UniqueName, RefusesWhatGetsTooLong) {
  const auto name = unique_name("seed", "prefix", 7, 12);
  ASSERT_FALSE(name.ok());
  EXPECT_THAT(name.error().help, HasSubstr("shorter name"));
}

TEST(TimestampedName, IsRecognisedByItsEnd) {
  const auto time = *awsapi::parse_timestamp("2023-11-14T22:13:20.1234Z");
  EXPECT_EQ(timestamped_name("web-", time, 0xabc), "web-20231114221320123400000abc");
  EXPECT_EQ(prefix_of_timestamped("web-20231114221320123400000abc"), "web-");
  EXPECT_EQ(prefix_of_timestamped("web-20231114221320123400000xyz"), "");
  EXPECT_EQ(prefix_of_timestamped("web-1234567"), "");
}

TEST(Networks, AreCheckedAndShortened) {
  EXPECT_EQ(ipv4_network("10.0.0.0/16"), std::nullopt);
  EXPECT_THAT(*ipv4_network("10.0.0.0"), HasSubstr("not a network"));
  EXPECT_THAT(*ipv4_network("10.0.0.0/33"), HasSubstr("not a network"));
  EXPECT_THAT(*ipv4_network("10.0.0.1/16"), HasSubstr("write 10.0.0.0/16"));
  EXPECT_EQ(ipv6_network("2001:db8::/32"), std::nullopt);
  EXPECT_EQ(canonical_network("2001:0DB8:0:0::/32"), "2001:db8::/32");
  EXPECT_EQ(canonical_network("10.0.0.0/16"), "10.0.0.0/16");
}

TEST(Policies, AreEqualWhenTheyMeanTheSame) {
  const auto one =
      R"({"Version":"2008-10-17","Statement":[{"Effect":"Allow","Action":["b","a"],"Principal":"*","Resource":"*"}]})";
  const auto other =
      R"({"Statement": {"Action": ["a", "b"], "Resource": ["*"], "Principal": "*", "Effect": "Allow"}, "Version": "2008-10-17"})";
  EXPECT_EQ(canonical_policy(one), canonical_policy(other));
  EXPECT_EQ(compact_json(R"({ "b": 1, "a": 2 })"), R"({"a":2,"b":1})");
  EXPECT_EQ(policy_document(one), std::nullopt);
  EXPECT_TRUE(policy_document("no json"));
}

TEST(Tags, OfTheConfigurationAreNotTheProgramsOwn) {
  TagRules rules;
  rules.defaults = {{"Owner", "platform"}};
  rules.ignored_keys = {"skip"};
  const auto seen =
      visible_tags({{"Owner", "platform"}, {"Name", "n"}, {"aws:x", "1"}, {"skip", "1"}, {operation_tag, "t"}}, rules);
  EXPECT_THAT(seen, ElementsAre(Pair("Name", "n"), Pair("Owner", "platform")));
  EXPECT_THAT(own_tags(seen, {}, rules), ElementsAre(Pair("Name", "n")));
  EXPECT_THAT(own_tags(seen, {{"Owner", "platform"}}, rules),
              ElementsAre(Pair("Name", "n"), Pair("Owner", "platform")));
}

TEST(Config, ReadsPlainAndNestedValues) {
  const auto config =
      read_config({{"region", "eu-west-1"},
                   {"maxRetries", "7"},
                   {"skipCredentialsValidation", "true"},
                   {"allowedAccountIds", R"(["1","2"])"},
                   {"defaultTags", R"({"tags":{"Owner":"platform"}})"},
                   {"ignoreTags", PropertyMap{{"keyPrefixes", PropertyArray{"temp:"}}}},
                   {"endpoints", R"([{"ec2":"http://localhost:1","rds":""}])"},
                   {"assumeRoles", R"([{"roleArn":"arn:r","sessionName":"s","duration":"15m","tags":{"a":"b"}}])"}});
  ASSERT_TRUE(config.ok()) << config.error().message;
  EXPECT_EQ(config->region, "eu-west-1");
  EXPECT_EQ(config->client.max_attempts, 8);
  EXPECT_TRUE(config->skip_credentials_validation);
  EXPECT_THAT(config->allowed_accounts, ElementsAre("1", "2"));
  EXPECT_THAT(config->tags.defaults, ElementsAre(Pair("Owner", "platform")));
  EXPECT_THAT(config->tags.ignored_prefixes, ElementsAre("temp:"));
  EXPECT_THAT(config->client.endpoints, ElementsAre(Pair("ec2", "http://localhost:1")));
  ASSERT_EQ(config->client.roles.size(), 1U);
  EXPECT_EQ(config->client.roles[0].duration_seconds, 900);
}

TEST(Config, RefusesEndpointsOfServicesThatDoNotExist) {
  EXPECT_TRUE(
      read_config({{"endpoints", R"([{"ec2":"http://a","sts":"http://a","cloudwatchlogs":"http://a"}])"}}).ok());
  const auto config = read_config({{"endpoints", R"([{"elasticcache":"http://a"},{"moon":"http://a"}])"}});
  ASSERT_FALSE(config.ok());
  EXPECT_THAT(config.error().message,
              HasSubstr(R"(aws:endpoints: "elasticcache" is no service of AWS: did you mean "elasticache"?)"));
  EXPECT_THAT(config.error().notes, ElementsAre(R"(aws:endpoints: "moon" is no service of AWS)"));
}

TEST(Config, SaysHowRequestsGoOut) {
  const auto config = read_config({{"customCaBundle", "/ca.pem"},
                                   {"httpProxy", "http://proxy:1"},
                                   {"noProxy", "localhost"},
                                   {"insecure", "true"},
                                   {"stsRegion", "us-west-2"},
                                   {"userAgents", R"(["town/1.0"])"},
                                   {"useFipsEndpoint", true},
                                   {"ec2MetadataServiceEndpoint", "http://127.0.0.1:1"},
                                   {"ec2MetadataServiceEndpointMode", "IPv6"},
                                   {"sharedConfigFiles", R"(["/a","/b"])"}});
  ASSERT_TRUE(config.ok()) << config.error().message;
  const auto& client = config->client;
  EXPECT_EQ(client.ca_bundle, "/ca.pem");
  EXPECT_EQ(client.http_proxy, "http://proxy:1");
  EXPECT_EQ(client.https_proxy, "http://proxy:1") << "unless there is one of its own";
  EXPECT_EQ(client.no_proxy, "localhost");
  EXPECT_TRUE(client.insecure);
  EXPECT_EQ(client.sts_region, "us-west-2");
  EXPECT_THAT(client.user_agents, ElementsAre("town/1.0"));
  EXPECT_TRUE(client.use_fips);
  EXPECT_EQ(client.metadata_endpoint, "http://127.0.0.1:1");
  EXPECT_TRUE(client.metadata_over_ipv6);
  EXPECT_THAT(client.files.config, ElementsAre("/a", "/b"));
}

TEST(Config, RefusesRegionsAndModesThatDoNotExist) {
  EXPECT_TRUE(read_config({{"region", "moon-1"}, {"skipRegionValidation", "true"}}).ok());
  const auto config = read_config({{"region", "moon-1"},
                                   {"skipRegionValidation", "false"},
                                   {"retryMode", "stubborn"},
                                   {"ec2MetadataServiceEndpointMode", "IPv5"}});
  ASSERT_FALSE(config.ok());
  EXPECT_THAT(config.error().notes.size(), 2U);
  EXPECT_THAT(format_error(config.error()), HasSubstr("aws:region moon-1 is none of AWS's"));
}

TEST(Config, WarnsOfWhatIsNotHeeded) {
  EXPECT_THAT(warn_of_inert_config({{"retryMode", "standard"}, {"s3UsePathStyle", false}, {"region", "r"}}),
              ElementsAre());
  EXPECT_THAT(warn_of_inert_config({{"retryMode", "adaptive"}, {"s3UsePathStyle", "true"}}),
              ElementsAre(HasSubstr("aws:retryMode has no effect"), HasSubstr("aws:s3UsePathStyle has no effect")));
}

TEST(Config, EveryKeyIsReadOrWarnedOf) {
  // One that is neither would be silently inert: a value of the wrong kind must be noticed.
  for (const auto& key : config_keys()) {
    if (key == "version" || key == "pluginDownloadURL") continue;  // the engine's
    const PropertyMap odd{{key, PropertyArray{PropertyMap{{"odd", PropertyArray{"odd"}}}}}};
    const auto config = read_config(odd);
    const bool noticed = !config || !warn_of_inert_config(odd).empty();
    const bool takes_lists =
        key == "endpoints" || key == "userAgents" || key.ends_with("Files") || key.ends_with("Ids");
    EXPECT_TRUE(noticed || takes_lists) << key;
  }
}

TEST(Config, SaysAllThatIsWrong) {
  const auto config =
      read_config({{"accessKey", "A"}, {"maxRetries", "many"}, {"assumeRoles", R"([{"sessionName":"s"}])"}});
  ASSERT_FALSE(config.ok());
  EXPECT_THAT(config.error().message, HasSubstr("aws:accessKey and aws:secretKey belong together"));
  EXPECT_THAT(config.error().notes,
              UnorderedElementsAre("aws:assumeRoles.roleArn is missing", "aws:maxRetries must be a number"));
}

}  // namespace
}  // namespace ashlar::providers::aws
