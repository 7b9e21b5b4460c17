#pragma once

#include <string>
#include <string_view>

namespace ashlar::state {

/// The SHA-256 of some bytes in lower-case hexadecimal digits.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

}  // namespace ashlar::state
