// `--target`, `--exclude` and what they drag along (reference 5.11).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deploy/targets.hpp"
#include "deploy/testing/scenario.hpp"

namespace ashlar::deploy::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr const char* disk_type = "pkg:m:Disk";

/// network <- disk <- machine, and a bucket that nothing has to do with; all of one size.
std::function<void(Script&)> estate(int size) {
  return [=](Script& p) {
    auto& network = p.resource("pkg:m:Network", "network", {{"size", size}});
    auto& disk = p.resource(disk_type, "disk", {{"size", size}, {"network", Script::output(network, "id")}});
    p.resource("pkg:m:Machine", "machine", {{"size", size}, {"disk", Script::output(disk, "id")}});
    p.resource("pkg:m:Bucket", "bucket", {{"size", size}});
  };
}

/// A stack with the estate in it, and targets or excludes to come.
struct Estate : Scenario {
  Estate() { up(estate(1)); }
};

void target(Scenario& s, std::initializer_list<const char*> names) {
  for (const auto* name : names) s.options.targets.push_back(s.find(name)->urn.text());
}

void exclude(Scenario& s, std::initializer_list<const char*> names) {
  for (const auto* name : names) s.options.excludes.push_back(s.find(name)->urn.text());
}

TEST(Pattern, MatchesWithinAPartWithOneStarAndAcrossPartsWithTwo) {
  const auto urn = *Urn::parse("urn:pulumi:test::project::my:Group$pkg:m:Disk::data-1");
  const auto matches = [&](const char* pattern) { return UrnPatterns({pattern}).matches(urn); };

  EXPECT_TRUE(matches("urn:pulumi:test::project::my:Group$pkg:m:Disk::data-1"));
  EXPECT_TRUE(matches("urn:pulumi:test::project::my:Group$pkg:m:Disk::data-*"));
  EXPECT_TRUE(matches("urn:pulumi:test::project::my:*:m:Disk::*"));
  EXPECT_TRUE(matches("**Disk::data**"));
  EXPECT_TRUE(matches("**"));
  EXPECT_FALSE(matches("*"));
  EXPECT_FALSE(matches("*Disk::data-1"));
  EXPECT_FALSE(matches("**Disk"));
  EXPECT_FALSE(matches("data-1"));
}

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

/// The ways in which a targeted resource may need one that is not there.
const std::vector<std::function<void(Declared&, Declared&)>> needs{
    [](Declared& user, Declared& other) { user.depends_on(other); },
    [](Declared& user, Declared& other) { user.goal.properties["other"] = Script::output(other, "id"); },
    [](Declared& user, Declared& other) { user.deleted_with(other); },
    [](Declared& user, Declared& other) { user.replaced_with(other); }};

TEST(UntargetedCreate, ThatATargetNeedsIsAnError) {
  for (const auto& need : needs) {
    Scenario s;
    s.options.targets = {"**user"};
    s.up([&](Script& p) {
      auto& other = p.resource(disk_type, "other");
      need(p.resource(disk_type, "user"), other);
    });

    EXPECT_TRUE(s.outcome.failed);
    EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("which is not targeted and does not exist")));
    EXPECT_THAT(s.calls(), IsEmpty());
  }
}

TEST(UntargetedCreate, ThatATargetsParentWouldBeIsAnError) {
  Scenario s;
  s.options.targets = {"**data"};
  s.up([](Script& p) { p.resource(disk_type, "data").child_of(p.component("my:Group", "group")); });

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.calls(), IsEmpty());
}

TEST(UntargetedCreate, ThatAnExistingTargetNeedsNowIsAnErrorToo) {
  Scenario s;
  s.up([](Script& p) { p.resource(disk_type, "user"); });
  target(s, {"user"});
  s.up([](Script& p) {
    auto& other = p.resource(disk_type, "other");
    p.resource(disk_type, "user").depends_on(other);
  });

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.find("user")->dependencies, IsEmpty());
}

TEST(UntargetedCreate, ThatOnlyUntargetedOnesNeedIsFine) {
  Scenario s;
  s.options.targets = {"**data"};
  s.up([](Script& p) {
    auto& other = p.resource(disk_type, "other");
    p.resource(disk_type, "user").depends_on(other);
    p.resource(disk_type, "data");
  });

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("create data"));
}

