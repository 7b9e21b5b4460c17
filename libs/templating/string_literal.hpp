#pragma once

#include <string>
#include <string_view>

namespace ashlar::templating {

/// What a quoted string says: escapes as in Python's string literals. `line` is for the syntax failure.
[[nodiscard]] std::string unescape_literal(std::string_view text, int line);

}  // namespace ashlar::templating
