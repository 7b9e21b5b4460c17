// Aliases (reference 5.9): resources that were known under another URN.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deploy/testing/scenario.hpp"

namespace ashlar::deploy::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr const char* disk_type = "pkg:m:Disk";

TEST(Alias, TakesOverTheResourceOfAnEarlierName) {
  Scenario s;
  s.up([](Script& p) { p.resource(disk_type, "old", {{"size", 1}}); });
  s.up([](Script& p) { p.resource(disk_type, "new", {{"size", 1}}).alias({.name = "old"}); });

  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_THAT(s.names(), ElementsAre("new"));
  EXPECT_EQ(s.find("new")->id, "old-1");
}

TEST(Alias, TakesOverTheResourceOfAWholeUrn) {
  Scenario s;
  s.up([](Script& p) { p.resource(disk_type, "old", {{"size", 1}}); });
  const auto old = s.urn(disk_type, "old");
  s.up([&](Script& p) { p.resource("pkg:m:Volume", "new", {{"size", 2}}).alias({.urn = old}); });

  EXPECT_THAT(s.calls(), ElementsAre("update new"));
  EXPECT_EQ(s.find("new")->id, "old-1");
}

TEST(Alias, IsNotKeptInTheState) {
  Scenario s;
  s.up([](Script& p) { p.resource(disk_type, "old"); });
  s.up([](Script& p) { p.resource(disk_type, "new").alias({.name = "old"}); });

  EXPECT_THAT(s.find("new")->aliases, IsEmpty());
}

TEST(Alias, ComesAfterTheResourcesOwnUrn) {
  Scenario s;
  s.up([](Script& p) {
    p.resource(disk_type, "a");
    p.resource(disk_type, "b");
  });
  const auto id = s.find("b")->id;
  s.up([](Script& p) { p.resource(disk_type, "b").alias({.name = "a"}); });

  EXPECT_EQ(s.find("b")->id, id);
  EXPECT_THAT(s.calls(), ElementsAre("delete a"));
}

TEST(Alias, CountsInTheOrderGiven) {
  Scenario s;
  s.up([](Script& p) {
    p.resource(disk_type, "first");
    p.resource(disk_type, "second");
  });
  const auto id = s.find("second")->id;
  s.up([](Script& p) { p.resource(disk_type, "new").alias({.name = "second"}).alias({.name = "first"}); });

  EXPECT_EQ(s.find("new")->id, id);
  EXPECT_THAT(s.calls(), ElementsAre("delete first"));
}

TEST(Alias, ThatNothingMatchesIsACreate) {
  Scenario s;
  s.up([](Script& p) { p.resource(disk_type, "new").alias({.name = "never"}); });

  EXPECT_THAT(s.calls(), ElementsAre("create new"));
}

TEST(Alias, FollowsAResourceIntoAComponentAndOut) {
  Scenario s;
  s.up([](Script& p) { p.resource(disk_type, "disk"); });
  s.up([](Script& p) {
    auto& group = p.component("my:Group", "group");
    p.resource(disk_type, "disk").child_of(group).alias({.no_parent = true});
  });
  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_EQ(s.find("disk")->urn.qualified_type(), "my:Group$pkg:m:Disk");
  const auto group = s.urn("my:Group", "group");

  s.up([&](Script& p) { p.resource(disk_type, "disk").alias({.parent = group}); });
  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_THAT(s.names(), ElementsAre("disk"));
  EXPECT_EQ(s.find("disk")->urn.qualified_type(), "pkg:m:Disk");
}

TEST(Alias, OfAComponentIsInheritedByWhatIsBelowIt) {
  Scenario s;
  s.up([](Script& p) {
    auto& group = p.component("my:Group", "app");
    auto& inner = p.component("my:Inner", "app-inner").child_of(group);
    p.resource(disk_type, "app-inner-disk").child_of(inner);
    p.resource(disk_type, "fixed").child_of(group);
  });
  const auto id = s.find("app-inner-disk")->id;
  s.up([](Script& p) {
    auto& group = p.component("my:Team", "shop").alias({.name = "app", .type = "my:Group"});
    auto& inner = p.component("my:Inner", "shop-inner").child_of(group);
    p.resource(disk_type, "shop-inner-disk").child_of(inner);
    p.resource(disk_type, "fixed").child_of(group);
  });

  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_THAT(s.names(), UnorderedElementsAre("shop", "shop-inner", "shop-inner-disk", "fixed"));
  EXPECT_EQ(s.find("shop-inner-disk")->id, id);
  EXPECT_EQ(s.find("shop-inner-disk")->urn.qualified_type(), "my:Team$my:Inner$pkg:m:Disk");
}

