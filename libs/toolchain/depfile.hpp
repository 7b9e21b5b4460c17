#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

namespace ashlar::toolchain {

/// The prerequisites that a compiler's `-MD` file lists (make's syntax: `target: a b\` and escaped blanks), in order.
[[nodiscard]] std::vector<std::filesystem::path> parse_depfile(std::string_view text);

}  // namespace ashlar::toolchain
