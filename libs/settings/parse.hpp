#pragma once
/// Files as values that know where they were written.

#include "ashlar/settings.hpp"
#include "base/result.hpp"

namespace ashlar::settings {

/// Why and where a text is malformed.
struct Malformed {
  std::string message;
  Origin origin;
};
using Parsed = std::variant<Value, Malformed>;

using SourceName = std::shared_ptr<const std::string>;

[[nodiscard]] Parsed parse_json(const std::string& text, const SourceName& name);
/// The first document. Unquoted scalars become words; merge keys and aliases are applied.
[[nodiscard]] Parsed parse_yaml(const std::string& text, const SourceName& name);
[[nodiscard]] Parsed parse_toml(const std::string& text, const SourceName& name);
[[nodiscard]] Parsed parse_text(const std::string& text, const SourceName& name, Format format);

/// By the end of a file's name.
[[nodiscard]] std::optional<Format> format_of(std::string_view path);

}  // namespace ashlar::settings
