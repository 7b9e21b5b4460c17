#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace ashlar::providers::random {

/// How many random bytes a salt takes.
inline constexpr std::size_t bcrypt_salt_size = 16;

/// The bcrypt hash of `text` with cost 10, in the form `$2a$10$…`. Of long texts the first 72 bytes count. Takes about
/// 50 ms, on any thread. REQUIRES: salt.size() == bcrypt_salt_size, and no NUL in `text`.
[[nodiscard]] Result<std::string> bcrypt_hash(std::string_view text, std::string_view salt);

/// Whether `hash` is a bcrypt hash of `text`. As slow.
[[nodiscard]] bool bcrypt_matches(std::string_view text, std::string_view hash);

}  // namespace ashlar::providers::random
