#pragma once

#include <string>

#include "base/result.hpp"

namespace ashlar::cli {

/// Everything that is piped in, to its end.
[[nodiscard]] Result<std::string> read_standard_input();
[[nodiscard]] bool standard_input_is_terminal();

}  // namespace ashlar::cli
