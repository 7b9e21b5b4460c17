#pragma once

#include <cstddef>
#include <vector>

#include "resource/resource_state.hpp"

namespace ashlar::deploy {

/// For each of `condemned` the positions of those that must be deleted before it, because they refer to it. Linear in
/// the number of references. Where a URN stands several times, whoever refers to it precedes all of them.
[[nodiscard]] std::vector<std::vector<std::size_t>> deleted_before(const std::vector<ResourceStatePtr>& condemned);

}  // namespace ashlar::deploy
