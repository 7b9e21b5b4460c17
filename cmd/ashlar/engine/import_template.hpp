#pragma once

#include <string>
#include <vector>

#include "deploy/events.hpp"

namespace ashlar::cli {

/// The import file for everything that a preview would create; `<PLACEHOLDER>` stands where ids are to be filled in.
/// Parents and providers that exist are in its name table.
[[nodiscard]] std::string import_template(const std::vector<deploy::Event>& preview);

}  // namespace ashlar::cli
