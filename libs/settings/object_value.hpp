#pragma once

#include "ashlar/settings.hpp"

namespace ashlar::settings {

/// An object of any type as a value. `path` is where it stands, for `rendering.only`.
[[nodiscard]] Value type_value(const Type& type, const void* object, const Rendering& rendering,
                               const std::string& path = {});

}  // namespace ashlar::settings
