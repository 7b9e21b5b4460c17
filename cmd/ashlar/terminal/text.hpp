#pragma once
/// Text as a terminal lays it out: columns, not bytes. Colour sequences take no room.

#include <string>
#include <string_view>

namespace ashlar::cli {

/// Columns that `text` (UTF-8, possibly with ANSI sequences) takes: two for East Asian wide characters and emoji, none
/// for combining ones.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// The longest beginning of `text` that fits into `columns`. Colour sequences are kept, and switched off at the end
/// when the cut would leave one on.
[[nodiscard]] std::string clip(std::string_view text, std::size_t columns);

/// `text` and blanks up to `columns`.
[[nodiscard]] std::string pad(std::string_view text, std::size_t columns);

/// `text` without ANSI sequences.
[[nodiscard]] std::string without_ansi(std::string_view text);

/// `text` in double quotes as a Go or C program would write it: control and invisible characters escaped.
[[nodiscard]] std::string quoted(std::string_view text);

/// The same without the quotes, and with quotes and backslashes as they are: for names that stand in a line of their
/// own.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace ashlar::cli
