#pragma once

#include <functional>
#include <memory>

#include "base/clock.hpp"
#include "base/event_loop.hpp"
#include "cmd/ashlar/display/display.hpp"
#include "cmd/ashlar/engine/interrupts.hpp"
#include "deploy/deployment.hpp"

namespace ashlar::cli {

/// What one deployment of a command needs beside the loop.
struct DeploymentRun {
  deploy::Options options;
  deploy::Snapshot base;
  deploy::Program* program = nullptr;  ///< null: nothing is registered
  deploy::ProviderHost& providers;
  deploy::Journal& journal;  ///< not used by previews
  Interrupts& interrupts;
  Display& display;
  Terminal* terminal = nullptr;  ///< whose keys the display may take; null: nobody presses any
  RunInfo info;
  /// Called with what the run's engine server should do with messages of plugins, before it starts.
  std::function<void(std::function<void(Diagnostic)>)> set_log;
};

/// Runs a deployment on `loop`, which this thread drives until it is over; the display is begun, ticked and finished.
/// The first Ctrl-C cancels.
[[nodiscard]] deploy::Outcome run_deployment(ThreadEventLoop& loop, Clock& clock, Entropy& entropy, DeploymentRun run);

}  // namespace ashlar::cli