TEST(UntargetedCreate, OfWhichAPreviewTellsAllAtOnce) {
  Scenario s;
  s.options.targets = {"**user*"};
  s.preview([](Script& p) {
    auto& other = p.resource(disk_type, "other");
    auto& another = p.resource(disk_type, "another");
    p.resource(disk_type, "user-1").depends_on(other);
    p.resource(disk_type, "user-2").depends_on(another);
  });

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, UnorderedElementsAre(HasSubstr("user-1"), HasSubstr("user-2")));
}

TEST(TargetDependents, AreChangedToo) {
  Estate s;
  s.options.target_dependents = true;
  target(s, {"disk"});
  s.up(estate(2));

  EXPECT_THAT(s.calls(), ElementsAre("update disk", "update machine"));
}

TEST(TargetDependents, AreTheChildrenToo) {
  Scenario s;
  const auto program = [](int size) {
    return [size](Script& p) {
      auto& group = p.component("my:Group", "group", {{"size", size}});
      auto& outer = p.resource(disk_type, "outer", {{"size", size}}).child_of(group);
      p.resource(disk_type, "inner", {{"size", size}}).child_of(outer);
      p.resource(disk_type, "apart", {{"size", size}});
    };
  };
  s.up(program(1));
  s.options.target_dependents = true;
  target(s, {"group"});
  s.up(program(2));

  EXPECT_THAT(s.calls(), ElementsAre("update outer", "update inner"));
}

TEST(TargetDependents, AreTheResourcesOfATargetedProvider) {
  Scenario s;
  const auto program = [](int size) {
    return [size](Script& p) {
      auto& east = p.provider("pkg", "east");
      p.resource(disk_type, "eastern", {{"size", size}}).provided_by(east);
      p.resource(disk_type, "other", {{"size", size}});
    };
  };
  s.up(program(1));
  s.options.target_dependents = true;
  target(s, {"east"});
  s.up(program(2));

  EXPECT_THAT(s.calls(), ElementsAre("update eastern"));
}

TEST(TargetDependents, AreTheResourcesOfATargetedDefaultProvider) {
  Scenario s;
  const auto program = [](int size) {
    return [size](Script& p) {
      p.resource(disk_type, "ours", {{"size", size}});
      p.resource("other:m:Disk", "theirs", {{"size", size}});
      if (size > 1) p.resource(disk_type, "new");
    };
  };
  s.up(program(1));
  s.options.target_dependents = true;
  s.options.targets = {s.urn("pulumi:providers:pkg", "default").text()};
  s.up(program(2));

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), UnorderedElementsAre("update ours", "create new"));
  EXPECT_THAT(s.calls("other"), IsEmpty());
}

TEST(ExcludeDependents, AreTheResourcesOfAnExcludedDefaultProvider) {
  Scenario s;
  const auto program = [](int size) {
    return [size](Script& p) {
      p.resource(disk_type, "ours", {{"size", size}});
      p.resource("other:m:Disk", "theirs", {{"size", size}});
    };
  };
  s.up(program(1));
  s.options.exclude_dependents = true;
  s.options.excludes = {s.urn("pulumi:providers:pkg", "default").text()};
  s.up(program(2));

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_THAT(s.calls("other"), ElementsAre("update theirs"));
}

TEST(Untargeted, ProvidersAndTheStackAreBroughtUpToDate) {
  Scenario s;
  const auto program = [](const char* region) {
    return [region](Script& p) {
      auto& east = p.provider("pkg", "east", {{"region", region}});
      p.resource(disk_type, "data").provided_by(east);
      p.export_output("region", region);
    };
  };
  s.up(program("one"));
  target(s, {"data"});
  s.up(program("two"));

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_EQ(s.find("east")->inputs.at("region"), PropertyValue("two"));
  EXPECT_EQ(s.outcome.stack_outputs.at("region"), PropertyValue("two"));
}

TEST(Untargeted, ProvidersThatAreOnlyKeptAreNotConfigured) {
  Scenario s;
  s.up([](Script& p) {
    p.resource("other:m:Disk", "theirs");
    p.resource(disk_type, "ours");
  });
  s.provider("other").fails("configure", "credentials expired");
  target(s, {"ours"});
  s.up([](Script& p) { p.resource(disk_type, "ours"); });
  EXPECT_FALSE(s.outcome.failed);

  s.destroy();
  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.names(), ElementsAre("theirs"));
}

