#include "deploy/steps/steps.hpp"

namespace ashlar::deploy {

Task<Result<StepOutcome>> import_resource(Run& run, StepContext step, std::string id) {
  auto acquiring = run.calls.acquire();
  co_await acquiring;
  const Limiter::Turn turn(run.calls);
  if (!run.may_begin()) co_return closed_error();
  run.emit(StepStarted{step.info});
  const auto operation = run.recorder.next_operation();
  PendingOperation pending{step.next, PendingKind::importing, ""};
  auto beginning = run.recorder.begin(operation, std::move(pending));
  Status begun = co_await beginning;
  if (!begun) co_return step_failed(run, step.info, begun.error());
  ReadRequest request{step.info.urn, id, {}, {}, step.next->custom_timeouts.read, run.preview()};
  auto asking = ask<ReadAnswer>([&](auto done) { step.instance->provider->read(std::move(request), std::move(done)); });
  auto answer = co_await asking;
  std::optional<Error> error;
  if (!answer) {
    error = answer.error();
  } else if (answer->id.empty()) {
    error = fail("there is no " + step.next->type() + " with the id '" + id + "' to import");
  } else if (!answer->inputs) {
    error = fail("the provider cannot import " + step.next->type() + ": it gave no inputs for the id '" + id + "'");
  }
  if (error) {
    run.recorder.end(operation, {});
    co_return step_failed(run, step.info, *error);
  }
  step.next->id = answer->id;
  step.next->inputs = *std::move(answer->inputs);
  step.next->outputs = std::move(answer->outputs);
  step.next->refresh_before_update = answer->refresh_before_update;
  step.next->init_errors = answer->init_errors;
  step.next->created = step.next->modified = run.now();
  mark_secret_outputs(*step.next);
  const ResourceStatePtr state = step.next;
  const auto entry = run.recorder.next_entry();
  std::vector<Change> changes{PutEntry{entry, state}};
  if (step.old_entry != no_entry) changes.emplace_back(RemoveEntry{step.old_entry});
  run.recorder.end(operation, std::move(changes));
  step.info.new_state = state;
  run.emit(StepDone{step.info});
  run.count(step.info);
  co_return StepOutcome{state, entry};
}

}  // namespace ashlar::deploy
