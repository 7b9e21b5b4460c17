#pragma once

#include "resource/property_diff.hpp"
#include "resource/property_value.hpp"

namespace ashlar::providers::command {

/// The leaves that differ, as the published provider tells them: secret marks count, and inside a secret there are no
/// leaves. Changes of `triggers` force a replacement.
[[nodiscard]] DetailedDiff difference(const PropertyMap& before, const PropertyMap& after);

}  // namespace ashlar::providers::command