TEST(Untargeted, KeepsTheProviderItHasWhenTheProgramGivesItAnother) {
  Scenario s;
  s.up([](Script& p) {
    auto& east = p.provider("pkg", "east");
    p.resource(disk_type, "data").provided_by(east);
    p.resource("other:m:Disk", "target");
  });
  const auto before = s.find("data")->provider;
  target(s, {"target"});
  s.up([](Script& p) {
    p.resource(disk_type, "data");
    p.resource("other:m:Disk", "target", {{"size", 2}});
  });

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_EQ(s.find("data")->provider, before);
  EXPECT_NE(s.find("east"), nullptr);
}

TEST(DestroyTarget, DeletesItAlone) {
  Estate s;
  target(s, {"machine"});
  s.destroy();

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("delete machine"));
  EXPECT_THAT(s.names(), UnorderedElementsAre("network", "disk", "bucket"));
}

TEST(DestroyTarget, ThatOthersNeedIsAnErrorThatNamesThem) {
  Estate s;
  target(s, {"disk", "bucket"});
  s.destroy();

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(AllOf(HasSubstr("disk"), HasSubstr("machine"))));
  EXPECT_THAT(s.calls(), IsEmpty());
}

TEST(DestroyTarget, ThatHasChildrenIsAnError) {
  Scenario s;
  s.up([](Script& p) {
    auto& outer = p.resource(disk_type, "outer");
    p.resource(disk_type, "inner").child_of(outer);
  });
  target(s, {"outer"});
  s.destroy();

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("inner")));
  EXPECT_THAT(s.calls(), IsEmpty());
}

TEST(DestroyTarget, PreviewShowsTheRestBesideTheError) {
  Estate s;
  target(s, {"disk", "bucket"});
  s.options.preview = true;
  s.destroy();

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("machine")));
  EXPECT_THAT(s.steps(), ElementsAre("delete bucket"));
}

TEST(DestroyTarget, WithItsDependentsDeletesThemFirst) {
  Estate s;
  s.options.target_dependents = true;
  target(s, {"network"});
  s.destroy();

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("delete machine", "delete disk", "delete network"));
  EXPECT_THAT(s.names(), ElementsAre("bucket"));
}

TEST(DestroyTarget, WhoseDependentCannotBeDeletedStays) {
  Estate s;
  s.options.target_dependents = true;
  target(s, {"network"});
  s.provider("pkg").fails("delete disk", "busy");
  s.destroy();

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.names(), UnorderedElementsAre("network", "disk", "bucket"));
}

TEST(DestroyTarget, MayBeAProviderWithAllThatItServes) {
  Scenario s;
  s.up([](Script& p) {
    auto& east = p.provider("pkg", "east");
    p.resource(disk_type, "eastern").provided_by(east);
    p.resource(disk_type, "other");
  });
  s.options.target_dependents = true;
  target(s, {"east"});
  s.destroy();

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.names(), ElementsAre("other"));
}

TEST(DestroyTarget, ThatWaitsForItsDeletionIsDeletedWithIt) {
  Scenario s;
  s.provider("pkg").replaces_on("size").fails("delete data", "busy");
  const auto program = [](int size) {
    return [size](Script& p) {
      p.resource(disk_type, "data", {{"size", size}});
      p.resource(disk_type, "other");
    };
  };
  s.up(program(1));
  s.up(program(2));
  s.provider("pkg").heal();
  target(s, {"other"});
  s.destroy();
  EXPECT_THAT(s.names(), UnorderedElementsAre("data", "data-"));

  s.options.targets.clear();
  target(s, {"data"});
  s.destroy();
  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.names(), IsEmpty());
}

TEST(DestroyTarget, ThatIsProtectedIsAnError) {
  Scenario s;
  s.up([](Script& p) {
    p.resource(disk_type, "guarded").protect();
    p.resource(disk_type, "other");
  });
  target(s, {"guarded"});
  s.destroy();

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("it is protected")));
  EXPECT_THAT(s.calls(), IsEmpty());
}

TEST(DestroyTarget, DoesNotMindProtectedResourcesThatAreNotTargeted) {
  Scenario s;
  s.up([](Script& p) {
    p.resource(disk_type, "guarded").protect();
    p.resource(disk_type, "other");
  });
  target(s, {"other"});
  s.destroy();

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.names(), ElementsAre("guarded"));
}

TEST(Exclude, LeavesThatOutOfAnUpdate) {
  Estate s;
  exclude(s, {"disk"});
  s.up(estate(2));

  EXPECT_THAT(s.calls(), UnorderedElementsAre("update network", "update machine", "update bucket"));
}

TEST(Exclude, MayBeAPattern) {
  Estate s;
  s.options.excludes = {"**:Network::*", "**disk"};
  s.up(estate(2));

  EXPECT_THAT(s.calls(), UnorderedElementsAre("update machine", "update bucket"));
}

