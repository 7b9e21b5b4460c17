// ignoreChanges (reference 5.3, 5.10).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deploy/testing/scenario.hpp"

namespace ashlar::deploy::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* disk_type = "pkg:m:Disk";

std::function<void(Script&)> disk(PropertyMap inputs, std::vector<std::string> ignored) {
  return [=](Script& p) {
    p.resource(disk_type, "data", inputs).with([&](Goal& goal) { goal.ignore_changes = ignored; });
  };
}

TEST(IgnoreChanges, KeepsTheOldInput) {
  Scenario s;
  s.up(disk({{"size", 1}}, {}));
  s.up(disk({{"size", 2}}, {"size"}));

  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_EQ(s.find("data")->inputs.at("size"), PropertyValue(1));
  EXPECT_THAT(s.find("data")->ignore_changes, ElementsAre("size"));
}

TEST(IgnoreChanges, LeavesOtherInputsToTheProgram) {
  Scenario s;
  s.up(disk({{"size", 1}, {"kind", "slow"}}, {}));
  s.up(disk({{"size", 2}, {"kind", "fast"}}, {"size"}));

  EXPECT_THAT(s.calls(), ElementsAre("update data"));
  EXPECT_EQ(s.find("data")->inputs, (PropertyMap{{"size", 1}, {"kind", "fast"}}));
}

TEST(IgnoreChanges, MeansNothingForACreate) {
  Scenario s;
  s.up(disk({{"size", 1}}, {"size"}));

  EXPECT_EQ(s.provider("pkg").creates.at(0).inputs, (PropertyMap{{"size", 1}}));
}

TEST(IgnoreChanges, RemovesWhatTheOldInputsDidNotHave) {
  Scenario s;
  s.up(disk({{"size", 1}}, {}));
  s.up(disk({{"size", 1}, {"kind", "fast"}}, {"kind"}));

  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_FALSE(s.find("data")->inputs.contains("kind"));
}

TEST(IgnoreChanges, RestoresWhatTheProgramNoLongerGives) {
  Scenario s;
  s.up(disk({{"size", 1}, {"kind", "fast"}}, {}));
  s.up(disk({{"size", 1}}, {"kind"}));

  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_EQ(s.find("data")->inputs.at("kind"), PropertyValue("fast"));
}

TEST(IgnoreChanges, ReachesIntoMapsAndLists) {
  const auto inputs = [](int a, int b, int first, int second) {
    return PropertyMap{{"tags", PropertyMap{{"a", a}, {"b.c", b}}},
                       {"list", PropertyArray{PropertyMap{{"x", first}}, PropertyMap{{"x", second}}}}};
  };
  Scenario s;
  s.up(disk(inputs(1, 1, 1, 1), {}));
  s.up(disk(inputs(2, 2, 2, 2), {"tags[\"b.c\"]", "list[1].x"}));

  EXPECT_EQ(s.find("data")->inputs, inputs(2, 1, 2, 1));
}

TEST(IgnoreChanges, TakesWildcards) {
  const auto inputs = [](int one, int two, int other) {
    return PropertyMap{{"list", PropertyArray{PropertyMap{{"x", one}, {"y", other}}, PropertyMap{{"x", two}}}}};
  };
  Scenario s;
  s.up(disk(inputs(1, 2, 3), {}));
  s.up(disk(inputs(4, 5, 6), {"list[*].x"}));

  EXPECT_EQ(s.find("data")->inputs, inputs(1, 2, 6));
}

TEST(IgnoreChanges, OfEverythingKeepsAllInputs) {
  Scenario s;
  s.up(disk({{"size", 1}, {"kind", "slow"}}, {}));
  s.up(disk({{"size", 2}, {"more", true}}, {"*"}));

  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_EQ(s.find("data")->inputs, (PropertyMap{{"size", 1}, {"kind", "slow"}}));
}

TEST(IgnoreChanges, ThatLeadNowhereOnlyInform) {
  Scenario s;
  s.up(disk({{"list", PropertyArray{1}}}, {}));
  s.up(disk({{"list", PropertyArray{1}}}, {"list[7].x", "nothing.here"}));

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.sink->warnings, IsEmpty());
}

TEST(IgnoreChanges, ThatAreNoPathsAreAnError) {
  Scenario s;
  s.up(disk({{"size", 1}}, {"tags["}));

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("property path 'tags['")));
}

TEST(IgnoreChanges, AreToldToTheProvider) {
  Scenario s;
  s.up(disk({{"size", 1}, {"kind", "slow"}}, {"size"}));
  s.up(disk({{"size", 2}, {"kind", "fast"}}, {"size"}));

  EXPECT_THAT(s.provider("pkg").diffs.at(0).ignore_changes, ElementsAre("size"));
  EXPECT_THAT(s.provider("pkg").updates.at(0).ignore_changes, ElementsAre("size"));
  EXPECT_EQ(s.provider("pkg").checks.at(0).new_inputs, (PropertyMap{{"size", 1}, {"kind", "fast"}}));
}

TEST(IgnoreChanges, AreNotWhatAReplacementIsMadeOf) {
  Scenario s;
  s.provider("pkg").replaces_on("kind");
  s.up(disk({{"size", 1}, {"kind", "slow"}}, {}));
  s.up(disk({{"size", 2}, {"kind", "fast"}}, {"size"}));

  // The new resource is checked as one that never was: with what the program says.
  EXPECT_EQ(s.find("data")->inputs, (PropertyMap{{"size", 2}, {"kind", "fast"}}));
}

TEST(IgnoreChanges, TryAgainWhatDidNotGetReady) {
  Scenario s;
  s.provider("pkg").fails_partly("create data", "slow");
  s.up(disk({{"size", 1}}, {"size"}));
  s.provider("pkg").heal();
  s.up(disk({{"size", 2}}, {"size"}));

  EXPECT_THAT(s.calls(), ElementsAre("update data"));
  EXPECT_EQ(s.find("data")->inputs.at("size"), PropertyValue(1));
}

}  // namespace
}  // namespace ashlar::deploy::testing
