#include "project/autonaming.hpp"

#include <gtest/gtest.h>

#include "project/stack_config.hpp"

namespace ashlar::project {
namespace {

using Mode = NamingRule::Mode;

Result<std::optional<Autonaming>> parse(const std::string& autonaming) {
  const auto config = StackConfig::parse("config:\n  p:suffix: [x1]\n  pulumi:autonaming: " + autonaming + "\n",
                                         "Pulumi.dev.yaml", "p");
  EXPECT_TRUE(config) << config.error().message;
  return parse_autonaming(config->values(), *StackReference::parse("dev", "p"), nullptr);
}

std::string error(const std::string& autonaming) {
  const auto parsed = parse(autonaming);
  return parsed ? "none" : parsed.error().message;
}

TEST(AutonamingConfig, IsAbsentByDefault) {
  EXPECT_EQ(parse_autonaming({}, *StackReference::parse("dev", "p"), nullptr)->has_value(), false);
}

TEST(AutonamingConfig, ChoosesTheMostSpecificRule) {
  const auto parsed = parse(R"(
    mode: verbatim
    providers:
      aws:
        pattern: ${name}-${hex(4)}
        enforce: true
        resources:
          "aws:s3/bucket:Bucket": {mode: disabled}
      random:
        resources:
          "random:index/randomPet:RandomPet": {pattern: "pet-${num(3)}"}
)");
  ASSERT_TRUE(parsed) << parsed.error().message;
  const auto& autonaming = **parsed;
  EXPECT_EQ(autonaming.rule_for("gcp:storage:Bucket").rule.mode, Mode::verbatim);
  EXPECT_FALSE(autonaming.rule_for("gcp:storage:Bucket").is_specific);
  const auto vpc = autonaming.rule_for("aws:ec2/vpc:Vpc");
  EXPECT_EQ(vpc.rule.pattern, "${name}-${hex(4)}");
  EXPECT_TRUE(vpc.rule.enforced && vpc.is_specific);
  EXPECT_EQ(autonaming.rule_for("aws:s3/bucket:Bucket").rule.mode, Mode::disabled);
  EXPECT_EQ(autonaming.rule_for("random:index/randomId:RandomId").rule.mode, Mode::verbatim);
  EXPECT_EQ(autonaming.rule_for("random:index/randomPet:RandomPet").rule.pattern, "pet-${num(3)}");
}

TEST(AutonamingConfig, FillsInWhatDependsOnTheStack) {
  const auto parsed = parse("{pattern: \"${organization}-${project}-${stack}-${config.suffix[0]}-${name}\"}");
  ASSERT_TRUE(parsed) << parsed.error().message;
  EXPECT_EQ((*parsed)->rule.pattern, "organization-p-dev-x1-${name}");
  EXPECT_NE(error("{pattern: \"${config.none}\"}").find("no value found for key \"none\""), std::string::npos);
}

TEST(AutonamingConfig, IsRefusedWhenItMakesNoSense) {
  EXPECT_NE(error("text").find("must be a map, not a string"), std::string::npos);
  EXPECT_NE(error("{mode: default, pattern: x}").find("cannot specify both mode and pattern/enforce"),
            std::string::npos);
  EXPECT_NE(error("{enforce: true}").find("pattern must be specified"), std::string::npos);
  EXPECT_NE(error("{mode: often}").find("must be default, verbatim or disabled, not often"), std::string::npos);
  EXPECT_NE(error("{patern: x}").find("no attribute 'patern'"), std::string::npos);
  EXPECT_NE(error("{providers: {aws: {resources: {\"aws:a:B\": {}}}}}")
                .find("mode or pattern must be specified for resource \"aws:a:B\""),
            std::string::npos);
  EXPECT_NE(error("{pattern: 5}").find("'pattern' must be a string"), std::string::npos);
}

}  // namespace
}  // namespace ashlar::project
