#include "deploy/steps/steps.hpp"

namespace ashlar::deploy {

namespace {

Task<Result<UpdateAnswer>> call_update(const StepContext& step, std::vector<std::string> ignore_changes, bool preview) {
  const auto& old = *step.info.old_state;
  UpdateRequest request{step.info.urn,
                        old.id,
                        old.inputs,
                        old.outputs,
                        step.next->inputs,
                        step.next->custom_timeouts.update,
                        std::move(ignore_changes),
                        preview};
  auto asking =
      ask<UpdateAnswer>([&](auto done) { step.instance->provider->update(std::move(request), std::move(done)); });
  auto answer = co_await asking;
  co_return answer;
}

Task<Result<UpdateAnswer>> preview_update(const StepContext& step, std::vector<std::string> ignore_changes) {
  UpdateAnswer guess;
  if (!step.instance->configured) co_return guess;
  if (!step.instance->provider->supports_preview()) {
    guess.outputs = step.next->inputs;
    co_return guess;
  }
  auto calling = call_update(step, std::move(ignore_changes), true);
  auto answer = co_await calling;
  co_return answer;
}

Task<Result<UpdateAnswer>> real_update(Run& run, const StepContext& step, std::vector<std::string> ignore_changes,
                                       std::uint64_t operation) {
  auto calling = call_update(step, std::move(ignore_changes), false);
  auto answer = co_await calling;
  if (answer) co_return answer;
  if (may_have_happened(answer.error())) {
    run.recorder.note({MoveEntry{step.old_entry, nullptr}});
  } else {
    run.recorder.end(operation, {MoveEntry{step.old_entry, nullptr}});
  }
  co_return answer;
}

}  // namespace

Task<Result<StepOutcome>> update_resource(Run& run, StepContext step, std::vector<std::string> ignore_changes) {
  auto acquiring = run.calls.acquire();
  co_await acquiring;
  const Limiter::Turn turn(run.calls);
  if (!run.may_begin()) co_return closed_error();
  const auto& old = *step.info.old_state;
  step.next->id = old.id;
  step.next->created = old.created;
  reuse_equal_values(step.next->inputs, old.inputs);
  if (!step.next->custom) {
    run.emit(StepStarted{step.info});
    step.next->outputs = old.outputs;
    step.next->modified = old.modified;
    const ResourceStatePtr state = step.next;
    run.recorder.note({MoveEntry{step.old_entry, state}});
    run.count(step.info);
    co_return StepOutcome{state, step.old_entry};
  }
  const auto operation = run.recorder.next_operation();
  PendingOperation pending{step.info.old_state, PendingKind::updating, ""};
  auto announcing = announce(run, step.info, operation, std::move(pending));
  Status announced = co_await announcing;
  if (!announced) co_return announced.error();
  auto calling = run.preview() ? preview_update(step, std::move(ignore_changes))
                               : real_update(run, step, std::move(ignore_changes), operation);
  auto answer = co_await calling;
  if (!answer) co_return step_failed(run, step.info, answer.error());

  step.next->outputs = std::move(answer->outputs);
  step.next->modified = run.now();
  step.next->refresh_before_update = answer->refresh_before_update;
  step.next->init_errors = answer->init_errors;
  mark_secret_outputs(*step.next);
  reuse_equal_values(step.next->outputs, old.outputs);
  const ResourceStatePtr state = step.next;
  if (run.preview()) {
    run.recorder.note({MoveEntry{step.old_entry, state}});
  } else {
    run.recorder.end(operation, {MoveEntry{step.old_entry, state}});
  }
  step.info.new_state = state;
  if (!answer->init_errors.empty()) {
    Error error = fail(step.info.urn.text() + " was updated but did not get ready");
    error.notes = answer->init_errors;
    error.help = "the next update tries again";
    co_return step_failed(run, step.info, std::move(error));
  }
  run.emit(StepDone{step.info});
  run.count(step.info);
  co_return StepOutcome{state, step.old_entry};
}

}  // namespace ashlar::deploy
