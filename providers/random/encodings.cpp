#include "providers/random/encodings.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/strings.hpp"

namespace ashlar::providers::random {

std::string to_base64_url(std::string_view bytes) {
  auto text = to_base64(bytes);
  text.erase(std::min(text.find('='), text.size()));
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  return text;
}

Result<std::string> from_base64_url(std::string_view text) {
  std::string standard(text);
  if (standard.find_first_of("+/=") != std::string::npos) {
    return fail("this is base64 with the URL's alphabet and no padding: \"+\", \"/\" and \"=\" do not belong in it");
  }
  std::replace(standard.begin(), standard.end(), '-', '+');
  std::replace(standard.begin(), standard.end(), '_', '/');
  if (standard.size() % 4 == 1)
    return fail("base64 text cannot have " + std::to_string(standard.size()) + " characters");
  standard.append((4 - standard.size() % 4) % 4, '=');
  return from_base64(standard);
}

std::string to_decimal(std::string_view bytes) {
  constexpr std::uint64_t base = 1'000'000'000;
  std::vector<std::uint32_t> groups;  // of nine digits, least significant first
  for (const char c : bytes) {
    std::uint64_t carry = static_cast<unsigned char>(c);
    for (auto& group : groups) {
      const std::uint64_t value = std::uint64_t{group} * 256 + carry;
      group = static_cast<std::uint32_t>(value % base);
      carry = value / base;
    }
    if (carry != 0) groups.push_back(static_cast<std::uint32_t>(carry));
  }
  if (groups.empty()) return "0";
  auto text = std::to_string(groups.back());
  for (auto group = groups.rbegin() + 1; group != groups.rend(); ++group) {
    const auto digits = std::to_string(*group);
    text.append(9 - digits.size(), '0').append(digits);
  }
  return text;
}

}  // namespace ashlar::providers::random
