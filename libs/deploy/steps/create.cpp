#include "deploy/steps/steps.hpp"

namespace ashlar::deploy {

namespace {

/// How the new resource and the one it replaces, if any, enter the ledger.
std::vector<Change> changes_of_create(Run& run, const StepContext& step, ResourceStatePtr state) {
  std::vector<Change> changes{PutEntry{run.recorder.next_entry(), std::move(state)}};
  if (step.old_entry == no_entry) return changes;
  const auto old = run.recorder.ledger().state(step.old_entry);
  if (old->pending_replacement) {
    changes.emplace_back(RemoveEntry{step.old_entry});
  } else {
    changes.emplace_back(MarkEntry{step.old_entry, true, false});
    run.old.unsettle(step.old_entry);
  }
  return changes;
}

/// Outputs that are not there are unknown to the program.
Task<Result<CreateAnswer>> preview_create(const StepContext& step) {
  CreateAnswer guess;
  if (!step.instance->configured) co_return guess;
  if (!step.instance->provider->supports_preview()) {
    guess.outputs = step.next->inputs;
    co_return guess;
  }
  CreateRequest request{step.info.urn, step.next->inputs, step.next->custom_timeouts.create, true, ""};
  auto asking =
      ask<CreateAnswer>([&](auto done) { step.instance->provider->create(std::move(request), std::move(done)); });
  auto answer = co_await asking;
  co_return answer;
}

StepOutcome create_component(Run& run, StepContext& step) {
  step.next->created = step.next->modified = run.now();
  const auto entry = run.recorder.next_entry();
  const ResourceStatePtr state = step.next;
  run.recorder.note(changes_of_create(run, step, state));
  return {state, entry};
}

/// The real thing.
Task<Result<CreateAnswer>> call_create(Run& run, const StepContext& step, std::uint64_t operation, std::string token) {
  CreateRequest request{step.info.urn, step.next->inputs, step.next->custom_timeouts.create, false, std::move(token)};
  auto asking =
      ask<CreateAnswer>([&](auto done) { step.instance->provider->create(std::move(request), std::move(done)); });
  auto answer = co_await asking;
  if (!answer) {
    if (!may_have_happened(answer.error())) run.recorder.end(operation, {});
    co_return answer;
  }
  if (answer->id.empty()) {
    run.recorder.end(operation, {});
    co_return fail("the provider created " + step.info.urn.text() + " but gave it no id");
  }
  co_return answer;
}

}  // namespace

Task<Result<StepOutcome>> create_resource(Run& run, StepContext step) {
  auto acquiring = run.calls.acquire();
  co_await acquiring;
  const Limiter::Turn turn(run.calls);
  if (!run.may_begin()) co_return closed_error();
  if (!step.next->custom) {
    run.emit(StepStarted{step.info});
    run.count(step.info);
    co_return create_component(run, step);
  }
  const auto operation = run.recorder.next_operation();
  std::string token;
  if (!run.preview()) {
    token = run.with.entropy.uuid();
    step.next->created = run.now();  // tells a later run which of two is the older one
  }
  PendingOperation pending{step.next, PendingKind::creating, token};
  auto announcing = announce(run, step.info, operation, std::move(pending));
  Status announced = co_await announcing;
  if (!announced) co_return announced.error();
  auto calling = run.preview() ? preview_create(step) : call_create(run, step, operation, std::move(token));
  auto answer = co_await calling;
  if (!answer) co_return step_failed(run, step.info, answer.error());

  step.next->id = answer->id;
  step.next->outputs = std::move(answer->outputs);
  step.next->refresh_before_update = answer->refresh_before_update;
  step.next->init_errors = answer->init_errors;
  step.next->modified = run.now();
  if (step.next->created.empty()) step.next->created = step.next->modified;
  mark_secret_outputs(*step.next);
  const auto entry = run.recorder.next_entry();
  const ResourceStatePtr state = step.next;
  if (run.preview()) {
    run.recorder.note(changes_of_create(run, step, state));
  } else {
    run.recorder.end(operation, changes_of_create(run, step, state));
  }
  step.info.new_state = state;
  if (!answer->init_errors.empty()) {
    Error error = fail(step.info.urn.text() + " was created but did not get ready");
    error.notes = answer->init_errors;
    error.help = "the next update tries again";
    co_return step_failed(run, step.info, std::move(error));
  }
  run.emit(StepDone{step.info});
  run.count(step.info);
  co_return StepOutcome{state, entry};
}

}  // namespace ashlar::deploy
