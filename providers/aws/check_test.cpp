#include "providers/aws/check.hpp"

#include "providers/aws/test_support.hpp"
#include "providers/aws/types/types.hpp"

namespace ashlar::providers::aws {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::MatchesRegex;

deploy::CheckAnswer check(const ResourceType& type, PropertyMap inputs, const Config& config = {},
                          PropertyMap old_inputs = {}) {
  const deploy::CheckRequest request{.urn = EngineCalls::urn(type.token, "Web"),
                                     .old_inputs = std::move(old_inputs),
                                     .new_inputs = std::move(inputs),
                                     .random_seed = std::string(32, 's')};
  auto answer = check_resource(type, request, config);
  EXPECT_TRUE(answer.ok());
  return std::move(*answer);
}

std::vector<std::string> failures_of(const deploy::CheckAnswer& answer) {
  std::vector<std::string> failures;
  for (const auto& failure : answer.failures) failures.push_back(failure.property + ": " + failure.reason);
  return failures;
}

TEST(Check, FillsInDefaultsAndSaysWhich) {
  const auto answer = check(vpc(), {{"cidrBlock", "10.0.0.0/16"}});
  EXPECT_THAT(failures_of(answer), ElementsAre());
  EXPECT_EQ(*find(answer.inputs, "enableDnsSupport")->get<bool>(), true);
  EXPECT_EQ(text(answer.inputs, "instanceTenancy"), "default");
  EXPECT_TRUE(was_defaulted(answer.inputs, "enableDnsSupport"));
  EXPECT_TRUE(was_defaulted(answer.inputs, "instanceTenancy"));
  EXPECT_FALSE(was_defaulted(answer.inputs, "cidrBlock"));
}

TEST(Check, NestedObjectsAndMapsListTheirOwnDefaults) {
  const PropertyMap rule{{"protocol", "tcp"}, {"fromPort", 80}, {"toPort", 80}};
  const auto answer = check(security_group(), {{"ingress", PropertyArray{rule}}, {"tags", PropertyMap{{"a", "b"}}}});
  const auto& checked = *(*find(answer.inputs, "ingress")->get<PropertyArray>())[0].get<PropertyMap>();
  EXPECT_TRUE(was_defaulted(checked, "self"));
  EXPECT_NE(find(*find(answer.inputs, "tags")->get<PropertyMap>(), "__defaults"), nullptr);
  EXPECT_NE(find(*find(answer.inputs, "tagsAll")->get<PropertyMap>(), "__defaults"), nullptr);
}

TEST(Check, NamesWhatHasNoName) {
  const auto first = check(security_group(), {});
  EXPECT_THAT(text(first.inputs, "name"), MatchesRegex("Web-[0-9a-f]{7}"));
  EXPECT_TRUE(was_defaulted(first.inputs, "name"));
  const auto later = check(security_group(), {{"description", "other"}}, {}, first.inputs);
  EXPECT_EQ(text(later.inputs, "name"), text(first.inputs, "name"));
  EXPECT_THAT(text(check(rds_subnet_group(), {{"subnetIds", PropertyArray{"s"}}}).inputs, "name"),
              MatchesRegex("web-[0-9a-f]{7}"));
  EXPECT_EQ(find(check(security_group(), {{"namePrefix", "p"}}).inputs, "name"), nullptr);
}

TEST(Check, FollowsTheEnginesNaming) {
  deploy::CheckRequest request{.urn = EngineCalls::urn(security_group().token, "Web"),
                               .random_seed = std::string(32, 's')};
  request.autonaming = deploy::AutonamingOptions{"chosen", deploy::AutonamingOptions::Mode::propose};
  EXPECT_EQ(text(check_resource(security_group(), request, {})->inputs, "name"), "chosen");
  request.autonaming->mode = deploy::AutonamingOptions::Mode::disable;
  EXPECT_THAT(failures_of(*check_resource(security_group(), request, {})),
              ElementsAre("name: is required: automatic naming is switched off"));
}

TEST(Check, CoercesScalarsAsThePublishedProviderDoes) {
  const auto answer = check(subnet(), {{"vpcId", "vpc-1"},
                                       {"mapPublicIpOnLaunch", "true"},
                                       {"enableLniAtDeviceIndex", "2"},
                                       {"tags", PropertyMap{{"n", 3}}}});
  EXPECT_THAT(failures_of(answer), ElementsAre());
  EXPECT_EQ(*find(answer.inputs, "mapPublicIpOnLaunch")->get<bool>(), true);
  EXPECT_EQ(*find(answer.inputs, "enableLniAtDeviceIndex")->get<double>(), 2);
  EXPECT_EQ(text(*find(answer.inputs, "tags")->get<PropertyMap>(), "n"), "3");
}

TEST(Check, SaysWhatDoesNotFit) {
  const auto answer = check(subnet(), {{"cidrBlock", "10.0.1.7/24"},
                                       {"mapPublicIpOnLaunch", "perhaps"},
                                       {"enableLniAtDeviceIndex", 1.5},
                                       {"tags", "x"}});
  EXPECT_THAT(failures_of(answer),
              ElementsAre("cidrBlock: \"10.0.1.7/24\" is an address in a network: write 10.0.1.0/24",
                          "enableLniAtDeviceIndex: must be a whole number", "mapPublicIpOnLaunch: must be a boolean",
                          "vpcId: is required", "tags: must be an object"));
}

TEST(Check, WarnsOfUnknownPropertiesAndRefusesUnknownMembers) {
  const auto answer = check(subnet(), {{"vpcId", "vpc-1"}, {"cidrBlok", "x"}});
  ASSERT_EQ(answer.warnings.size(), 1U);
  EXPECT_THAT(answer.warnings[0], HasSubstr("cidrBlock"));
  EXPECT_EQ(find(answer.inputs, "cidrBlok"), nullptr);
  const PropertyMap rule{{"protocol", "tcp"}, {"fromPort", 80}, {"toPort", 80}, {"cidrBlock", "0.0.0.0/0"}};
  EXPECT_THAT(failures_of(check(security_group(), {{"ingress", PropertyArray{rule}}})),
              ElementsAre("ingress[0].cidrBlock: is unknown; did you mean \"cidrBlocks\"?"));
}

TEST(Check, KnowsWhichPropertiesExcludeEachOther) {
  EXPECT_THAT(failures_of(check(route(), {{"routeTableId", "rtb-1"},
                                          {"destinationCidrBlock", "0.0.0.0/0"},
                                          {"gatewayId", "igw-1"},
                                          {"natGatewayId", "nat-1"}})),
              ElementsAre(HasSubstr("natGatewayId: excludes gatewayId")));
  EXPECT_THAT(failures_of(check(route(), {{"routeTableId", "rtb-1"}, {"gatewayId", "igw-1"}})),
              ElementsAre(HasSubstr("one of destinationCidrBlock")));
  EXPECT_THAT(failures_of(check(vpc(), {{"ipv6CidrBlock", "2600::/56"}})),
              ElementsAre("ipv6CidrBlock: needs ipv6IpamPoolId"));
  const PropertyMap all_ports{{"protocol", "all"}, {"fromPort", 1}, {"toPort", 2}};
  EXPECT_THAT(failures_of(check(security_group(), {{"egress", PropertyArray{all_ports}}})),
              ElementsAre(HasSubstr("egress[0]: must have fromPort and toPort 0")));
  EXPECT_THAT(
      failures_of(check(nat_gateway(), {{"subnetId", "s"}, {"connectivityType", "private"}, {"allocationId", "a"}})),
      ElementsAre(HasSubstr("allocationId: belongs to public NAT gateways")));
}

TEST(Check, UnknownValuesPass) {
  const auto answer = check(subnet(), {{"vpcId", PropertyValue::computed()},
                                       {"cidrBlock", PropertyValue::computed()},
                                       {"tags", PropertyMap{{"a", PropertyValue::computed()}}}});
  EXPECT_THAT(failures_of(answer), ElementsAre());
  EXPECT_TRUE(find(answer.inputs, "vpcId")->is<Computed>());
  EXPECT_TRUE(find(answer.inputs, "tagsAll")->is<Computed>());
}

TEST(Check, KeepsSecretMarks) {
  const auto answer = check(vpc(), {{"cidrBlock", PropertyValue::secret("10.0.0.0/16")}});
  EXPECT_THAT(failures_of(answer), ElementsAre());
  EXPECT_TRUE(find(answer.inputs, "cidrBlock")->is<Secret>());
}

TEST(Check, MergesTheConfiguredTagsAndRegion) {
  Config config;
  config.region = "eu-west-1";
  config.tags.defaults = {{"Owner", "platform"}, {"Name", "default"}, {"temp:x", "1"}};
  config.tags.ignored_prefixes = {"temp:"};
  const auto answer = check(vpc(), {{"cidrBlock", "10.0.0.0/16"}, {"tags", PropertyMap{{"Name", "own"}}}}, config);
  const auto& all = *find(answer.inputs, "tagsAll")->get<PropertyMap>();
  EXPECT_EQ(text(all, "Owner"), "platform");
  EXPECT_EQ(text(all, "Name"), "own");
  EXPECT_EQ(find(all, "temp:x"), nullptr);
  EXPECT_EQ(text(answer.inputs, "region"), "eu-west-1");
  EXPECT_EQ(text(check(vpc(), {{"region", "us-east-2"}}, config).inputs, "region"), "us-east-2");
}

}  // namespace
}  // namespace ashlar::providers::aws