TEST(Alias, IsCombinedWithThatOfTheParent) {
  Scenario s;
  s.up([](Script& p) {
    auto& group = p.component("my:Group", "app");
    p.resource(disk_type, "app-data").child_of(group);
  });
  s.up([](Script& p) {
    auto& group = p.component("my:Group", "shop").alias({.name = "app"});
    p.resource("pkg:m:Volume", "shop-store").child_of(group).alias({.name = "shop-data", .type = disk_type});
  });

  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_EQ(s.find("shop-store")->id, "app-data-1");
}

TEST(Alias, ThatNamesAParentMeansWhatThatParentWasCalled) {
  Scenario s;
  s.up([](Script& p) {
    auto& group = p.component("my:Group", "app");
    p.resource(disk_type, "data").child_of(group);
  });
  const auto team = s.urn("my:Team", "app");
  s.up([&](Script& p) {
    auto& group = p.component("my:Team", "app").alias({.type = "my:Group"});
    p.resource(disk_type, "data").depends_on(group).alias({.parent = team});
  });

  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_EQ(s.find("data")->urn.qualified_type(), "pkg:m:Disk");
}

TEST(Alias, OfAResourceOfTheProgramIsAnError) {
  Scenario s;
  s.up([](Script& p) { p.resource(disk_type, "a"); });
  s.up([](Script& p) {
    auto& a = p.resource(disk_type, "a");
    p.resource(disk_type, "b").alias({.name = "a"}).depends_on(a);
  });

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("claim to be what was")));
  EXPECT_THAT(s.names(), ElementsAre("a"));
}

TEST(Alias, OfAResourceThatNeverExistedIsNoError) {
  Scenario s;
  s.up([](Script& p) {
    auto& a = p.resource(disk_type, "a");
    p.resource(disk_type, "b").alias({.name = "a"}).depends_on(a);
  });

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("create a", "create b"));
}

TEST(Alias, ClaimedByTwoResourcesIsAnError) {
  Scenario s;
  s.up([](Script& p) { p.resource(disk_type, "a"); });
  s.up([](Script& p) {
    auto& b = p.resource(disk_type, "b").alias({.name = "a"});
    p.resource(disk_type, "c").alias({.name = "a"}).depends_on(b);
  });

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("claim to be what was")));
}

TEST(Alias, MakesItsUrnUnavailable) {
  Scenario s;
  s.up([](Script& p) { p.resource(disk_type, "a"); });
  s.up([](Script& p) {
    auto& b = p.resource(disk_type, "b").alias({.name = "a"});
    p.resource(disk_type, "a").depends_on(b);
  });

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("claim to be what was")));
}

/// A stack in which `user` refers to `old` in every way there is; in the second run `old` is renamed, and the update of
/// `user` fails, so that its earlier state stays.
class References : public ::testing::Test {
 protected:
  References() {
    s.provider("pkg").fails("update user", "no");
    s.up(program("old", 1));
    s.up(program("new", 2));
  }

  static std::function<void(Script&)> program(std::string name, int size) {
    return [name, size](Script& p) {
      auto& disk = p.resource(disk_type, name).alias({.name = "old"});
      p.resource("pkg:m:Machine", "user", {{"disk", Script::output(disk, "fixed")}, {"size", size}})
          .depends_on(disk)
          .deleted_with(disk)
          .replaced_with(disk)
          .child_of(disk)
          .alias({.urn = Urn::make("test", "project", disk_type, "pkg:m:Machine", "user")});
    };
  }

  Scenario s;
};

