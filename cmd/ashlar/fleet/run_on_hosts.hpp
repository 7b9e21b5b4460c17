#pragma once
/// What `apply`, `exec` and `facts` share: a run on hosts from its begin to its exit code.

#include "cmd/ashlar/fleet/fleet_flags.hpp"
#include "fleet/runner/sources.hpp"

namespace ashlar::cli {

/// What a run consists of, once its surroundings are there.
struct HostsRun {
  IoLoop& loop;
  fleet::FleetRun& run;
  fleet::AgentSupply& supply;
};

/// Runs what `make_source` gives on all hosts. Ctrl-C cancels. Returns once every host has ended, with what became of
/// each; an error when the run could not begin, or the source itself failed.
[[nodiscard]] Result<std::vector<fleet::HostReport>> run_on_hosts(
    Shell& shell, const FleetFlags& flags, const fleet::RunSettings& settings, const fleet::Inventory& inventory,
    const std::function<std::unique_ptr<fleet::RunObserver>(IoLoop& loop)>& make_observer,
    const std::function<Result<std::unique_ptr<fleet::RequestSource>>(HostsRun run)>& make_source,
    const std::function<void(fleet::RunObserver&, const std::vector<fleet::HostReport>&)>& at_end);

/// Success, or an error without a message whose kind gives the exit code: 1 when a host failed or was not reached, 8
/// after Ctrl-C.
[[nodiscard]] Status status_of(const std::vector<fleet::HostReport>& reports);

/// The JSON of a report, and of what was found out about its operations.
[[nodiscard]] std::string report_json(const fleet::HostReport& report, bool with_stats,
                                      const std::vector<std::string>& operations);

}  // namespace ashlar::cli
