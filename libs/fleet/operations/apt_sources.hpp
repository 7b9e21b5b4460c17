#pragma once

#include <string>

#include "base/result.hpp"

namespace ashlar::fleet {

/// The binary form of an OpenPGP key in ASCII armor; a key that is binary comes back as it is.
[[nodiscard]] Result<std::string> dearmored(const std::string& key);

}  // namespace ashlar::fleet
