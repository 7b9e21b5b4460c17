#pragma once
/// The features that a deployment of version 4 may say it needs (reference 6.3). Inside this library only.

#include <set>
#include <string>

#include "base/result.hpp"
#include "state/deployment.hpp"

namespace ashlar::state {

/// What this deployment uses, in the file's order. `has_byte_strings` cannot be seen from outside secrets, so the
/// writer tells.
[[nodiscard]] std::set<std::string> features_of(const Deployment& deployment, bool has_byte_strings);

/// Refuses what we do not know: writing such a state back would lose what the feature is about.
[[nodiscard]] Status check_features(const std::vector<std::string>& features);

}  // namespace ashlar::state
