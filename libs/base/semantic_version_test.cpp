#include "base/semantic_version.hpp"

#include <gtest/gtest.h>

namespace ashlar {
namespace {

SemanticVersion version(std::string_view text) { return SemanticVersion::parse(text).value(); }
bool contains(std::string_view range, std::string_view text) {
  return VersionRange::parse(range).value().contains(version(text));
}

TEST(SemanticVersion, ParsesWhatTheStandardAllowsAndNothingElse) {
  EXPECT_EQ(version("v1.20.3-rc.1+b.7").text(), "1.20.3-rc.1+b.7");
  for (const auto* bad :
       {"", "1", "1.2", "1.2.3.4", "01.2.3", "1.2.3-", "1.2.3-01", "1.2.3+", "1.2.x", "a.b.c", "1.2.3 "}) {
    EXPECT_FALSE(SemanticVersion::parse(bad)) << bad;
  }
}

TEST(SemanticVersion, OrdersByPrecedence) {
  const std::vector<std::string> ordered = {"1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta",
                                            "1.0.0-beta",  "1.0.0-beta.2",  "1.0.0-beta.11",
                                            "1.0.0",       "1.9.0",         "1.10.0"};
  for (std::size_t i = 1; i < ordered.size(); ++i) EXPECT_LT(version(ordered[i - 1]), version(ordered[i]));
  EXPECT_EQ(version("1.0.0+a"), version("1.0.0+b"));
  EXPECT_FALSE(version("1.0.0+a").is_exactly(version("1.0.0+b")));
}

TEST(VersionRange, CombinesConditions) {
  EXPECT_TRUE(contains(">=3.0.0 <4.0.0", "3.260.0"));
  EXPECT_FALSE(contains(">=3.0.0 <4.0.0", "4.0.0"));
  EXPECT_TRUE(contains("<1.0.0 || >= 3.1.0", "3.1.0"));
  EXPECT_FALSE(contains("<1.0.0 || >3.1.0", "3.1.0"));
  EXPECT_TRUE(contains("3.1.0", "3.1.0"));
  EXPECT_FALSE(contains("!3.1.0", "3.1.0"));
  EXPECT_FALSE(contains(">3.0.0 !3.1.0", "3.1.0"));
}

TEST(VersionRange, WildcardsStandForBlocks) {
  EXPECT_TRUE(contains("3.x", "3.260.0"));
  EXPECT_FALSE(contains("3.1.x", "3.2.0"));
  EXPECT_TRUE(contains("<=3.1.x", "3.1.9"));
  EXPECT_FALSE(contains(">3.1.x", "3.1.9"));
  EXPECT_TRUE(contains("!3.1.x", "3.2.0"));
}

TEST(VersionRange, NonsenseIsRefused) {
  for (const auto* bad : {"", "x", "1", "<>1.0.0", "1.0.0 ||", "~1.0.0"}) EXPECT_FALSE(VersionRange::parse(bad)) << bad;
}

}  // namespace
}  // namespace ashlar
