#include "providers/aws/unique_name.hpp"

#include <openssl/sha.h>

#include <array>
#include <bit>
#include <cstdint>
#include <cstdio>
#include <ctime>

namespace ashlar::providers::aws {
namespace {

using Words = std::array<std::uint32_t, 16>;

void quarter_round(Words& words, int a, int b, int c, int d) {
  words[a] += words[b];
  words[d] = std::rotl(words[d] ^ words[a], 16);
  words[c] += words[d];
  words[b] = std::rotl(words[b] ^ words[c], 12);
  words[a] += words[b];
  words[d] = std::rotl(words[d] ^ words[a], 8);
  words[c] += words[d];
  words[b] = std::rotl(words[b] ^ words[c], 7);
}

/// One block of ChaCha's key stream (RFC 8439 section 2.3, but with twelve rounds and a nonce of zeros).
std::array<unsigned char, 64> chacha12_block(const std::array<unsigned char, 32>& key, std::uint32_t counter) {
  Words start = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};
  for (std::size_t i = 0; i < 8; ++i) {
    const auto* bytes = key.data() + i * 4;
    start[4 + i] = static_cast<std::uint32_t>(bytes[0]) | static_cast<std::uint32_t>(bytes[1]) << 8 |
                   static_cast<std::uint32_t>(bytes[2]) << 16 | static_cast<std::uint32_t>(bytes[3]) << 24;
  }
  start[12] = counter;
  auto words = start;
  for (int round = 0; round < 12; round += 2) {
    quarter_round(words, 0, 4, 8, 12);
    quarter_round(words, 1, 5, 9, 13);
    quarter_round(words, 2, 6, 10, 14);
    quarter_round(words, 3, 7, 11, 15);
    quarter_round(words, 0, 5, 10, 15);
    quarter_round(words, 1, 6, 11, 12);
    quarter_round(words, 2, 7, 8, 13);
    quarter_round(words, 3, 4, 9, 14);
  }
  std::array<unsigned char, 64> block{};
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::uint32_t word = words[i] + start[i];
    for (std::size_t byte = 0; byte < 4; ++byte) block[i * 4 + byte] = static_cast<unsigned char>(word >> (8 * byte));
  }
  return block;
}

/// The bytes of the key stream after the first 32, which the generator keeps as its next key.
class Stream {
 public:
  explicit Stream(std::string_view seed) {
    SHA256(reinterpret_cast<const unsigned char*>(seed.data()), seed.size(), key_.data());
    block_ = chacha12_block(key_, 0);
  }
  unsigned char next() {
    if (at_ == block_.size()) {
      block_ = chacha12_block(key_, ++counter_);
      at_ = 0;
    }
    return block_[at_++];
  }

 private:
  std::array<unsigned char, 32> key_{};
  std::array<unsigned char, 64> block_{};
  std::uint32_t counter_ = 0;
  std::size_t at_ = 32;
};

}  // namespace

Result<std::string> unique_name(std::string_view seed, const std::string& prefix, std::size_t digits,
                                std::size_t longest) {
  static constexpr std::string_view hex = "0123456789abcdef";
  if (prefix.size() + digits > longest) {
    return fail_with_help("the name \"" + prefix + "\" with " + std::to_string(digits) +
                              " random digits is longer than " + std::to_string(longest) + " characters",
                          "give the resource a shorter name, or set its name property");
  }
  Stream stream(seed);
  std::string name = prefix;
  for (std::size_t i = 0; i < digits; ++i) {
    // A little-endian number of 64 bits modulo 16 decides each digit: that is its first byte's low half.
    const auto first = stream.next();
    for (int rest = 1; rest < 8; ++rest) stream.next();
    name += hex[first & 15];
  }
  return name;
}

std::string timestamped_name(const std::string& prefix, Clock::Time now, std::uint32_t chance) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now);
  const auto fraction = std::chrono::duration_cast<std::chrono::microseconds>(now - seconds).count() / 100;
  const std::time_t time = seconds.time_since_epoch().count();
  std::tm parts{};
  gmtime_r(&time, &parts);
  char text[64];
  const auto length = std::strftime(text, sizeof text, "%Y%m%d%H%M%S", &parts);
  std::snprintf(text + length, sizeof text - length, "%04d%08x", static_cast<int>(fraction), chance);
  return prefix + text;
}

std::string prefix_of_timestamped(const std::string& name) {
  constexpr std::size_t time_digits = 18;
  constexpr std::size_t digits = 26;
  if (name.size() < digits) return {};
  const auto end = name.substr(name.size() - digits);
  const bool matches = end.find_first_not_of("0123456789") >= time_digits &&
                       end.find_first_not_of("0123456789abcdef") == std::string::npos;
  return matches ? name.substr(0, name.size() - digits) : "";
}

}  // namespace ashlar::providers::aws
