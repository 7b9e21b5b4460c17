#pragma once
/// Numbers read from text as Python's `int()` and `float()` read them.

#include <cstdint>
#include <optional>
#include <string_view>

namespace ashlar::templating {

/// Nothing when it is no integer of that base (0: the text says by a prefix). Raises when it does not fit 64 bits.
[[nodiscard]] std::optional<std::int64_t> parse_integer(std::string_view text, int base = 10);
/// Nothing when it is no number.
[[nodiscard]] std::optional<double> parse_float(std::string_view text);

}  // namespace ashlar::templating
