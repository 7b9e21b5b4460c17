#pragma once
/// For tests: a run as an event log recorded it (`--event-log`), to be shown again.

#include <string_view>
#include <vector>

#include "cmd/ashlar/display/display.hpp"

namespace ashlar::cli {

struct RecordedRun {
  RunInfo info;
  std::vector<deploy::Event> events;
  RunSummary summary;
};

/// Reads the lines of an event log (reference 9.5). `mode` is not recorded.
[[nodiscard]] RecordedRun read_recorded_run(std::string_view lines, deploy::Mode mode);

/// Shows it: everything, from the heading to the summary.
void replay(const RecordedRun& run, Display& display);

}  // namespace ashlar::cli
