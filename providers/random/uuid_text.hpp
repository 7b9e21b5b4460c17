#pragma once
/// UUIDs as text and from random bytes. Pure functions.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace ashlar::providers::random {

/// Sixteen bytes in groups of hexadecimal digits, lower case. REQUIRES: bytes.size() == 16.
[[nodiscard]] std::string format_uuid(std::string_view bytes);

/// The canonical form of a UUID written as 8-4-4-4-12 digits in any case.
[[nodiscard]] Result<std::string> parse_uuid(std::string_view text);

/// The same, which may also be without dashes, in braces, or a `urn:uuid:`.
[[nodiscard]] Result<std::string> parse_any_uuid(std::string_view text);

/// `bytes` with the marks of RFC 9562 for `version`. REQUIRES: bytes.size() == 16.
[[nodiscard]] std::string with_version(std::string bytes, unsigned version);

/// A version 7 UUID: the time in milliseconds, its fraction in twelve bits, then random bits (RFC 9562 section 6.2,
/// method 3).
[[nodiscard]] std::string uuid7_at(Clock::Time time, std::string_view random_bytes);

}  // namespace ashlar::providers::random
