// What a run with targets does with the rest: what targets need, providers, the stack (reference 5.11).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deploy/lifecycle/estate.hpp"

namespace ashlar::deploy::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

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

}  // namespace
}  // namespace ashlar::deploy::testing
