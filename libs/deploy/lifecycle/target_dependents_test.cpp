// `--target-dependents` (reference 5.11).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deploy/lifecycle/estate.hpp"

namespace ashlar::deploy::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

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

}  // namespace
}  // namespace ashlar::deploy::testing
