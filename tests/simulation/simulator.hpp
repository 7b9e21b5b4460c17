#pragma once
/// Whole deployments against a model of the world, driven by one number: programs that change, providers that fail,
/// answers that come late and in another order, crashes at any record of the journal, cancels and restarts. After each
/// run the invariants are checked.

#include <cstdint>
#include <string>
#include <vector>

namespace ashlar::simulation {

/// What one seed led to.
struct Verdict {
  std::uint64_t seed = 0;
  std::vector<std::string> history;     ///< one line a run: what was done to it and how it ended
  std::vector<std::string> violations;  ///< empty when all invariants held
  int runs = 0;
  int crashes = 0;
};

/// Plays one seed. The same seed plays the same game, on any machine.
[[nodiscard]] Verdict simulate(std::uint64_t seed);

}  // namespace ashlar::simulation
