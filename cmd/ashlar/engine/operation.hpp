#pragma once

#include "cmd/ashlar/engine/run_flags.hpp"
#include "cmd/ashlar/shell/shell.hpp"

namespace ashlar::cli {

/// `preview`: what a run of this mode would do.
[[nodiscard]] Status preview_run(Shell& shell, const RunFlags& flags, deploy::Mode mode);

/// `up`, `destroy`, `refresh`: preview, ask, do.
[[nodiscard]] Status perform_run(Shell& shell, const RunFlags& flags, deploy::Mode mode);

/// `import`: the same for the resources of `flags.imports`. Returns the stack's state after it; an empty one when there
/// was only a preview.
[[nodiscard]] Result<deploy::Snapshot> perform_import(Shell& shell, const RunFlags& flags);

}  // namespace ashlar::cli
