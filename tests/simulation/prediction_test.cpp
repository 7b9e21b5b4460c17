// What holds for any program, tried on generated ones: a preview shows the steps that the run then takes, and a second
// run has nothing to do.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "deploy/testing/scenario.hpp"
#include "simulation/program_generator.hpp"

namespace ashlar::simulation {
namespace {

using deploy::testing::Calls;
using deploy::testing::Scenario;
using deploy::testing::Script;
using ::testing::IsEmpty;

constexpr std::uint64_t seeds = 300;
constexpr int changes_of_each = 4;

/// A stack whose program changes from run to run as the seed wants it.
class Evolution {
 public:
  explicit Evolution(std::uint64_t seed) : dice_(seed), programs_(dice_) {
    auto& package = stack.provider("pkg");
    package.replaces_on("kind").replaces_on("uses").computes("color", "red");
    if (dice_.one_in(3)) package.deletes_before_replacing();
    stack.options.parallel = dice_.one_in(3) ? 1 : 16;
  }

  void change() { programs_.change(); }
  [[nodiscard]] std::function<void(Script&)> program() const {
    return [this](Script& script) { programs_.write(script); };
  }
  [[nodiscard]] Calls steps() const {
    auto steps = stack.steps();
    std::sort(steps.begin(), steps.end());
    return steps;
  }

  Scenario stack;

 private:
  Dice dice_;
  ProgramGenerator programs_;
};

TEST(Preview, ShowsExactlyTheStepsThatTheRunTakes) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Evolution evolution(seed);
    for (int round = 0; round < changes_of_each; ++round) {
      evolution.stack.preview(evolution.program());
      const auto shown = evolution.steps();
      const auto counted = evolution.stack.outcome.changes;
      evolution.stack.up(evolution.program());
      ASSERT_EQ(evolution.steps(), shown) << "round " << round;
      ASSERT_EQ(evolution.stack.outcome.changes, counted) << "round " << round;
      ASSERT_FALSE(evolution.stack.outcome.failed);
      evolution.change();
    }
    evolution.stack.options.preview = true;
    evolution.stack.destroy();
    const auto shown = evolution.steps();
    evolution.stack.options.preview = false;
    evolution.stack.destroy();
    ASSERT_EQ(evolution.steps(), shown);
    ASSERT_THAT(evolution.stack.state.resources, IsEmpty());
  }
}

TEST(SecondRun, HasNothingToDo) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Evolution evolution(seed);
    for (int round = 0; round < changes_of_each; ++round) {
      evolution.stack.up(evolution.program());
      const auto before = evolution.stack.state.resources;
      evolution.stack.up(evolution.program());
      ASSERT_THAT(evolution.stack.steps(), IsEmpty()) << "round " << round;
      ASSERT_THAT(evolution.stack.calls(), IsEmpty()) << "round " << round;
      ASSERT_EQ(evolution.stack.journal->durable, 0U) << "round " << round;
      ASSERT_TRUE(std::is_permutation(before.begin(), before.end(), evolution.stack.state.resources.begin(),
                                      evolution.stack.state.resources.end()));
      evolution.stack.refresh();
      ASSERT_THAT(evolution.stack.steps(), IsEmpty()) << "round " << round;
      evolution.change();
    }
  }
}

}  // namespace
}  // namespace ashlar::simulation
