#include "providers/aws/difference.hpp"

#include "providers/aws/check.hpp"
#include "providers/aws/test_support.hpp"
#include "providers/aws/types/types.hpp"

namespace ashlar::providers::aws {
namespace {

using testing::ElementsAre;
using testing::Key;
using testing::UnorderedElementsAre;

/// The diff between a state with those outputs, made from `old_inputs`, and new inputs.
deploy::DiffAnswer diff(const ResourceType& type, PropertyMap outputs, PropertyMap inputs, PropertyMap old_inputs = {},
                        std::vector<std::string> ignore = {}) {
  const auto urn = EngineCalls::urn(type.token, "r");
  const deploy::CheckRequest before{
      .urn = urn, .new_inputs = old_inputs.empty() ? inputs : old_inputs, .random_seed = std::string(32, 's')};
  const auto old = check_resource(type, before, {});
  const deploy::CheckRequest after{
      .urn = urn, .old_inputs = old->inputs, .new_inputs = std::move(inputs), .random_seed = std::string(32, 't')};
  const deploy::DiffRequest request{.urn = urn,
                                    .id = "id",
                                    .old_inputs = old->inputs,
                                    .old_outputs = std::move(outputs),
                                    .new_inputs = check_resource(type, after, {})->inputs,
                                    .ignore_changes = std::move(ignore)};
  return difference(type, request);
}

PropertyMap vpc_outputs() {
  return {{"cidrBlock", "10.0.0.0/16"},
          {"enableDnsSupport", true},
          {"enableDnsHostnames", false},
          {"instanceTenancy", "default"},
          {"ipv6CidrBlock", ""},
          {"region", "us-east-1"},
          {"tags", PropertyMap{{"Name", "a"}, {"Old", "x"}}},
          {"tagsAll", PropertyMap{{"Name", "a"}, {"Old", "x"}}}};
}
const PropertyMap vpc_inputs{{"cidrBlock", "10.0.0.0/16"}, {"tags", PropertyMap{{"Name", "a"}, {"Old", "x"}}}};

TEST(Difference, IsNoneWhereTheProgramAsksForWhatIs) {
  const auto answer = diff(vpc(), vpc_outputs(), vpc_inputs);
  EXPECT_EQ(answer.changes, deploy::DiffAnswer::Changes::none);
  EXPECT_THAT(answer.detailed, ElementsAre());
}

TEST(Difference, OfTagsIsShownTagByTag) {
  const auto answer =
      diff(vpc(), vpc_outputs(), {{"cidrBlock", "10.0.0.0/16"}, {"tags", PropertyMap{{"Name", "b"}, {"New", "y"}}}});
  EXPECT_THAT(answer.diffs, ElementsAre("tags", "tagsAll"));
  EXPECT_THAT(answer.replaces, ElementsAre());
  EXPECT_EQ(answer.detailed.at("tags.Name").kind, DiffKind::update);
  EXPECT_EQ(answer.detailed.at("tags.New").kind, DiffKind::add);
  EXPECT_EQ(answer.detailed.at("tags.Old").kind, DiffKind::remove);
}

TEST(Difference, OfASetNamesOnlyWhatCameAndWent) {
  const auto ids = [](PropertyArray subnets) { return PropertyMap{{"name", "n"}, {"subnetIds", std::move(subnets)}}; };
  const PropertyMap outputs{
      {"name", "n"}, {"subnetIds", PropertyArray{"a", "b", "c"}}, {"description", "Managed by Pulumi"}};
  const auto grown =
      diff(rds_subnet_group(), outputs, ids({"c", "a", "b", PropertyValue::computed()}), ids({"c", "a", "b"}));
  EXPECT_THAT(grown.detailed, ElementsAre(Key("subnetIds[3]")));
  EXPECT_EQ(grown.detailed.begin()->second.kind, DiffKind::add);
  const auto swapped = diff(rds_subnet_group(), outputs, ids({"a", "d", "b"}), ids({"c", "a", "b"}));
  EXPECT_EQ(swapped.detailed.at("subnetIds[0]").kind, DiffKind::remove) << "in the old program's order";
  EXPECT_EQ(swapped.detailed.at("subnetIds[1]").kind, DiffKind::add);
  EXPECT_EQ(diff(rds_subnet_group(), outputs, ids({"b", "c", "a"}), ids({"c", "a", "b"})).changes,
            deploy::DiffAnswer::Changes::none);
}

TEST(Difference, ForcesAReplacementWhereAwsCannotChange) {
  const auto answer = diff(vpc(), vpc_outputs(), {{"cidrBlock", "10.1.0.0/16"}, {"tags", vpc_inputs.at("tags")}});
  EXPECT_THAT(answer.replaces, ElementsAre("cidrBlock"));
  EXPECT_EQ(answer.detailed.at("cidrBlock").kind, DiffKind::update_replace);
  EXPECT_FALSE(answer.delete_before_replace);
}

TEST(Difference, OfTenancyReplacesOnlyOneWay) {
  auto outputs = vpc_outputs();
  auto inputs = vpc_inputs;
  inputs["instanceTenancy"] = "dedicated";
  EXPECT_THAT(diff(vpc(), outputs, inputs).replaces, ElementsAre("instanceTenancy"));
  outputs["instanceTenancy"] = "dedicated";
  EXPECT_THAT(diff(vpc(), outputs, vpc_inputs).replaces, ElementsAre());
}

TEST(Difference, WhatAwsFillsInIsLeftToIt) {
  auto outputs = vpc_outputs();
  outputs["enableDnsHostnames"] = true;
  EXPECT_EQ(diff(vpc(), outputs, vpc_inputs).changes, deploy::DiffAnswer::Changes::none);
}

TEST(Difference, AnUnknownValueMayBeAnother) {
  const PropertyMap outputs{{"vpcId", "vpc-1"}, {"cidrBlock", "10.0.1.0/24"}};
  EXPECT_THAT(diff(subnet(), outputs, {{"vpcId", PropertyValue::computed()}, {"cidrBlock", "10.0.1.0/24"}}).replaces,
              ElementsAre("vpcId"));
}

TEST(Difference, SetsHaveNoOrder) {
  const PropertyMap outputs{{"name", "g"}, {"description", "d"}, {"subnetIds", PropertyArray{"a", "b"}}};
  const PropertyMap inputs{{"name", "g"}, {"description", "d"}, {"subnetIds", PropertyArray{"b", "a"}}};
  EXPECT_EQ(diff(rds_subnet_group(), outputs, inputs).changes, deploy::DiffAnswer::Changes::none);
  EXPECT_THAT(
      diff(rds_subnet_group(), outputs, {{"name", "g"}, {"description", "d"}, {"subnetIds", PropertyArray{"b", "c"}}})
          .diffs,
      ElementsAre("subnetIds"));
}

TEST(Difference, AFixedNameHasToBeFreeFirst) {
  const PropertyMap outputs{{"name", "g"}, {"description", "d"}, {"vpcId", "vpc-1"}};
  const auto fixed = diff(security_group(), outputs, {{"name", "g"}, {"description", "other"}, {"vpcId", "vpc-1"}});
  EXPECT_THAT(fixed.replaces, ElementsAre("description"));
  EXPECT_TRUE(fixed.delete_before_replace);
  auto generated_outputs = outputs;
  const auto old =
      check_resource(security_group(),
                     {.urn = EngineCalls::urn(security_group().token, "r"), .random_seed = std::string(32, 's')}, {});
  generated_outputs["name"] = text(old->inputs, "name");
  EXPECT_FALSE(
      diff(security_group(), generated_outputs, {{"description", "other"}, {"vpcId", "vpc-1"}}, {{"description", "d"}})
          .delete_before_replace);
}

TEST(Difference, RulesCountByWhatTheyAllow) {
  const PropertyMap both{{"protocol", "tcp"},
                         {"fromPort", 80},
                         {"toPort", 80},
                         {"cidrBlocks", PropertyArray{"10.0.0.0/8", "192.168.0.0/16"}}};
  const PropertyMap one{
      {"protocol", "6"}, {"fromPort", 80}, {"toPort", 80}, {"cidrBlocks", PropertyArray{"192.168.0.0/16"}}};
  const PropertyMap other{
      {"protocol", "TCP"}, {"fromPort", 80}, {"toPort", 80}, {"cidrBlocks", PropertyArray{"10.0.0.0/8"}}};
  const PropertyMap outputs{{"name", "g"}, {"description", "Managed by Pulumi"}, {"ingress", PropertyArray{both}}};
  EXPECT_EQ(diff(security_group(), outputs, {{"name", "g"}, {"ingress", PropertyArray{one, other}}}).changes,
            deploy::DiffAnswer::Changes::none);
  EXPECT_THAT(diff(security_group(), outputs, {{"name", "g"}, {"ingress", PropertyArray{one}}}).diffs,
              ElementsAre("ingress"));
}

TEST(Difference, IgnoredChangesStayAsTheyAre) {
  auto inputs = vpc_inputs;
  inputs["cidrBlock"] = "10.9.0.0/16";
  EXPECT_EQ(diff(vpc(), vpc_outputs(), inputs, vpc_inputs, {"cidrBlock"}).changes, deploy::DiffAnswer::Changes::none);
}

TEST(Difference, AStateWithoutRegionsIsNotReplaced) {
  auto outputs = vpc_outputs();
  outputs.erase("region");
  auto inputs = vpc_inputs;
  inputs["region"] = "us-east-1";
  EXPECT_EQ(diff(vpc(), outputs, inputs).changes, deploy::DiffAnswer::Changes::none);
  inputs["region"] = "us-east-2";
  EXPECT_THAT(diff(vpc(), vpc_outputs(), inputs).replaces, ElementsAre("region"));
}

TEST(Difference, PoliciesCountByTheirMeaning) {
  const PropertyMap outputs{{"vpcId", "vpc-1"},
                            {"serviceName", "s"},
                            {"vpcEndpointType", "Gateway"},
                            {"policy", R"({"Statement":[],"Version":"1"})"}};
  const PropertyMap inputs{
      {"vpcId", "vpc-1"}, {"serviceName", "s"}, {"policy", R"({ "Version": "1", "Statement": [] })"}};
  EXPECT_EQ(diff(vpc_endpoint(), outputs, inputs).changes, deploy::DiffAnswer::Changes::none);
}

TEST(Difference, ARouteKeepsItsDestination) {
  const PropertyMap outputs{{"routeTableId", "rtb-1"},
                            {"destinationIpv6CidrBlock", "2600::/16"},
                            {"gatewayId", "igw-1"},
                            {"natGatewayId", ""}};
  EXPECT_EQ(
      summary(diff(route(), outputs,
                   {{"routeTableId", "rtb-1"}, {"destinationIpv6CidrBlock", "2600:0::/16"}, {"gatewayId", "igw-1"}})),
      " / ");
  EXPECT_EQ(
      summary(diff(route(), outputs,
                   {{"routeTableId", "rtb-1"}, {"destinationIpv6CidrBlock", "2600::/16"}, {"natGatewayId", "nat-1"}},
                   {{"routeTableId", "rtb-1"}, {"destinationIpv6CidrBlock", "2600::/16"}, {"gatewayId", "igw-1"}})),
      "gatewayId,natGatewayId / ");
}

}  // namespace
}  // namespace ashlar::providers::aws
