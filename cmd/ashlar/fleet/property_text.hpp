#pragma once
/// Property values as people and other programs read them, secrets hidden.

#include <string>

#include "resource/property_value.hpp"

namespace ashlar::cli {

/// Compact JSON; `[secret]` in place of secrets.
[[nodiscard]] std::string shown_json(const PropertyValue& value);

/// A text as it is, anything else as JSON.
[[nodiscard]] std::string shown_text(const PropertyValue& value);

}  // namespace ashlar::cli
