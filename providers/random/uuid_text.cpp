#include "providers/random/uuid_text.hpp"

#include <chrono>

#include "base/strings.hpp"

namespace ashlar::providers::random {

std::string format_uuid(std::string_view bytes) {
  const auto hex = to_hex(bytes);
  return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" + hex.substr(16, 4) + "-" +
         hex.substr(20);
}

Result<std::string> parse_uuid(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  auto canonical = to_lower(text);
  bool fits = canonical.size() == 36;
  for (std::size_t i = 0; fits && i < canonical.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    fits = dash ? canonical[i] == '-' : digits.find(canonical[i]) != std::string_view::npos;
  }
  if (!fits) return fail("\"" + std::string(text) + "\" is not a UUID (8-4-4-4-12 hexadecimal digits)");
  return canonical;
}

Result<std::string> parse_any_uuid(std::string_view text) {
  constexpr std::string_view urn = "urn:uuid:";
  auto inner = text;
  if (to_lower(text.substr(0, urn.size())) == urn) inner.remove_prefix(urn.size());
  if (inner.size() == 38 && inner.front() == '{' && inner.back() == '}') inner = inner.substr(1, 36);
  if (inner.size() != 32) return parse_uuid(inner);
  const auto part = [&](std::size_t at, std::size_t length) { return std::string(inner.substr(at, length)); };
  return parse_uuid(part(0, 8) + "-" + part(8, 4) + "-" + part(12, 4) + "-" + part(16, 4) + "-" + part(20, 12));
}

std::string with_version(std::string bytes, unsigned version) {
  bytes[6] = static_cast<char>((static_cast<unsigned char>(bytes[6]) & 0x0FU) | version << 4U);
  bytes[8] = static_cast<char>((static_cast<unsigned char>(bytes[8]) & 0x3FU) | 0x80U);
  return bytes;
}

std::string uuid7_at(Clock::Time time, std::string_view random_bytes) {
  const auto since_epoch = time.time_since_epoch();
  const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(since_epoch);
  const auto count = static_cast<std::uint64_t>(milliseconds.count());
  const auto fraction = static_cast<std::uint64_t>((since_epoch - milliseconds).count()) * 4096 / 1'000'000;
  std::string bytes(random_bytes);
  for (std::size_t i = 0; i < 6; ++i) bytes[i] = static_cast<char>(count >> (40 - 8 * i));
  bytes[6] = static_cast<char>(fraction >> 8U);
  bytes[7] = static_cast<char>(fraction);
  return format_uuid(with_version(std::move(bytes), 7));
}

}  // namespace ashlar::providers::random
