#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>

#include "base/event_loop.hpp"
#include "providers/command/execution.hpp"
#include "providers/command/package.hpp"

namespace ashlar::providers::command {

/// Runs commands at the same time, all of them watched from the engine's thread.
class Runner {
 public:
  /// How a run ended: its output, or the failure of a command that could not be started, was not successful, or took
  /// too long.
  using Ended = std::function<void(Result<ProcessOutput>)>;

  Runner(EventLoop& loop, LogSink log) : loop_(loop), log_(std::move(log)) {}
  /// Kills what still runs and answers for it.
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  /// Starts it; `ended` is called once, as an event of the loop. Lines that it prints go to the log as they come.
  void run(Execution execution, Ended ended);

  /// Asks everything to end, and ends it five seconds later. What was about to start does not any more.
  void cancel();

 private:
  struct Run;
  void end(const std::shared_ptr<Run>& run, ExitStatus status);

  EventLoop& loop_;
  LogSink log_;
  std::set<std::shared_ptr<Run>> runs_;
  bool cancelled_ = false;
};

}  // namespace ashlar::providers::command
