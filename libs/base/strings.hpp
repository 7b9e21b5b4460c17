#pragma once
/// Text helpers that the standard library of C++20 lacks. Pure functions, safe on any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace ashlar {

[[nodiscard]] std::vector<std::string> split(std::string_view text, char separator);
[[nodiscard]] std::string join(const std::vector<std::string>& parts, std::string_view separator);
[[nodiscard]] std::string_view trim(std::string_view text);
[[nodiscard]] std::string to_lower(std::string_view text);  ///< ASCII only
[[nodiscard]] std::string replace_all(std::string text, std::string_view from, std::string_view to);
[[nodiscard]] bool is_valid_utf8(std::string_view text);

[[nodiscard]] std::string to_hex(std::string_view bytes);     ///< lower case
[[nodiscard]] std::string to_base64(std::string_view bytes);  ///< RFC 4648 section 4, padded
[[nodiscard]] Result<std::string> from_base64(std::string_view text);

/// The candidate that is most like `text`, when it is like enough to be a slip of the keys (Levenshtein distance of at
/// most a third of the length); for "did you mean …".
[[nodiscard]] std::optional<std::string> nearest(std::string_view text, const std::vector<std::string>& candidates);

/// `value` as Go's and JavaScript's JSON encoders print a float64: the shortest digits that read back the same,
/// integers without a point, exponents below 1e-6 and from 1e21 on. REQUIRES: finite.
[[nodiscard]] std::string format_number(double value);

/// Appends `text` as a JSON string with quotes. Non-ASCII stays as it is; invalid UTF-8 becomes U+FFFD, as Go does.
void append_json_string(std::string& out, std::string_view text);

}  // namespace ashlar