TEST_F(References, ToTheEarlierUrnBecomeReferencesToThePresentOne) {
  ASSERT_TRUE(s.outcome.failed);
  const auto now = s.urn(disk_type, "new");
  const auto& user = *s.find("user");
  EXPECT_EQ(user.inputs.at("size"), PropertyValue(1));
  EXPECT_THAT(user.dependencies, ElementsAre(now));
  EXPECT_THAT(user.property_dependencies.at("disk"), ElementsAre(now));
  EXPECT_EQ(user.deleted_with, now);
  EXPECT_THAT(user.replace_with, ElementsAre(now));
  EXPECT_EQ(user.parent, now);
}

TEST_F(References, AreTheSameWhenTheJournalIsReplayed) {
  Scenario again;
  again.provider("pkg").fails("update user", "no");
  again.up(program("old", 1));
  Ledger ledger(again.state);
  again.up(program("new", 2));
  for (const auto& record : again.journal->records) ledger.apply(record);

  const auto replayed = ledger.snapshot();
  ASSERT_EQ(replayed.resources.size(), again.state.resources.size());
  EXPECT_TRUE(verify_integrity(replayed));
  for (std::size_t i = 0; i < replayed.resources.size(); ++i) {
    EXPECT_EQ(replayed.resources[i]->urn, again.state.resources[i]->urn);
    EXPECT_EQ(replayed.resources[i]->dependencies, again.state.resources[i]->dependencies);
    EXPECT_THAT(replayed.resources[i]->aliases, IsEmpty());
  }
}

TEST(Alias, OfAProviderChangesNothingForItsResources) {
  Scenario s;
  const auto program = [](std::string name) {
    return [name](Script& p) {
      auto& provider = p.provider("pkg", name, {{"region", "here"}}).alias({.name = "east"});
      p.resource(disk_type, "data").provided_by(provider);
    };
  };
  s.up(program("east"));
  const auto before = s.find("east")->id;
  s.up(program("west"));

  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_EQ(s.find("west")->id, before);
  EXPECT_EQ(s.find("data")->provider, s.find("west")->urn.text() + "::" + before);
}

TEST(Alias, OfAProviderServesWhatIsDeletedToo) {
  Scenario s;
  s.up([](Script& p) {
    auto& provider = p.provider("pkg", "east", {{"region", "here"}});
    p.resource(disk_type, "data").provided_by(provider);
  });
  s.up([](Script& p) { p.provider("pkg", "west", {{"region", "here"}}).alias({.name = "east"}); });

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("delete data"));
  EXPECT_EQ(s.provider("pkg").configurations.size(), 1U);
}

TEST(Alias, IsFollowedByAReplacement) {
  Scenario s;
  s.provider("pkg").replaces_on("size");
  s.up([](Script& p) { p.resource(disk_type, "old", {{"size", 1}}); });
  s.provider("pkg").fails("delete new", "busy").fails("delete old", "busy");
  s.up([](Script& p) { p.resource(disk_type, "new", {{"size", 2}}).alias({.name = "old"}); });

  // What is yet to be deleted goes by the present name too, so that the next run finds one resource and its old copy.
  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.names(), ElementsAre("new", "new-"));
  s.provider("pkg").heal();
  s.up([](Script& p) { p.resource(disk_type, "new", {{"size", 2}}); });
  EXPECT_THAT(s.calls(), ElementsAre("delete new"));
}

TEST(Alias, MovesChildrenThatTheRunDidNotReachAlong) {
  Scenario s;
  s.up([](Script& p) {
    auto& group = p.component("my:Group", "group");
    auto& first = p.resource(disk_type, "first").child_of(group);
    p.resource(disk_type, "second").child_of(group).depends_on(first);
  });
  const auto renamed = [](Script& p) {
    auto& group = p.component("my:Team", "group").alias({.type = "my:Group"});
    auto& first = p.resource(disk_type, "first", {{"size", 1}}).child_of(group);
    p.resource(disk_type, "second").child_of(group).depends_on(first);
  };
  s.provider("pkg").fails("update first", "no");
  s.up(renamed);
  ASSERT_TRUE(s.outcome.failed);
  EXPECT_EQ(s.find("second")->urn.qualified_type(), "my:Team$pkg:m:Disk");

  s.provider("pkg").heal();
  s.up(renamed);
  EXPECT_THAT(s.calls(), ElementsAre("update first"));
}

}  // namespace
}  // namespace ashlar::deploy::testing
