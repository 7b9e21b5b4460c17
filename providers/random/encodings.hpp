#pragma once
/// Bytes as text, beyond what the base offers. Pure functions.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace ashlar::providers::random {

[[nodiscard]] std::string to_base64_url(std::string_view bytes);  ///< RFC 4648 section 5, without padding
[[nodiscard]] Result<std::string> from_base64_url(std::string_view text);

/// The bytes as one number, most significant byte first, in decimal digits without leading zeros. Quadratic in their
/// count.
[[nodiscard]] std::string to_decimal(std::string_view bytes);

/// The characters of UTF-8 text, each as its bytes. A byte that belongs to no character stands for itself.
[[nodiscard]] std::vector<std::string> characters(std::string_view text);

}  // namespace ashlar::providers::random
