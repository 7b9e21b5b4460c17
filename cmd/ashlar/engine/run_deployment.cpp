#include "cmd/ashlar/engine/run_deployment.hpp"

#include <algorithm>

#include "cmd/ashlar/engine/live_keys.hpp"

namespace ashlar::cli {

namespace {

/// Lets the display move on as long as `alive` does.
void tick_on(ThreadEventLoop& loop, Display& display, std::weak_ptr<bool> alive) {
  const auto pause = std::chrono::milliseconds(1000 / std::max(1, display.ticks_per_second()));
  loop.after(pause, [&loop, &display, alive = std::move(alive)] {
    if (alive.expired()) return;
    display.tick();
    tick_on(loop, display, alive);
  });
}

RunSummary summary_of(const deploy::Outcome& outcome, std::chrono::nanoseconds duration) {
  RunSummary summary;
  summary.changes = outcome.changes;
  summary.duration = duration;
  summary.failed = outcome.failed;
  summary.cancelled = outcome.cancelled;
  summary.maybe_corrupt = outcome.integrity_error.has_value();
  return summary;
}

}  // namespace

deploy::Outcome run_deployment(ThreadEventLoop& loop, Clock& clock, Entropy& entropy, DeploymentRun run) {
  const auto started = std::chrono::steady_clock::now();
  const deploy::Surroundings surroundings{loop, clock, entropy, run.providers, run.journal, run.display};
  deploy::Deployment deployment(surroundings, std::move(run.base), std::move(run.options), run.program);
  deploy::Outcome outcome;
  if (run.set_log) run.set_log([&deployment](Diagnostic message) { deployment.monitor().log(std::move(message)); });
  {
    const Interrupts::Handling interrupts(run.interrupts, [&] {
      run.display.message("Interrupted: waiting for what is under way to end. Press Ctrl-C again to leave at once.");
      deployment.cancel();
    });
    run.display.begin(run.info);
    const auto alive = std::make_shared<bool>(true);
    tick_on(loop, run.display, alive);
    std::optional<LiveKeys> keys;
    if (run.terminal != nullptr && run.display.takes_keys()) {
      keys.emplace(*run.terminal, loop, [&display = run.display, watched = std::weak_ptr(alive)](const Key& key) {
        if (!watched.expired()) display.on_key(key);
      });
    }
    // Posted, so that a deployment that is over at once stops a loop that runs.
    loop.post([&] {
      deployment.start([&](deploy::Outcome result) {
        outcome = std::move(result);
        loop.stop();
      });
    });
    loop.run();
  }
  if (run.set_log) run.set_log(nullptr);
  run.display.finish(summary_of(outcome, std::chrono::steady_clock::now() - started));
  return outcome;
}

}  // namespace ashlar::cli
