#pragma once
/// Uniform choices from random bytes.

#include <cstdint>
#include <utility>
#include <vector>

#include "base/clock.hpp"

namespace ashlar::providers::random {

/// Every outcome is equally likely as far as the bytes are; none is reached by a remainder.
class Dice {
 public:
  explicit Dice(Entropy& entropy) : entropy_(entropy) {}

  /// A number from 0 to `last`, both included.
  [[nodiscard]] std::uint64_t up_to(std::uint64_t last);
  /// A place in something of `size` places. REQUIRES: size > 0.
  [[nodiscard]] std::size_t place(std::size_t size) { return up_to(size - 1); }

  template <typename T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[place(i)]);
  }

 private:
  Entropy& entropy_;
};

}  // namespace ashlar::providers::random
