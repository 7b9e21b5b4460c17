#pragma once
/// What stands under every run: diagnostics, outputs, counts, duration (reference 9.4).

#include <string>

#include "cmd/ashlar/display/rows.hpp"

namespace ashlar::cli {

/// `Configuration:` and the values; empty unless asked for.
[[nodiscard]] std::string render_configuration(const RunInfo& info, const DisplayOptions& options);

/// `Diagnostics:`, grouped by resource; empty when there was nothing to say.
[[nodiscard]] std::string render_diagnostics(const Rows& rows);

/// The properties of `step`'s outputs as far as they are worth showing: in an update of a stack all of them, else what
/// differs. `indent` counts levels of four blanks. Empty when there are none.
[[nodiscard]] std::string render_outputs(const deploy::StepInfo& step, int indent, bool preview, bool refresh,
                                         const DisplayOptions& options);

/// `Resources:`, the counts of each kind of change, and, except in previews, `Duration:`.
[[nodiscard]] std::string render_summary(const RunInfo& info, const RunSummary& summary, std::size_t errored,
                                         const DisplayOptions& options);

/// All sections after the rows, as the plain and the live display end with them.
[[nodiscard]] std::string render_end(const Rows& rows, const RunSummary& summary);

}  // namespace ashlar::cli
