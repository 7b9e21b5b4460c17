#pragma once

#include "cmd/ashlar/shell/shell.hpp"

namespace ashlar::cli {

/// Runs the command that `words` (without the program's name) mean; the exit code.
[[nodiscard]] int run(const std::vector<std::string>& words, Surroundings surroundings);

}  // namespace ashlar::cli
