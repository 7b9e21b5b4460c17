// `--exclude` and `--exclude-dependents` in an update (reference 5.11).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deploy/lifecycle/estate.hpp"

namespace ashlar::deploy::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

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

}  // namespace
}  // namespace ashlar::deploy::testing
