#include "providers/random/dice.hpp"

#include <bit>
#include <cstring>

namespace ashlar::providers::random {

std::uint64_t Dice::up_to(std::uint64_t last) {
  if (last == 0) return 0;
  // As many bits as `last` has: at least half of the numbers are in range, so few have to be thrown away.
  const std::uint64_t mask = ~0ULL >> static_cast<unsigned>(std::countl_zero(last));
  while (true) {
    const auto bytes = entropy_.bytes(sizeof(std::uint64_t));
    std::uint64_t number = 0;
    std::memcpy(&number, bytes.data(), sizeof number);
    if ((number & mask) <= last) return number & mask;
  }
}

}  // namespace ashlar::providers::random
