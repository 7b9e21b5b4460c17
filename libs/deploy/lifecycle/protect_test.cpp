// The `protect` option (reference 5.4, 5.6, 5.10).

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

std::function<void(Script&)> disk(int size, bool protect) {
  return [=](Script& p) { p.resource(disk_type, "data", {{"size", size}}).protect(protect); };
}

TEST(Protect, RefusesTheDelete) {
  Scenario s;
  s.up(disk(1, true));
  s.up([](Script&) {});

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("it is protected")));
  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_THAT(s.names(), ElementsAre("data"));
}

TEST(Protect, RefusesTheReplacement) {
  Scenario s;
  s.provider("pkg").replaces_on("size");
  s.up(disk(1, true));
  s.up(disk(2, true));

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("unable to replace")));
  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_EQ(s.find("data")->inputs.at("size"), PropertyValue(1));
}

TEST(Protect, AllowsAnUpdate) {
  Scenario s;
  s.up(disk(1, true));
  s.up(disk(2, true));

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("update data"));
}

TEST(Protect, MayBeTakenAwayByTheRunThatReplaces) {
  Scenario s;
  s.provider("pkg").replaces_on("size");
  s.up(disk(1, true));
  s.up(disk(2, false));

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("create data", "delete data"));
}

TEST(Protect, MayBeGivenByTheRunThatReplaces) {
  Scenario s;
  s.provider("pkg").replaces_on("size");
  s.up(disk(1, false));
  s.up(disk(2, true));

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_TRUE(s.find("data")->protect);
}

TEST(Protect, TakenAwayByTheStateFileAllowsTheDelete) {
  Scenario s;
  s.up(disk(1, true));
  s.up(disk(1, false));
  EXPECT_THAT(s.calls(), IsEmpty());
  s.up([](Script&) {});

  EXPECT_THAT(s.calls(), ElementsAre("delete data"));
}

TEST(Protect, LetsADestroyDeleteTheRestAndNamesEveryProtectedResource) {
  Scenario s;
  s.up([](Script& p) {
    auto& network = p.resource("pkg:m:Network", "network");
    p.resource(disk_type, "first", {{"network", Script::output(network, "id")}}).protect();
    p.resource(disk_type, "second").protect();
    p.resource("pkg:m:Machine", "machine", {{"network", Script::output(network, "id")}});
  });
  s.destroy();

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, UnorderedElementsAre(HasSubstr("first"), HasSubstr("second")));
  EXPECT_THAT(s.calls(), ElementsAre("delete machine"));
  EXPECT_THAT(s.names(), UnorderedElementsAre("network", "first", "second"));
}

TEST(IgnoreProtect, AllowsTheDelete) {
  Scenario s;
  s.up(disk(1, true));
  s.options.ignore_protect = true;
  s.destroy();

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("delete data"));
}

TEST(IgnoreProtect, AllowsTheReplacement) {
  Scenario s;
  s.provider("pkg").replaces_on("size");
  s.up(disk(1, true));
  s.options.ignore_protect = true;
  s.up(disk(2, true));

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("create data", "delete data"));
  EXPECT_TRUE(s.find("data")->protect);
}

std::function<void(Script&)> chain(int size) {
  return [=](Script& p) {
    auto& disk = p.resource(disk_type, "disk", {{"size", size}});
    auto& machine = p.resource("pkg:m:Machine", "machine", {{"disk", Script::output(disk, "id")}});
    p.resource("pkg:m:Machine", "guarded", {{"disk", Script::output(disk, "id")}}).protect();
    p.resource("pkg:m:Machine", "last", {{"disk", Script::output(machine, "id")}});
  };
}

TEST(Protect, OfADependentStopsADeleteBeforeReplaceBeforeAnythingIsDeleted) {
  Scenario s;
  s.provider("pkg").replaces_on("size").replaces_on("disk").deletes_before_replacing();
  s.up(chain(1));
  s.up(chain(2));

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("guarded")));
  EXPECT_THAT(s.calls(), IsEmpty());
}

TEST(IgnoreProtect, AllowsADeleteBeforeReplaceWithDependents) {
  Scenario s;
  s.provider("pkg").replaces_on("size").replaces_on("disk").deletes_before_replacing();
  s.up(chain(1));
  s.options.ignore_protect = true;
  s.up(chain(2));

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_EQ(s.calls().size(), 8U);
}

TEST(Protect, DoesNotKeepTheOldHalfOfAReplacement) {
  Scenario s;
  s.provider("pkg").replaces_on("size");
  s.up(disk(1, false));
  s.provider("pkg").fails("delete data", "busy");
  s.up(disk(2, true));
  ASSERT_THAT(s.names(), ElementsAre("data", "data-"));

  s.provider("pkg").heal();
  s.up(disk(2, true));
  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("delete data"));
}

TEST(ExcludeProtected, DestroysTheRestWithoutAnError) {
  Scenario s;
  s.up([](Script& p) {
    auto& network = p.resource("pkg:m:Network", "network");
    p.resource(disk_type, "kept", {{"network", Script::output(network, "id")}}).protect();
    p.resource(disk_type, "gone", {{"network", Script::output(network, "id")}});
  });
  s.options.exclude_protected = true;
  s.destroy();

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("delete gone"));
  EXPECT_THAT(s.names(), UnorderedElementsAre("network", "kept"));
}

TEST(Protect, IsAnErrorOfThePreviewThatStillShowsTheRest) {
  Scenario s;
  s.provider("pkg").replaces_on("size");
  s.up([](Script& p) {
    p.resource(disk_type, "data", {{"size", 1}}).protect();
    p.resource(disk_type, "extra");
  });
  s.preview([](Script& p) { p.resource(disk_type, "data", {{"size", 2}}).protect(); });

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("unable to replace")));
  EXPECT_THAT(s.steps(),
              UnorderedElementsAre("create-replacement data", "replace data", "delete-replaced data", "delete extra"));
}

TEST(Protect, DoesNotKeepWhatOnlyWaitsToBeMadeAgain) {
  Scenario s;
  s.provider("pkg").replaces_on("size").deletes_before_replacing();
  s.up(disk(1, false));
  s.provider("pkg").fails("create data", "no space");
  s.up(disk(2, false));
  ASSERT_THAT(s.names(), ElementsAre("data?"));
  auto waiting = std::make_shared<ResourceState>(*s.find("data"));
  waiting->protect = true;
  s.state.resources.back() = waiting;
  s.up([](Script&) {});

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.steps(), ElementsAre("remove-pending-replace data"));
  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_THAT(s.names(), IsEmpty());
}

}  // namespace
}  // namespace ashlar::deploy::testing
