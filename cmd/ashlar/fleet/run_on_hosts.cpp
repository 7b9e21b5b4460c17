#include "cmd/ashlar/fleet/run_on_hosts.hpp"

#include <algorithm>

#include "cmd/ashlar/engine/interrupts.hpp"
#include "cmd/ashlar/fleet/fleet_display.hpp"
#include "cmd/ashlar/terminal/json_text.hpp"
#include "fleet/runner/reach.hpp"

namespace ashlar::cli {

Result<std::vector<fleet::HostReport>> run_on_hosts(
    Shell& shell, const FleetFlags& flags, const fleet::RunSettings& settings, const fleet::Inventory& inventory,
    const std::function<std::unique_ptr<fleet::RunObserver>(IoLoop& loop)>& make_observer,
    const std::function<Result<std::unique_ptr<fleet::RequestSource>>(HostsRun run)>& make_source,
    const std::function<void(fleet::RunObserver&, const std::vector<fleet::HostReport>&)>& at_end) {
  const auto pace = flags.pace();
  if (!pace) return pace.error();
  auto agents = fleet::find_agents(fleet::executable_folder());
  if (!agents) return agents.error();

  IoLoop loop;
  Interrupts interrupts(loop);
  fleet::AgentSupply supply{.agents = *std::move(agents), .contents = {}};
  const auto observer = make_observer(loop);
  fleet::Reach reach(loop, shell.environment(), flags.connection(shell));
  fleet::FleetRun run(
      loop, supply, settings, *pace, inventory, [&](const fleet::InventoryHost& host) { return reach.connector(host); },
      *observer);
  auto source = make_source({.loop = loop, .run = run, .supply = supply});
  if (!source) return source.error();
  const Interrupts::Handling handling(interrupts, [&] { run.cancel(); });
  Status ended;
  loop.post([&] {
    run.start(**source, [&](const Status& status) {
      ended = status;
      loop.stop();
    });
  });
  loop.run();
  at_end(*observer, run.reports());
  if (!ended) return ended.error();
  return run.reports();
}

Status status_of(const std::vector<fleet::HostReport>& reports) {
  const auto any = [&](fleet::HostRun::Ending ending) {
    return std::any_of(reports.begin(), reports.end(), [&](const auto& report) { return report.ending == ending; });
  };
  using Ending = fleet::HostRun::Ending;
  if (any(Ending::failed) || any(Ending::unreachable)) return fail("");
  if (any(Ending::cancelled) || any(Ending::running)) return fail("", ErrorKind::cancelled);
  return {};
}

std::string report_json(const fleet::HostReport& report, bool with_stats, const std::vector<std::string>& operations) {
  JsonObject json;
  json.text("host", report.name).text("result", ending_word(report.ending));
  json.number("changed", report.changed).number("unchanged", report.unchanged);
  json.number("skipped", report.skipped).number("failed", report.failed);
  json.number("milliseconds", report.took.count());
  if (report.error) {
    JsonObject error;
    error.text("message", report.error->message).text_if("help", report.error->help);
    if (!report.error->notes.empty()) error.raw("notes", json_strings(report.error->notes));
    json.raw("error", error.done());
  }
  if (with_stats) {
    json.number("roundTrips", static_cast<long long>(report.traffic.round_trips));
    json.number("bytesSent", static_cast<long long>(report.traffic.bytes_sent));
    json.number("bytesReceived", static_cast<long long>(report.traffic.bytes_received));
  }
  json.raw("operations", json_array(operations));
  return json.done();
}

}  // namespace ashlar::cli
