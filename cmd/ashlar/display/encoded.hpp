#pragma once
/// Texts that hold structure: policies, manifests and the like are easier to compare as what they mean.

#include <optional>
#include <string>
#include <string_view>

#include "resource/property_value.hpp"

namespace ashlar::cli {

struct Decoded {
  PropertyValue value;    ///< an object or an array
  std::string_view kind;  ///< `json` or `yaml`
};

/// What `text` holds when it is a JSON object or array, or a YAML one of more than one line; nothing otherwise.
[[nodiscard]] std::optional<Decoded> decode_text(std::string_view text);

}  // namespace ashlar::cli
