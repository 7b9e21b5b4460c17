#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "project/yaml_value.hpp"

namespace ashlar::cli {

/// `{"value", "objectValue", "secret"}` as the configuration commands print it (reference 9.2); without values for a
/// secret that is not to be shown (null).
[[nodiscard]] std::string config_value_json(const project::YamlValue* value, bool secret);

/// A JSON text as a configuration value.
[[nodiscard]] Result<project::YamlValue> yaml_from_json(std::string_view text);

}  // namespace ashlar::cli
