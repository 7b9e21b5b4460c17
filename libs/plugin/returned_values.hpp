#pragma once

#include "resource/property_value.hpp"

namespace ashlar::plugin {

/// For providers that know no secrets: marks in `returned` what was, or held, a secret under the same name in `sent`,
/// looking into objects on both sides (reference 2.3).
void mark_secrets_like(const PropertyMap& sent, PropertyMap& returned);

/// Gives assets and archives in `returned`, of which we had sent only the hash, the content back that `known` has at
/// the same place.
void restore_assets_from(const PropertyMap& known, PropertyMap& returned);

}  // namespace ashlar::plugin
