// ashlar-simulate --seeds N [--first S]: plays N seeds and reports those that break an invariant.

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "simulation/simulator.hpp"

int main(int argc, char** argv) {
  std::uint64_t seeds = 1000;
  std::uint64_t first = 1;
  bool verbose = false;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--seeds") == 0 && i + 1 < argc) {
      seeds = std::strtoull(argv[++i], nullptr, 10);
    } else if (std::strcmp(argv[i], "--first") == 0 && i + 1 < argc) {
      first = std::strtoull(argv[++i], nullptr, 10);
    } else if (std::strcmp(argv[i], "--verbose") == 0) {
      verbose = true;
    } else {
      std::fprintf(stderr, "usage: ashlar-simulate [--seeds N] [--first SEED] [--verbose]\n");
      return std::strcmp(argv[i], "--help") == 0 ? 0 : 2;
    }
  }
  std::uint64_t runs = 0, crashes = 0, bad = 0;
  for (std::uint64_t seed = first; seed < first + seeds; ++seed) {
    const auto verdict = ashlar::simulation::simulate(seed);
    runs += static_cast<std::uint64_t>(verdict.runs);
    crashes += static_cast<std::uint64_t>(verdict.crashes);
    if (verdict.violations.empty() && !verbose) continue;
    if (!verdict.violations.empty()) ++bad;
    std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
    for (const auto& line : verdict.history) std::printf("  %s\n", line.c_str());
    for (const auto& line : verdict.violations) std::printf("  VIOLATED %s\n", line.c_str());
  }
  std::printf("%llu seeds, %llu runs, %llu crashes: %llu seeds broke an invariant\n",
              static_cast<unsigned long long>(seeds), static_cast<unsigned long long>(runs),
              static_cast<unsigned long long>(crashes), static_cast<unsigned long long>(bad));
  return bad == 0 ? 0 : 1;
}
