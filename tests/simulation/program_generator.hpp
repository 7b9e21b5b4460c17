#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "deploy/testing/scripted_program.hpp"

namespace ashlar::simulation {

/// Chance with a memory: everything that is drawn comes from the seed.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  /// A number from 0 to `below` - 1. REQUIRES: below > 0.
  std::size_t pick(std::size_t below) { return engine_() % below; }
  bool one_in(std::size_t n) { return pick(n) == 0; }

 private:
  std::mt19937_64 engine_;
};

/// One resource of a generated program.
struct Wanted {
  std::string name;
  std::string earlier_name;  ///< an alias, after a rename
  bool component = false;
  int size = 0;  ///< a change of it is an update
  int kind = 0;  ///< a change of it is a replacement
  bool delete_first = false;
  bool retain = false;
  std::string import_id;              ///< of a thing that nobody manages, which it is to take over
  std::string read_id;                ///< of a thing that nobody manages, which it only looks at
  std::vector<std::size_t> uses;      ///< earlier ones whose id it takes; a change of that id is a replacement
  std::vector<std::size_t> mentions;  ///< earlier ones whose id it takes; a change of that id is an update
  std::size_t parent = none;
  std::size_t deleted_with = none;  ///< an earlier one whose deletion is its own
  static constexpr std::size_t none = ~std::size_t{0};
};

/// A program that grows, shrinks and changes from run to run.
class ProgramGenerator {
 public:
  explicit ProgramGenerator(Dice& dice);

  /// Some changes, drawn by chance.
  void change();
  void write(deploy::testing::Script& script) const;
  [[nodiscard]] const std::vector<Wanted>& wanted() const { return wanted_; }
  [[nodiscard]] std::vector<Wanted>& wanted() { return wanted_; }

 private:
  void add();
  void remove(std::size_t index);

  Dice& dice_;
  std::vector<Wanted> wanted_;
  int names_ = 0;
};

}  // namespace ashlar::simulation
