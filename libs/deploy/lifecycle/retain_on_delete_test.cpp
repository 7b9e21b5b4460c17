// retainOnDelete and deletedWith: deletes without a call (reference 5.6, 5.10).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deploy/testing/scenario.hpp"

namespace ashlar::deploy::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr const char* disk_type = "pkg:m:Disk";

std::function<void(Script&)> retained(int size, bool delete_first = false) {
  return [=](Script& p) {
    p.resource(disk_type, "data", {{"size", size}}).with([=](Goal& goal) {
      goal.retain_on_delete = true;
      if (delete_first) goal.delete_before_replace = true;
    });
  };
}

TEST(RetainOnDelete, TakesTheResourceFromTheStateOnly) {
  Scenario s;
  s.up(retained(1));
  s.up([](Script&) {});

  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_THAT(s.names(), IsEmpty());
  EXPECT_EQ(s.provider("pkg").world.size(), 1U);
  EXPECT_THAT(s.steps(), ElementsAre("delete data"));
}

TEST(RetainOnDelete, KeepsTheOldResourceOfAReplacement) {
  for (const bool delete_first : {false, true}) {
    Scenario s;
    s.provider("pkg").replaces_on("size");
    s.up(retained(1, delete_first));
    s.up(retained(2, delete_first));

    EXPECT_THAT(s.calls(), ElementsAre("create data"));
    EXPECT_THAT(s.names(), ElementsAre("data"));
    EXPECT_EQ(s.provider("pkg").world.size(), 2U);
  }
}

TEST(RetainOnDelete, CountsAsTheStateHasIt) {
  Scenario s;
  s.up(retained(1));
  s.up([](Script& p) { p.resource(disk_type, "data", {{"size", 1}}); });
  EXPECT_FALSE(s.find("data")->retain_on_delete);
  s.up([](Script&) {});

  EXPECT_THAT(s.calls(), ElementsAre("delete data"));
}

TEST(DeletedWith, NeedsNoCallWhenTheOtherIsDeletedToo) {
  Scenario s;
  s.up([](Script& p) {
    auto& machine = p.resource("pkg:m:Machine", "machine");
    auto& volume = p.resource(disk_type, "volume").deleted_with(machine);
    p.resource(disk_type, "part").deleted_with(volume);
  });
  s.destroy();

  EXPECT_THAT(s.calls(), ElementsAre("delete machine"));
  EXPECT_THAT(s.state.resources, IsEmpty());
}

TEST(DeletedWith, MeansNothingWhenTheOtherStays) {
  Scenario s;
  s.up([](Script& p) {
    auto& machine = p.resource("pkg:m:Machine", "machine");
    p.resource(disk_type, "volume").deleted_with(machine);
  });
  s.up([](Script& p) { p.resource("pkg:m:Machine", "machine"); });

  EXPECT_THAT(s.calls(), ElementsAre("delete volume"));
}

std::function<void(Script&)> machine_with_volume(int size, bool delete_first) {
  return [=](Script& p) {
    auto& machine = p.resource("pkg:m:Machine", "machine", {{"size", size}}).with([=](Goal& goal) {
      goal.delete_before_replace = delete_first;
    });
    auto& volume = p.resource(disk_type, "volume").deleted_with(machine);
    p.resource(disk_type, "part").deleted_with(volume);
  };
}

TEST(DeletedWith, ReplacesAlongWithTheOther) {
  Scenario s;
  s.provider("pkg").replaces_on("size");
  s.up(machine_with_volume(1, false));
  s.up(machine_with_volume(2, false));

  EXPECT_THAT(s.calls(), ElementsAre("create machine", "create volume", "create part", "delete machine"));
  EXPECT_THAT(s.names(), ElementsAre("machine", "volume", "part"));
}

TEST(DeletedWith, NeedsNoCallWhenTheOtherIsDeletedBeforeItsReplacement) {
  Scenario s;
  s.provider("pkg").replaces_on("size");
  s.up(machine_with_volume(1, true));
  s.up(machine_with_volume(2, true));

  EXPECT_THAT(s.calls(), ElementsAre("delete machine", "create machine", "create volume", "create part"));
  EXPECT_THAT(s.names(), ElementsAre("machine", "volume", "part"));
}

TEST(DeletedWith, AddedByTheRunThatReplacesTheOtherReplacesToo) {
  Scenario s;
  s.provider("pkg").replaces_on("size");
  s.up([](Script& p) {
    p.resource("pkg:m:Machine", "machine", {{"size", 1}});
    p.resource(disk_type, "volume");
  });
  s.up([](Script& p) {
    auto& machine = p.resource("pkg:m:Machine", "machine", {{"size", 2}});
    p.resource(disk_type, "volume").deleted_with(machine);
  });

  EXPECT_THAT(s.calls(), UnorderedElementsAre("create machine", "create volume", "delete volume", "delete machine"));
}

TEST(DeletedWith, OfAProtectedResourceStopsTheReplacementOfTheOther) {
  Scenario s;
  s.provider("pkg").replaces_on("size").deletes_before_replacing();
  const auto program = [](int size) {
    return [size](Script& p) {
      auto& machine = p.resource("pkg:m:Machine", "machine", {{"size", size}});
      p.resource(disk_type, "volume").deleted_with(machine).protect();
    };
  };
  s.up(program(1));
  s.up(program(2));

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.calls(), IsEmpty());
}

TEST(DeletedWith, NeedsACallWhenTheOtherOnlyLeavesTheState) {
  for (const bool kept : {true, false}) {
    Scenario s;
    s.provider("pkg").world["disk-9"] = Thing{disk_type, "nine", {}, ""};
    s.up([&](Script& p) {
      auto& base = p.resource(disk_type, "base").with([&](Goal& goal) { goal.retain_on_delete = kept; });
      if (!kept) base.read("disk-9");
      p.resource(disk_type, "part").deleted_with(base).with([](Goal& goal) { goal.retain_on_delete = false; });
    });
    s.up([](Script&) {});

    EXPECT_THAT(s.calls(), ElementsAre("delete part"));
    EXPECT_THAT(s.names(), IsEmpty());
  }
}

}  // namespace
}  // namespace ashlar::deploy::testing
