#include "deploy/steps/steps.hpp"

namespace ashlar::deploy {

namespace {

/// How the imported resource enters the ledger, and what becomes of the one that had its URN.
std::vector<Change> changes_of_import(Run& run, const StepContext& step, ResourceStatePtr state) {
  const auto& old = step.info.old_state;
  const bool is_gone = old && old->pending_replacement;
  // The same thing by another import id: it must not be deleted for its own sake.
  const bool is_same = old && !old->external && old->id == state->id;
  std::vector<Change> changes{PutEntry{run.recorder.next_entry(), std::move(state)}};
  if (!old) return changes;
  if (is_gone || is_same) {
    changes.emplace_back(RemoveEntry{step.old_entry});
  } else {
    changes.emplace_back(MarkEntry{step.old_entry, true, false});
    run.old.unsettle(step.old_entry);
  }
  return changes;
}

Task<Result<ReadAnswer>> call_import(Run& run, const StepContext& step, std::string id) {
  if (!step.instance->configured) {  // a preview that does not know enough to ask
    ReadAnswer unknown{.id = id, .inputs = PropertyMap()};
    co_return unknown;
  }
  ReadRequest request{step.info.urn, id, {}, {}, step.next->custom_timeouts.read, run.preview()};
  auto asking = ask<ReadAnswer>([&](auto done) { step.instance->provider->read(std::move(request), std::move(done)); });
  auto answer = co_await asking;
  if (!answer) co_return answer;
  if (answer->id.empty()) co_return fail("there is no " + step.next->type() + " with the id '" + id + "' to import");
  if (!answer->inputs) {
    co_return fail_with_help(
        "the provider cannot import " + step.next->type() + ": it gave no inputs for the id '" + id + "'",
        "a later version of the provider may be able to");
  }
  co_return answer;
}

}  // namespace

Task<Result<StepOutcome>> import_resource(Run& run, StepContext step, std::string id) {
  auto acquiring = run.calls.acquire();
  co_await acquiring;
  const Limiter::Turn turn(run.calls);
  if (!run.may_begin()) co_return closed_error();
  const auto operation = run.recorder.next_operation();
  PendingOperation pending{step.next, PendingKind::importing, ""};
  auto announcing = announce(run, step.info, operation, std::move(pending));
  Status announced = co_await announcing;
  if (!announced) co_return announced.error();
  auto calling = call_import(run, step, std::move(id));
  auto answer = co_await calling;
  if (!answer) {
    run.recorder.end(operation, {});
    co_return step_failed(run, step.info, answer.error());
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
  run.recorder.end(operation, changes_of_import(run, step, state));
  step.info.new_state = state;
  run.emit(StepDone{step.info});
  run.count(step.info);
  co_return StepOutcome{state, entry};
}

}  // namespace ashlar::deploy
