#pragma once
/// How Python prints values.

#include "templating/value.hpp"

namespace ashlar::templating {

/// `str(value)`.
[[nodiscard]] std::string to_text(const Value& value);
void append_text(std::string& out, const Value& value);
/// `repr(value)`: strings in quotes.
[[nodiscard]] std::string repr(const Value& value);
void append_repr(std::string& out, const Value& value);
/// `'it'`, with what cannot be printed escaped.
void append_quoted(std::string& out, std::string_view text);
/// Python's float: the shortest digits that read back the same, always with a point or an exponent.
[[nodiscard]] std::string print_double(double value);

/// `text` with `&`, `<`, `>`, `'` and `"` as entities.
[[nodiscard]] std::string escape_html(std::string_view text);
void append_escaped(std::string& out, std::string_view text);
/// Markup: what is markup already stays as it is.
[[nodiscard]] Value escaped(const Value& value);
/// The text of a value as it goes into markup.
void append_escaped_value(std::string& out, const Value& value);

}  // namespace ashlar::templating
