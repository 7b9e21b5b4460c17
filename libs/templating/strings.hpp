#pragma once
/// What Python's strings can do, shared by filters and methods. Widths and positions count characters.

#include <string>
#include <string_view>

#include "templating/value.hpp"

namespace ashlar::templating {

[[nodiscard]] std::string capitalize(std::string_view text);
/// `str.title`: every letter behind something that is none is a capital.
[[nodiscard]] std::string title(std::string_view text);
[[nodiscard]] std::string swap_case(std::string_view text);

/// Puts `fill` before, behind, or around `text`, so that it is `width` wide.
[[nodiscard]] std::string center(std::string_view text, std::int64_t width, std::string_view fill = " ");
[[nodiscard]] std::string pad_left(std::string_view text, std::int64_t width, std::string_view fill = " ");
[[nodiscard]] std::string pad_right(std::string_view text, std::int64_t width, std::string_view fill = " ");

/// At most `count` times, as often as there is something to replace when it is negative.
[[nodiscard]] std::string replace(std::string_view text, std::string_view from, std::string_view to,
                                  std::int64_t count);
[[nodiscard]] std::string reverse(std::string_view text);

/// How often `part` stands in `text`, without overlaps.
[[nodiscard]] std::int64_t count_parts(std::string_view text, std::string_view part);

}  // namespace ashlar::templating
