#pragma once

#include <memory>

#include "cmd/ashlar/display/display.hpp"
#include "cmd/ashlar/engine/run_flags.hpp"
#include "cmd/ashlar/shell/shell.hpp"

namespace ashlar::cli {

[[nodiscard]] DisplayOptions display_options(const Shell& shell, const RunFlags& flags);

/// How a run is shown, as flags and surroundings have it. The shell outlives it.
[[nodiscard]] std::unique_ptr<Display> make_run_display(const Shell& shell, const RunFlags& flags, bool preview);

}  // namespace ashlar::cli
