#pragma once
/// The package's resource types, a file each.

#include <vector>

#include "providers/random/resource_type.hpp"

namespace ashlar::providers::random {

[[nodiscard]] ResourceType bytes();
[[nodiscard]] ResourceType id();
[[nodiscard]] ResourceType integer_in_range();
[[nodiscard]] ResourceType password();
[[nodiscard]] ResourceType pet();
[[nodiscard]] ResourceType shuffled_list();
[[nodiscard]] ResourceType string_of_characters();
[[nodiscard]] ResourceType uuid();  ///< random in every bit, without a version
[[nodiscard]] ResourceType uuid4();
[[nodiscard]] ResourceType uuid7();

/// All of them, for as long as the program runs.
[[nodiscard]] const std::vector<ResourceType>& resource_types();

}  // namespace ashlar::providers::random
