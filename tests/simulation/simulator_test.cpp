#include "simulation/simulator.hpp"

#include <gtest/gtest.h>

namespace ashlar::simulation {
namespace {

TEST(Simulator, FindsNoBrokenInvariantInTwoThousandSeeds) {
  for (std::uint64_t seed = 1; seed <= 2000; ++seed) {
    const auto verdict = simulate(seed);
    ASSERT_TRUE(verdict.violations.empty())
        << "seed " << seed << ": " << verdict.violations.front() << "\nreplay it with: ashlar-simulate --first " << seed
        << " --seeds 1 --verbose";
  }
}

TEST(Simulator, PlaysASeedTheSameWayTwice) { EXPECT_EQ(simulate(7).history, simulate(7).history); }

}  // namespace
}  // namespace ashlar::simulation
