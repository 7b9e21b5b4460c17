#pragma once
/// Bytes as text, beyond what the base offers. Pure functions.

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace ashlar::providers::random {

[[nodiscard]] std::string to_base64_url(std::string_view bytes);  ///< RFC 4648 section 5, without padding
[[nodiscard]] Result<std::string> from_base64_url(std::string_view text);

/// The bytes as one number, most significant byte first, in decimal digits without leading zeros. Quadratic in their
/// count.
[[nodiscard]] std::string to_decimal(std::string_view bytes);

}  // namespace ashlar::providers::random
