#include "providers/random/go_random.hpp"

#include <algorithm>
#include <numeric>

namespace ashlar::providers::random {

namespace {

using State = GoRandom::State;
constexpr auto long_lag = GoRandom::long_lag;
constexpr auto short_lag = GoRandom::short_lag;

constexpr std::uint64_t mersenne31 = (1ULL << 31U) - 1;

/// Park and Miller's generator with the multiplier 48271, which fills the state from a seed.
class MinimalStandard {
 public:
  explicit MinimalStandard(std::uint64_t seed) : x_(seed) {
    for (int i = 0; i < 20; ++i) next();
  }
  std::uint64_t next() { return x_ = x_ * 48271 % mersenne31; }
  /// Three numbers, overlapping: each stands `shift` bits above the next.
  std::uint64_t three(unsigned shift) {
    const auto high = next() << (2 * shift);
    const auto middle = next() << shift;
    return high ^ middle ^ next();
  }

 private:
  std::uint64_t x_;
};

/// Polynomials of degree 606 with coefficients modulo 2^64, modulo the recurrence's own: x^607 = x^334 + 1.
using Polynomial = std::array<std::uint64_t, long_lag>;

Polynomial multiply(const Polynomial& a, const Polynomial& b) {
  std::array<std::uint64_t, 2 * long_lag - 1> product{};
  for (std::size_t i = 0; i < long_lag; ++i) {
    for (std::size_t j = 0; j < long_lag; ++j) product[i + j] += a[i] * b[j];
  }
  for (std::size_t i = product.size() - 1; i >= long_lag; --i) {
    product[i - long_lag] += product[i];
    product[i - short_lag] += product[i];
  }
  Polynomial reduced{};
  std::copy_n(product.begin(), long_lag, reduced.begin());
  return reduced;
}

Polynomial power_of_x(std::uint64_t exponent) {
  Polynomial result{1};
  Polynomial square{0, 1};
  for (; exponent != 0; exponent >>= 1U) {
    if ((exponent & 1U) != 0) result = multiply(result, square);
    square = multiply(square, square);
  }
  return result;
}

/// Go mixes every seed with the state that the generator itself reaches from the seed 1 after 7.8e12 steps. Go ships it
/// as a table; as the recurrence is linear, here it is computed: step N is a combination of the first 607 with the
/// coefficients of x^N.
State state_after_long_run() {
  constexpr std::uint64_t steps = 7'800'000'000'000;
  // The state's places are filled downwards from `feed`, so the sequence stands in it backwards.
  const auto place = [](std::uint64_t step) { return (2 * long_lag - short_lag - 1 - step % long_lag) % long_lag; };

  MinimalStandard numbers(1);
  State initial{};
  for (auto& value : initial) value = numbers.three(10);

  std::array<std::uint64_t, 2 * long_lag> sequence{};
  for (std::size_t n = 0; n < long_lag; ++n) sequence[n] = initial[place(n)];
  for (std::size_t n = long_lag; n < sequence.size(); ++n)
    sequence[n] = sequence[n - long_lag] + sequence[n - short_lag];

  const auto coefficients = power_of_x(steps);
  State reached{};
  for (std::size_t k = 0; k < long_lag; ++k) {
    reached[place(steps + k)] = std::inner_product(coefficients.begin(), coefficients.end(),
                                                   sequence.begin() + static_cast<std::ptrdiff_t>(k), std::uint64_t{0});
  }
  return reached;
}

}  // namespace

std::uint64_t crc64_iso(std::string_view bytes) {
  constexpr std::uint64_t polynomial = 0xD800000000000000ULL;  // of the reflected form
  std::uint64_t crc = ~0ULL;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1U ^ ((crc & 1U) != 0 ? polynomial : 0);
  }
  return ~crc;
}

GoRandom::GoRandom(std::int64_t seed) {
  static const State mixed_in = state_after_long_run();
  auto start = seed % static_cast<std::int64_t>(mersenne31);
  if (start < 0) start += static_cast<std::int64_t>(mersenne31);
  if (start == 0) start = 89482311;
  MinimalStandard numbers(static_cast<std::uint64_t>(start));
  for (std::size_t i = 0; i < long_lag; ++i) state_[i] = numbers.three(20) ^ mixed_in[i];
}

std::uint64_t GoRandom::next() {
  tap_ = (tap_ + long_lag - 1) % long_lag;
  feed_ = (feed_ + long_lag - 1) % long_lag;
  return state_[feed_] += state_[tap_];
}

std::int64_t GoRandom::below(std::int64_t limit) {
  // Limits of 31 bits are served from the upper half of 63 random bits, as Go does.
  const unsigned bits = limit < (std::int64_t{1} << 31U) ? 31 : 63;
  const auto range = static_cast<std::uint64_t>(limit);
  const auto draw = [&] { return (next() & ~(1ULL << 63U)) >> (63 - bits); };
  if ((range & (range - 1)) == 0) return static_cast<std::int64_t>(draw() & (range - 1));
  const std::uint64_t largest = (1ULL << bits) - 1 - (1ULL << bits) % range;
  auto number = draw();
  while (number > largest) number = draw();
  return static_cast<std::int64_t>(number % range);
}

std::vector<std::size_t> GoRandom::permutation(std::size_t count) {
  std::vector<std::size_t> order(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto j = static_cast<std::size_t>(below(static_cast<std::int64_t>(i) + 1));
    order[i] = order[j];
    order[j] = i;
  }
  return order;
}

}  // namespace ashlar::providers::random
