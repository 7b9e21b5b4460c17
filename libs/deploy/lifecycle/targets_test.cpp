// `--target` in an update, and `--replace` (reference 5.11).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deploy/lifecycle/estate.hpp"

namespace ashlar::deploy::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

TEST(Target, IsAllThatAnUpdateChanges) {
  Estate s;
  target(s, {"disk"});
  s.up(estate(2));

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("update disk"));
  EXPECT_EQ(s.find("machine")->inputs.at("size"), PropertyValue(1));
}

TEST(Target, MayBeAPattern) {
  Estate s;
  s.options.targets = {"**::*k"};
  s.up(estate(2));

  EXPECT_THAT(s.calls(), UnorderedElementsAre("update network", "update disk"));
}

TEST(Target, OfWhichNothingIsKnownIsAnErrorAtTheEnd) {
  Estate s;
  s.options.targets = {s.find("disk")->urn.text(), "urn:pulumi:test::project::pkg:m:Disk::nowhere"};
  s.up(estate(2));

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("update disk"));
  EXPECT_THAT(s.sink->errors, ElementsAre(AllOf(HasSubstr("nowhere"), HasSubstr("could not be found"))));
}

TEST(Target, PatternThatMatchesNothingIsNoError) {
  Estate s;
  s.options.targets = {"**nowhere**"};
  s.up(estate(2));

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), IsEmpty());
}

TEST(Target, MayBeNewInTheProgram) {
  Estate s;
  s.options.targets = {s.urn(disk_type, "fresh").text()};
  s.up([](Script& p) {
    estate(2)(p);
    p.resource(disk_type, "fresh");
    p.resource(disk_type, "other");
  });

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("create fresh"));
  EXPECT_EQ(s.find("other"), nullptr);
  EXPECT_TRUE(s.answers.at("other").unknown);
}

TEST(Target, LeavesUntargetedInputsToTheStateWithoutAskingTheProvider) {
  Estate s;
  s.provider("pkg").refuses("size", "never");
  target(s, {"disk"});
  s.up([](Script& p) {
    auto& network = p.resource("pkg:m:Network", "network", {{"size", 2}});
    p.resource(disk_type, "disk", {{"network", Script::output(network, "id")}});
  });

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_EQ(s.answers.at("network").outputs.at("size"), PropertyValue(1));
}

TEST(Target, DeletesOnlyWhatIsTargetedOfWhatTheProgramNoLongerHas) {
  Estate s;
  target(s, {"bucket"});
  s.up([](Script&) {});

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("delete bucket"));
  EXPECT_THAT(s.names(), UnorderedElementsAre("network", "disk", "machine"));
}

TEST(Target, LeavesAReplacementsDependentsAsTheyAre) {
  Estate s;
  s.provider("pkg").replaces_on("size");
  const auto disk_before = s.find("disk")->id;
  target(s, {"disk"});
  s.up(estate(2));

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("create disk", "delete disk"));
  EXPECT_EQ(s.find("machine")->inputs.at("disk"), PropertyValue(disk_before));
}

TEST(Target, UnderAnUntargetedParentThatExistsIsFine) {
  Scenario s;
  const auto program = [](int size) {
    return [size](Script& p) {
      auto& group = p.component("my:Group", "group", {{"size", size}});
      p.resource(disk_type, "data", {{"size", size}}).child_of(group);
    };
  };
  s.up(program(1));
  target(s, {"data"});
  s.up(program(2));

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("update data"));
  EXPECT_EQ(s.find("group")->inputs.at("size"), PropertyValue(1));
}

TEST(TargetReplace, ReplacesThatAlone) {
  Estate s;
  target(s, {"disk"});
  s.options.replace_targets = s.options.targets;
  s.up(estate(1));

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("create disk", "delete disk"));
}

TEST(Replace, OfWhatIsNotTargetedDoesNotHappen) {
  Estate s;
  target(s, {"bucket"});
  s.options.replace_targets = {"**disk"};
  s.up(estate(1));

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), IsEmpty());
}

TEST(Replace, MayBeAPatternAndDrawsDependentsAlong) {
  Estate s;
  s.provider("pkg").replaces_on("disk");
  s.options.replace_targets = {"**::disk"};
  s.up(estate(1));

  EXPECT_THAT(s.calls(), ElementsAre("create disk", "create machine", "delete machine", "delete disk"));
}

TEST(Target, ThatIsReplacedDeletingFirstMakesItsDependentsAgain) {
  Estate s;
  s.provider("pkg").replaces_on("size").replaces_on("disk").deletes_before_replacing();
  target(s, {"disk"});
  s.up(estate(2));

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("delete machine", "delete disk", "create disk", "create machine"));
  EXPECT_THAT(s.provider("pkg").world, ::testing::SizeIs(4));
}

TEST(Target, ThatTheProgramRenamesMayBeGivenByItsEarlierName) {
  Scenario s;
  s.up([](Script& p) { p.resource(disk_type, "before", {{"size", 1}}); });
  target(s, {"before"});
  s.up([](Script& p) {
    Alias alias;
    alias.name = "before";
    p.resource(disk_type, "after", {{"size", 2}}).alias(alias);
  });

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("update after"));
}

}  // namespace
}  // namespace ashlar::deploy::testing
