#include "deploy/steps/steps.hpp"

namespace ashlar::deploy {

Task<Status> announce(Run& run, const StepInfo& info, std::uint64_t operation, PendingOperation pending) {
  if (run.preview()) {
    run.emit(StepStarted{info});
    co_return Status();
  }
  auto beginning = run.recorder.begin(operation, std::move(pending));
  Status begun = co_await beginning;
  if (begun && !run.may_begin()) {
    // Providers have been told to end what is under way: what is begun now would not hear of it.
    run.recorder.end(operation, {});
    co_return closed_error();
  }
  run.emit(StepStarted{info});
  if (!begun) co_return step_failed(run, info, begun.error());
  co_return begun;
}

}  // namespace ashlar::deploy
