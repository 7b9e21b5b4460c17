#pragma once
/// The numbers that Go's `math/rand` yields for a seed. A seed in a program promises the same result as the published
/// provider.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace ashlar::providers::random {

/// CRC-64 with the ISO 3309 polynomial, as Go's `hash/crc64` computes it.
[[nodiscard]] std::uint64_t crc64_iso(std::string_view bytes);

/// An additive lagged Fibonacci generator, x[n] = x[n-607] + x[n-273] modulo 2^64. It is not fit for secrets.
class GoRandom {
 public:
  explicit GoRandom(std::int64_t seed);
  /// The seed that the published provider makes of a text.
  explicit GoRandom(std::string_view seed) : GoRandom(static_cast<std::int64_t>(crc64_iso(seed))) {}

  /// A number from 0 to `limit` - 1. REQUIRES: limit > 0.
  [[nodiscard]] std::int64_t below(std::int64_t limit);
  /// The numbers from 0 to `count` - 1 in a random order.
  [[nodiscard]] std::vector<std::size_t> permutation(std::size_t count);

  static constexpr std::size_t long_lag = 607;
  static constexpr std::size_t short_lag = 273;
  using State = std::array<std::uint64_t, long_lag>;

 private:
  std::uint64_t next();

  State state_{};
  std::size_t tap_ = 0;
  std::size_t feed_ = long_lag - short_lag;
};

}  // namespace ashlar::providers::random
