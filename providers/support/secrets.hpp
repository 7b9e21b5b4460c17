#pragma once
/// How secret marks travel through a provider that computes with plain values.

#include "resource/property_value.hpp"

namespace ashlar::providers {

/// Marks the members of `target` whose namesakes in `marked` are, or hold, a secret. Objects on both sides are compared
/// member by member; anything else becomes secret as a whole. It is what an engine does for a provider that does not
/// accept secrets (reference 2.3), so that state looks the same whichever of the two ran.
void carry_secrets(const PropertyMap& marked, PropertyMap& target);

/// `map` as a provider computes with it: no secret marks, no output wrappers.
[[nodiscard]] PropertyMap plain(const PropertyMap& map);

}  // namespace ashlar::providers
