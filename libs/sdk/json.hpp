#pragma once
/// JSON text for configuration values and `to_json`. The only place of the SDK that parses JSON.

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "resource/property_value.hpp"

namespace ashlar::sdk {

/// Compact, members sorted. REQUIRES: no unknown, secret or output values inside. An asset is written as its path, URI
/// or text; a resource as its URN.
[[nodiscard]] std::string json_text(const PropertyValue& value);

[[nodiscard]] Result<PropertyValue> parse_json(std::string_view text);

}  // namespace ashlar::sdk
