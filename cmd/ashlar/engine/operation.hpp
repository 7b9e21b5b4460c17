#pragma once

#include "cmd/ashlar/engine/run_flags.hpp"
#include "cmd/ashlar/shell/shell.hpp"

namespace ashlar::cli {

/// `preview`: what a run of this mode would do.
[[nodiscard]] Status preview_run(Shell& shell, const RunFlags& flags, deploy::Mode mode);

/// `up`, `destroy`, `refresh`, `import`: preview, ask, do.
[[nodiscard]] Status perform_run(Shell& shell, const RunFlags& flags, deploy::Mode mode);

}  // namespace ashlar::cli
