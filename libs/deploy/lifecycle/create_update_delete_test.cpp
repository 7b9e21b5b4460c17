// The life of a resource (reference 5.3, 5.4, 5.6, 5.7).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deploy/testing/scenario.hpp"

namespace ashlar::deploy::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(Create, RecordsWhatTheProviderMade) {
  Scenario s;
  s.up([](Script& p) { p.resource("pkg:m:Disk", "data", {{"size", 1}}); });

  EXPECT_THAT(s.calls(), ElementsAre("create data"));
  ASSERT_NE(s.find("data"), nullptr);
  EXPECT_EQ(s.find("data")->id, "data-1");
  EXPECT_EQ(s.find("data")->outputs.at("size"), PropertyValue(1));
  EXPECT_EQ(s.outcome.changes.at(StepOp::create), 2);  // the stack itself is one
  EXPECT_FALSE(s.outcome.failed);
}

TEST(Create, PutsTheDefaultProviderBeforeItsResources) {
  Scenario s;
  s.up([](Script& p) { p.resource("pkg:m:Disk", "data").with([](Goal& goal) { goal.package.version = "1.2.3"; }); });

  ASSERT_EQ(s.state.resources.size(), 3U);
  EXPECT_EQ(s.state.resources[1]->urn.name(), "default_1_2_3");
  EXPECT_EQ(s.state.resources[2]->provider, s.state.resources[1]->urn.text() + "::" + s.state.resources[1]->id);
  EXPECT_EQ(s.state.resources[1]->inputs, (PropertyMap{{"version", "1.2.3"}, {"__internal", PropertyMap{}}}));
  EXPECT_EQ(s.state.resources[1]->outputs, (PropertyMap{{"version", "1.2.3"}}));
}

TEST(Same, CallsNobody) {
  Scenario s;
  const auto program = [](Script& p) { p.resource("pkg:m:Disk", "data", {{"size", 1}}); };
  s.up(program);
  s.up(program);

  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_EQ(s.outcome.changes.at(StepOp::same), 2);
}

TEST(Update, KeepsTheIdAndTakesTheNewOutputs) {
  Scenario s;
  s.up([](Script& p) { p.resource("pkg:m:Disk", "data", {{"size", 1}}); });
  s.up([](Script& p) { p.resource("pkg:m:Disk", "data", {{"size", 2}}); });

  EXPECT_THAT(s.calls(), ElementsAre("update data"));
  EXPECT_EQ(s.find("data")->id, "data-1");
  EXPECT_EQ(s.find("data")->outputs.at("size"), PropertyValue(2));
}

TEST(Delete, HappensWhenTheProgramNoLongerHasTheResource) {
  Scenario s;
  s.up([](Script& p) { p.resource("pkg:m:Disk", "data"); });
  s.up([](Script&) {});

  EXPECT_THAT(s.calls(), ElementsAre("delete data"));
  EXPECT_THAT(s.names(), IsEmpty());
}

TEST(Delete, GoesAgainstTheDependencies) {
  Scenario s;
  s.up([](Script& p) {
    auto& network = p.resource("pkg:m:Network", "network");
    auto& disk = p.resource("pkg:m:Disk", "disk", {{"network", Script::output(network, "id")}});
    p.resource("pkg:m:Machine", "machine", {{"disk", Script::output(disk, "id")}});
  });
  s.destroy();

  EXPECT_THAT(s.calls(), ElementsAre("delete machine", "delete disk", "delete network"));
  EXPECT_THAT(s.state.resources, IsEmpty());
}

TEST(Replace, CreatesTheNewOneBeforeDeletingTheOld) {
  Scenario s;
  s.provider("pkg").replaces_on("size");
  s.up([](Script& p) { p.resource("pkg:m:Disk", "data", {{"size", 1}}); });
  s.up([](Script& p) { p.resource("pkg:m:Disk", "data", {{"size", 2}}); });

  EXPECT_THAT(s.calls(), ElementsAre("create data", "delete data"));
  EXPECT_THAT(s.steps(), ElementsAre("create-replacement data", "replace data", "delete-replaced data"));
  EXPECT_EQ(s.find("data")->id, "data-2");
  EXPECT_EQ(s.outcome.changes.at(StepOp::replace), 1);
}

TEST(Replace, DeletesFirstWhenTheProgramWantsIt) {
  Scenario s;
  s.provider("pkg").replaces_on("size");
  const auto program = [](int size) {
    return [size](Script& p) {
      p.resource("pkg:m:Disk", "data", {{"size", size}}).with([](Goal& goal) { goal.delete_before_replace = true; });
    };
  };
  s.up(program(1));
  s.up(program(2));

  EXPECT_THAT(s.calls(), ElementsAre("delete data", "create data"));
  EXPECT_THAT(s.names(), ElementsAre("data"));
}

TEST(Replace, DeletesDependentsThatCannotOutliveTheOldOneFirst) {
  Scenario s;
  s.provider("pkg").replaces_on("size").replaces_on("disk").deletes_before_replacing();
  const auto program = [](int size) {
    return [size](Script& p) {
      auto& disk = p.resource("pkg:m:Disk", "disk", {{"size", size}});
      auto& machine = p.resource("pkg:m:Machine", "machine", {{"disk", Script::output(disk, "id")}});
      p.resource("pkg:m:Label", "label", {{"text", Script::output(machine, "id")}});
    };
  };
  s.up(program(1));
  s.up(program(2));

  // The label can live with a changed text, so it is updated, not deleted.
  EXPECT_THAT(s.calls(), ElementsAre("delete machine", "delete disk", "create disk", "create machine", "update label"));
  EXPECT_THAT(s.names(), ElementsAre("disk", "machine", "label"));
}

TEST(Failure, OfACreateLeavesNothingAndEndsTheRun) {
  Scenario s;
  s.provider("pkg").fails("create data", "quota exceeded");
  s.up([](Script& p) {
    auto& data = p.resource("pkg:m:Disk", "data");
    p.resource("pkg:m:Disk", "after", {{"of", Script::output(data, "id")}});
  });

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("quota exceeded")));
  EXPECT_THAT(s.calls(), ElementsAre("create data"));
  EXPECT_THAT(s.names(), IsEmpty());
}

TEST(Failure, SaysWhereInTheProgramTheResourceIs) {
  Scenario s;
  s.provider("pkg").fails("create data", "quota exceeded");
  s.up([](Script& p) {
    p.resource("pkg:m:Disk", "data").with([](Goal& goal) { goal.source_position = "project:///src/main.cpp#12,5"; });
  });

  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("quota exceeded\n  at src/main.cpp:12")));
}

TEST(Failure, OfInitialisationKeepsTheResourceAndTriesAgain) {
  Scenario s;
  const auto program = [](Script& p) { p.resource("pkg:m:Disk", "data"); };
  s.provider("pkg").fails_partly("create data", "not ready in time");
  s.up(program);
  EXPECT_TRUE(s.outcome.failed);
  ASSERT_NE(s.find("data"), nullptr);
  EXPECT_THAT(s.find("data")->init_errors, ElementsAre("not ready in time"));

  s.provider("pkg").heal();
  s.up(program);
  EXPECT_THAT(s.calls(), ElementsAre("update data"));
  EXPECT_THAT(s.find("data")->init_errors, IsEmpty());
}

}  // namespace
}  // namespace ashlar::deploy::testing
