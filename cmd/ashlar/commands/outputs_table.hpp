#pragma once

#include <string>

#include "base/result.hpp"
#include "resource/property_value.hpp"

namespace ashlar::cli {

/// A stack's outputs as a table. Texts stand as they are, everything else as JSON.
[[nodiscard]] Result<std::string> render_outputs_table(const PropertyMap& outputs, bool show_secrets);

/// One output as people and scripts want it: a text as it is, everything else as JSON.
[[nodiscard]] Result<std::string> output_text(const PropertyValue& value, bool show_secrets);

}  // namespace ashlar::cli
