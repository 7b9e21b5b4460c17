#pragma once
/// Errors and warnings about names that a package does not have. Pure functions.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "resource/property_value.hpp"

namespace ashlar::providers {

/// `what` ("resource type", "function") with the name `token` is not in the package; the help names the most similar
/// one, else all.
[[nodiscard]] Error unknown_name(std::string_view what, std::string_view token, std::string_view package,
                                 const std::vector<std::string>& known);

/// A warning for every member of `given` that `type` does not have, with the most similar name. Internal keys pass.
[[nodiscard]] std::vector<std::string> warn_of_unknown_properties(std::string_view type, const PropertyMap& given,
                                                                  const std::vector<std::string>& known);

}  // namespace ashlar::providers
