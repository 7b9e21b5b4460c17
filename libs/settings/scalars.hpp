#pragma once
/// Single values: from what was read into objects of C++ types, and back.

#include <optional>

#include "ashlar/settings/type.hpp"

namespace ashlar::settings {

/// Nothing, or why `value` does not fit. REQUIRES: a type of a single value.
[[nodiscard]] std::optional<std::string> store_scalar(const Type& type, const Value& value, void* object);
/// The object as a value; a secret in clear.
[[nodiscard]] Value load_scalar(const Type& type, const void* object);

/// "text", "a whole number", …: what a type accepts.
[[nodiscard]] std::string kind_name(const Type& type);
[[nodiscard]] std::string kind_name(const Value& value);

/// A text without quotes, by YAML 1.2's core schema: null, boolean, integer, number, or else text.
[[nodiscard]] Value resolve_word(const std::string& text);

/// `1h30m` and its like in nanoseconds; nothing when it is malformed or too long.
[[nodiscard]] std::optional<std::int64_t> parse_duration(std::string_view text);
[[nodiscard]] std::string format_duration(std::int64_t nanoseconds);

/// JSON on one line, at most `most` bytes of it.
[[nodiscard]] std::string short_json(const Value& value, std::size_t most = 120);
/// JSON on one line.
[[nodiscard]] std::string compact_json(const Value& value);

}  // namespace ashlar::settings
