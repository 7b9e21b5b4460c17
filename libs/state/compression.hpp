#pragma once
/// State files may be compressed (reference 6.2). What a file is shows in its first bytes, not in its name.

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace ashlar::state {

enum class Compression { none, gzip, zstd };

/// What follows `.json` in the names of such files: empty, `.gz` or `.zst`.
[[nodiscard]] std::string_view extension(Compression compression);

[[nodiscard]] Result<std::string> compress(std::string content, Compression compression);
/// The content of a file in any of the three forms.
[[nodiscard]] Result<std::string> decompress(std::string bytes);

}  // namespace ashlar::state
