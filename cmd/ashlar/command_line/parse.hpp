#pragma once

#include <string>
#include <vector>

#include "base/environment.hpp"
#include "base/result.hpp"
#include "cmd/ashlar/command_line/arguments.hpp"

namespace ashlar::cli {

/// Fills the variables that `arguments` is bound to from the words after a command. Flags that were not given are taken
/// from `PULUMI_OPTION_<NAME>` (reference 8.4).
[[nodiscard]] Status parse(const Arguments& arguments, const std::vector<std::string>& words,
                           const Environment& environment);

}  // namespace ashlar::cli
