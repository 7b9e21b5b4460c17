#pragma once
/// The package's resource types, a file each.

#include <vector>

#include "providers/random/resource_type.hpp"

namespace ashlar::providers::random {

[[nodiscard]] ResourceType pet();

/// All of them, for as long as the program runs.
[[nodiscard]] const std::vector<ResourceType>& resource_types();

}  // namespace ashlar::providers::random
