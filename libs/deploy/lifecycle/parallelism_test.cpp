// How much happens at a time, and what waits for what (reference 5.1, 5.7).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deploy/testing/scenario.hpp"

namespace ashlar::deploy::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr const char* disk_type = "pkg:m:Disk";
constexpr int many = 8;

std::function<void(Script&)> disks(int size, int kind = 1) {
  return [=](Script& p) {
    for (int i = 0; i < many; ++i) p.resource(disk_type, std::to_string(i), {{"size", size}, {"kind", kind}});
  };
}

/// The most calls that were under way at a time, of a create, an update, a replacement and a destroy of `many`.
std::vector<int> most_in_flight(int parallel) {
  Scenario s;
  s.provider("pkg").replaces_on("kind");
  s.options.parallel = parallel;
  std::vector<int> result;
  const auto note = [&] { result.push_back(s.provider("pkg").most_in_flight); };
  s.up(disks(1));
  note();
  s.up(disks(2));
  note();
  s.up(disks(2, 2));
  note();
  s.destroy();
  note();
  EXPECT_FALSE(s.outcome.failed);
  return result;
}

TEST(Parallel, LimitsTheCallsUnderWay) { EXPECT_THAT(most_in_flight(3), ElementsAre(3, 3, 3, 3)); }

TEST(Parallel, OfOneOrLessIsSerial) {
  EXPECT_THAT(most_in_flight(1), ElementsAre(1, 1, 1, 1));
  EXPECT_THAT(most_in_flight(0), ElementsAre(1, 1, 1, 1));
}

TEST(Parallel, WithoutALimitDoesAllThatDoesNotDependOnEachOtherAtOnce) {
  EXPECT_THAT(most_in_flight(std::numeric_limits<int>::max()), ElementsAre(many, many, many, many));
}

TEST(Parallel, OfOneKeepsTheOrderOfTheProgram) {
  Scenario s;
  s.options.parallel = 1;
  s.up(disks(1));

  EXPECT_THAT(s.calls(), ElementsAre("create 0", "create 1", "create 2", "create 3", "create 4", "create 5", "create 6",
                                     "create 7"));
}

/// The ways in which `user` may depend on `base`.
const std::vector<std::function<void(Declared& user, Declared& base)>> ways{
    [](Declared& user, Declared& base) { user.depends_on(base); },
    [](Declared& user, Declared& base) { user.child_of(base); },
    [](Declared& user, Declared& base) { user.goal.properties["of"] = Script::output(base, "id"); },
    [](Declared& user, Declared& base) { user.replaced_with(base); },
};

TEST(Deletion, WaitsForAllThatDependsOnTheResourceInAnyWay) {
  for (const auto& depend : ways) {
    Scenario s;
    s.up([&](Script& p) {
      auto& base = p.resource(disk_type, "base");
      depend(p.resource(disk_type, "user"), base);
    });
    s.destroy();
    EXPECT_THAT(s.calls(), ElementsAre("delete user", "delete base"));
    EXPECT_EQ(s.provider("pkg").most_in_flight, 1);
  }
}

TEST(Deletion, OfWhatStandsUnderAComponentWaitsForWhatDependsOnThat) {
  Scenario s;
  s.up([](Script& p) {
    auto& group = p.component("my:Group", "group");
    auto& inner = p.component("my:Group", "inner").child_of(group);
    p.resource(disk_type, "leaf").child_of(inner);
    p.resource(disk_type, "after").depends_on(group);
  });
  s.destroy();

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.steps(),
              ElementsAre("delete leaf", "delete inner", "delete after", "delete group", "delete project-test"));
}

TEST(Deletion, OfTheArmsOfADiamondHappensAtOnce) {
  Scenario s;
  s.up([](Script& p) {
    auto& base = p.resource(disk_type, "base");
    auto& left = p.resource(disk_type, "left").depends_on(base);
    auto& right = p.resource(disk_type, "right").depends_on(base);
    p.resource(disk_type, "top").depends_on(left).depends_on(right);
  });
  s.destroy();

  EXPECT_THAT(s.calls(), ElementsAre("delete top", "delete left", "delete right", "delete base"));
  EXPECT_EQ(s.provider("pkg").most_in_flight, 2);
}

TEST(Deletion, DoesNotWaitForAnotherBranch) {
  Scenario s;
  s.options.continue_on_error = true;
  s.up([](Script& p) {
    auto& base = p.resource(disk_type, "base");
    p.resource(disk_type, "user").depends_on(base);
    auto& other = p.resource(disk_type, "other");
    auto& slow = p.resource(disk_type, "slow").depends_on(other);
    p.resource(disk_type, "slower").depends_on(slow);
  });
  s.destroy();

  const auto calls = s.calls();
  const auto place = [&](const char* call) { return std::find(calls.begin(), calls.end(), call) - calls.begin(); };
  EXPECT_LT(place("delete base"), place("delete other"));
}

TEST(Deletion, OfOldCopiesFollowsTheirOwnDependencies) {
  Scenario s;
  s.provider("pkg").replaces_on("size");
  const auto program = [](int size) {
    return [size](Script& p) {
      auto& base = p.resource(disk_type, "base", {{"size", size}});
      p.resource(disk_type, "user", {{"size", size}}).depends_on(base);
    };
  };
  s.up(program(1));
  s.up(program(2));

  EXPECT_THAT(s.calls(), ElementsAre("create base", "create user", "delete user", "delete base"));
}

TEST(Deletion, OfAProviderComesAfterAllItServed) {
  Scenario s;
  s.up([](Script& p) {
    auto& east = p.provider("pkg", "east");
    p.resource(disk_type, "data").provided_by(east);
  });
  s.destroy();

  EXPECT_THAT(s.steps(), ElementsAre("delete data", "delete east", "delete project-test"));
  EXPECT_THAT(s.state.resources, IsEmpty());
}

TEST(Deletion, OfWhatTheProgramKeepsSubordinateIsNotTouched) {
  Scenario s;
  const auto program = [](bool with_old) {
    return [with_old](Script& p) {
      auto& base = p.resource(disk_type, "base");
      p.resource(disk_type, "kept").depends_on(base);
      if (with_old) p.resource(disk_type, "old").depends_on(base);
    };
  };
  s.up(program(true));
  s.up(program(false));

  EXPECT_THAT(s.calls(), ElementsAre("delete old"));
  EXPECT_THAT(s.names(), UnorderedElementsAre("base", "kept"));
}

}  // namespace
}  // namespace ashlar::deploy::testing
