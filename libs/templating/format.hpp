#pragma once
/// Python's two ways to format text: `'%05d' % 7` and `'{:>5}'.format(7)`.

#include "templating/object.hpp"

namespace ashlar::templating {

class Runtime;

/// `template % values`: a tuple gives several values, a dict the values of `%(name)s`. In markup, values are escaped.
/// REQUIRES: `text` is a string.
[[nodiscard]] Value format_percent(const Value& text, const Value& values);

/// `template.format(...)`. In markup, values are escaped. REQUIRES: `text` is a string.
[[nodiscard]] Value format_braces(Runtime& runtime, const Value& text, const Arguments& arguments);

/// `format(value, specification)`: `>10`, `05d`, `.2f`, `,` …
[[nodiscard]] std::string format_with(const Value& value, std::string_view specification);

/// A number with as many decimals, correctly rounded: `f` or `e` or `g` of printf.
[[nodiscard]] std::string print_fixed(double value, int precision, char conversion = 'f');

}  // namespace ashlar::templating
