#pragma once
/// Runs for programs to read (reference 9.5).

#include <memory>
#include <string_view>

#include "cmd/ashlar/display/display.hpp"

namespace ashlar::cli {

/// A JSON object a line for everything that happens, as it happens. `with_internal`: also what concerns default
/// providers.
[[nodiscard]] std::unique_ptr<Display> make_event_stream(DisplayOptions options, Output& out, Clock& clock,
                                                         bool with_internal);

/// A kind of change as JSON names it: `add`, `delete-replace` …
[[nodiscard]] std::string_view diff_kind_text(DiffKind kind);

/// One JSON document at the end of a preview.
[[nodiscard]] std::unique_ptr<Display> make_preview_digest(DisplayOptions options, Output& out);

}  // namespace ashlar::cli
