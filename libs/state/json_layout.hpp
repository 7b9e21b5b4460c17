#pragma once

#include <string>
#include <string_view>

namespace ashlar::state {

/// JSON with each member and element on a line of its own, as Go's encoder indents: empty objects and arrays stay `{}`
/// and `[]`. REQUIRES: well-formed JSON.
[[nodiscard]] std::string indent_json(std::string_view text, int width);

/// JSON without blanks between its tokens. REQUIRES: well-formed JSON.
[[nodiscard]] std::string compact_json(std::string_view text);

/// `<`, `>` and `&` inside strings as escapes, as Go's encoder writes them by default. REQUIRES: well-formed JSON.
[[nodiscard]] std::string escape_html(std::string text);

}  // namespace ashlar::state
