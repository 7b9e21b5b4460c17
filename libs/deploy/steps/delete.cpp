#include "deploy/steps/steps.hpp"

namespace ashlar::deploy {

namespace {

Task<Status> call_delete(Run& run, const StepContext& step, std::uint64_t operation) {
  const auto& old = *step.info.old_state;
  DeleteRequest request{old.urn, old.id, old.inputs, old.outputs, old.custom_timeouts.remove};
  auto asking = ask<void>([&](auto done) { step.instance->provider->remove(std::move(request), std::move(done)); });
  Status status = co_await asking;
  if (!status && !may_have_happened(status.error())) run.recorder.end(operation, {});
  co_return status;
}

}  // namespace

Task<Status> delete_resource(Run& run, StepContext step, bool pending_replacement) {
  auto acquiring = run.calls.acquire();
  co_await acquiring;
  const Limiter::Turn turn(run.calls);
  if (!run.may_begin()) co_return closed_error();
  const auto& old = *step.info.old_state;
  std::vector<Change> changes;
  if (pending_replacement) {
    changes.emplace_back(MarkEntry{step.old_entry, false, true});
  } else {
    changes.emplace_back(RemoveEntry{step.old_entry});
  }
  const bool calls_provider =
      !run.preview() && old.custom && !old.external && !step.info.retain && step.instance != nullptr;
  if (calls_provider) {
    const auto operation = run.recorder.next_operation();
    PendingOperation pending{step.info.old_state, PendingKind::deleting, ""};
    auto announcing = announce(run, step.info, operation, std::move(pending));
    Status announced = co_await announcing;
    if (!announced) co_return announced;
    auto deleting = call_delete(run, step, operation);
    Status status = co_await deleting;
    if (!status) co_return step_failed(run, step.info, status.error());
    run.recorder.end(operation, std::move(changes));
  } else {
    run.emit(StepStarted{step.info});
    run.recorder.note(std::move(changes));
  }
  run.emit(StepDone{step.info});
  run.count(step.info);
  co_return Status();
}

}  // namespace ashlar::deploy