TEST(Exclude, LeavesCreatesAndDeletesOutToo) {
  Estate s;
  s.options.excludes = {"**disk*", "**network"};
  s.up([](Script& p) {
    p.resource(disk_type, "disk-2");
    p.resource(disk_type, "fresh");
  });

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), UnorderedElementsAre("create fresh", "delete machine", "delete bucket"));
}

TEST(Exclude, YieldsToTargets) {
  Estate s;
  target(s, {"disk"});
  exclude(s, {"disk", "bucket"});
  s.up(estate(2));

  EXPECT_THAT(s.calls(), ElementsAre("update disk"));
}

TEST(ExcludeDependents, LeavesOutWhatDependsOnTheExcluded) {
  Estate s;
  s.options.exclude_dependents = true;
  exclude(s, {"disk"});
  s.up(estate(2));

  EXPECT_THAT(s.calls(), UnorderedElementsAre("update network", "update bucket"));
}

TEST(ExcludeDependents, LeavesOutChildrenThatDoNotExistYet) {
  Scenario s;
  s.options.exclude_dependents = true;
  s.options.excludes = {"**outer"};
  s.up([](Script& p) {
    auto& top = p.resource(disk_type, "top");
    auto& outer = p.resource(disk_type, "outer").child_of(top);
    auto& inner = p.resource(disk_type, "inner").child_of(outer);
    p.resource(disk_type, "innermost").child_of(inner);
  });

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("create top"));
}

TEST(DestroyExclude, KeepsTheExcludedAndWhatItNeeds) {
  Estate s;
  exclude(s, {"disk"});
  s.destroy();

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, IsEmpty());
  EXPECT_THAT(s.calls(), UnorderedElementsAre("delete machine", "delete bucket"));
  EXPECT_THAT(s.names(), UnorderedElementsAre("network", "disk"));
}

TEST(DestroyExclude, WithDependentsKeepsThoseToo) {
  Estate s;
  s.options.exclude_dependents = true;
  exclude(s, {"disk"});
  s.destroy();

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("delete bucket"));
}

TEST(DestroyExclude, OfAProviderKeepsItButNotWhatItServes) {
  Scenario s;
  s.up([](Script& p) {
    auto& east = p.provider("pkg", "east");
    p.resource(disk_type, "data").provided_by(east);
  });
  exclude(s, {"east"});
  s.destroy();

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("delete data"));
  EXPECT_THAT(s.names(), ElementsAre("east"));
}

TEST(RefreshTarget, AsksAboutTheTargetsAlone) {
  Estate s;
  for (const auto* name : {"network", "disk", "machine", "bucket"}) s.provider("pkg").drift(name, "size", 7);
  target(s, {"disk"});
  s.refresh();
  EXPECT_THAT(s.calls(), ElementsAre("read disk"));

  s.options.target_dependents = true;
  s.refresh();
  EXPECT_THAT(s.calls(), UnorderedElementsAre("read disk", "read machine"));
}

TEST(RefreshTarget, ThatIsNotThereIsAnErrorBeforeAnythingIsRead) {
  Estate s;
  s.options.targets = {s.urn(disk_type, "nowhere").text()};
  s.refresh();

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.calls(), IsEmpty());
}

TEST(RefreshTarget, ThatIsGoneIsForgottenByThoseThatAreNotTargetedToo) {
  Estate s;
  target(s, {"disk"});
  s.provider("pkg").vanish("disk");
  s.refresh();

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.find("machine")->dependencies, IsEmpty());
}

TEST(RefreshExclude, LeavesTheExcludedOut) {
  Estate s;
  exclude(s, {"disk"});
  s.refresh();
  EXPECT_THAT(s.calls(), UnorderedElementsAre("read network", "read machine", "read bucket"));

  s.options.exclude_dependents = true;
  s.refresh();
  EXPECT_THAT(s.calls(), UnorderedElementsAre("read network", "read bucket"));
}

TEST(RefreshExclude, ThatIsNotThereIsAnError) {
  Estate s;
  s.options.excludes = {s.urn(disk_type, "nowhere").text()};
  s.refresh();

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.calls(), IsEmpty());
}

TEST(RefreshWithProgramTarget, IsAllThatIsAskedAbout) {
  Estate s;
  target(s, {"disk"});
  s.refresh(estate(1));

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("read disk"));
}

}  // namespace
}  // namespace ashlar::deploy::testing
