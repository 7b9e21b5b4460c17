#include "cmd/ashlar/engine/resource_names.hpp"

#include <gmock/gmock.h>

namespace ashlar::cli {
namespace {

using testing::MatchesRegex;

using Mode = deploy::AutonamingOptions::Mode;

Urn bucket() { return Urn::make("dev", "p", "", "aws:s3/bucket:Bucket", "logs"); }

project::Autonaming by(project::NamingRule rule) { return {.rule = std::move(rule), .providers = {}}; }

TEST(FillPattern, DrawsFromTheSeed) {
  const std::string_view pattern = "${name}-${hex(7)}-${num(2)}${string(3)}${alphanum(4)}";
  const auto one = fill_pattern(pattern, "logs", "seed");
  EXPECT_THAT(one.text, MatchesRegex("logs-[0-9a-f]{7}-[0-9]{2}[a-z]{3}[a-z0-9]{4}"));
  EXPECT_FALSE(one.is_fixed);
  EXPECT_EQ(fill_pattern(pattern, "logs", "seed").text, one.text);
  EXPECT_NE(fill_pattern(pattern, "logs", "other").text, one.text);
  EXPECT_THAT(fill_pattern("${uuid}", "", "seed").text,
              MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
}

TEST(FillPattern, IsFixedWithoutARandomPart) {
  const auto filled = fill_pattern("qa-${name}${unknown}", "logs", "seed");
  EXPECT_EQ(filled.text, "qa-logs${unknown}");
  EXPECT_TRUE(filled.is_fixed);
}

TEST(NameSource, FollowsTheRule) {
  using Rule = project::NamingRule::Mode;
  const auto ask = [](project::NamingRule rule) {
    return name_source(by(std::move(rule)), {})(bucket(), "seed", true);
  };
  EXPECT_FALSE(ask({}).has_value());
  const auto verbatim = ask({.mode = Rule::verbatim});
  EXPECT_EQ(verbatim->options.proposed_name, "logs");
  EXPECT_EQ(verbatim->options.mode, Mode::enforce);
  EXPECT_TRUE(verbatim->is_fixed);
  EXPECT_EQ(ask({.mode = Rule::disabled})->options.mode, Mode::disable);
  const auto pattern = ask({.mode = Rule::pattern, .pattern = "x-${name}"});
  EXPECT_EQ(pattern->options.proposed_name, "x-logs");
  EXPECT_EQ(pattern->options.mode, Mode::propose);
  EXPECT_EQ(ask({.mode = Rule::pattern, .pattern = "x", .enforced = true})->options.mode, Mode::enforce);
}

TEST(NameSource, TellsOnceOfAProviderThatCannotFollow) {
  int told = 0;
  const auto names = name_source(by({.mode = project::NamingRule::Mode::verbatim}), [&](const Diagnostic&) { ++told; });
  (void)names(bucket(), "seed", false);
  (void)names(bucket(), "seed", false);
  EXPECT_EQ(told, 1);
}

}  // namespace
}  // namespace ashlar::cli
