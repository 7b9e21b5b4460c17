// A resource that the program looks at without managing it (reference 5.8).

#include "deploy/goal_state.hpp"
#include "deploy/provider_resources.hpp"
#include "deploy/registration.hpp"

namespace ashlar::deploy {

namespace {

Goal goal_of(ReadGoal read) {
  Goal goal;
  goal.type = std::move(read.type);
  goal.name = std::move(read.name);
  goal.custom = true;
  goal.parent = std::move(read.parent);
  goal.properties = std::move(read.properties);
  goal.dependencies = std::move(read.dependencies);
  goal.provider = std::move(read.provider);
  goal.package = std::move(read.package);
  goal.additional_secret_outputs = std::move(read.additional_secret_outputs);
  goal.source_position = std::move(read.source_position);
  return goal;
}

/// How the read state enters the ledger. A managed resource of the same id becomes external; one of another id is
/// replaced.
std::vector<Change> changes_of_read(Run& run, const Registration& registration, bool replaces, ResourceStatePtr state) {
  if (registration.old_entry == no_entry) return {PutEntry{run.recorder.next_entry(), std::move(state)}};
  if (!replaces) return {MoveEntry{registration.old_entry, std::move(state)}};
  PutEntry put{run.recorder.next_entry(), std::move(state)};
  if (registration.old->pending_replacement) return {std::move(put), RemoveEntry{registration.old_entry}};
  run.old.unsettle(registration.old_entry);
  return {std::move(put), MarkEntry{registration.old_entry, true, false}};
}

Task<Result<ReadAnswer>> call_read(const Registration& registration, const ResourceState& next, std::string id,
                                   bool preview) {
  if (!registration.instance->configured) {  // a preview that does not know enough to ask
    ReadAnswer unknown{.id = id};
    co_return unknown;
  }
  ReadRequest request{registration.urn(), id, next.inputs, next.inputs, 0, preview};
  auto asking =
      ask<ReadAnswer>([&](auto done) { registration.instance->provider->read(std::move(request), std::move(done)); });
  auto answer = co_await asking;
  if (answer && answer->id.empty() && answer->outputs.empty())
    co_return fail("there is no " + next.type() + " with the id '" + id + "' to read");
  co_return answer;
}

/// When it came into the state and when it was last seen to change; nothing is known of the time before.
void set_times(const Run& run, const ResourceStatePtr& old, ResourceState& next) {
  if (!old) return;
  next.created = old->created;
  next.modified = old->modified;
  if (!(next.inputs == old->inputs) || !(next.outputs == old->outputs)) next.modified = run.now();
}

Task<Result<StepOutcome>> perform_read(Run& run, Registration& registration, std::string id) {
  const auto old = registration.old;
  const bool replaces = old && !old->external && (old->id != id || old->pending_replacement);
  auto next = state_of_goal(registration, registration.goal.properties);
  next->external = true;
  StepInfo info(replaces ? StepOp::read_replacement : StepOp::read, registration.urn());
  info.logical = !replaces;
  info.old_state = old;
  info.new_state = next;
  info.provider = registration.provider;
  auto acquiring = run.calls.acquire();
  co_await acquiring;
  const Limiter::Turn turn(run.calls);
  if (!run.may_begin()) co_return closed_error();
  run.emit(StepStarted{info});
  auto reading = call_read(registration, *next, id, run.preview());
  auto answer = co_await reading;
  if (!answer) co_return step_failed(run, info, answer.error());
  next->id = answer->id.empty() ? id : answer->id;
  next->outputs = std::move(answer->outputs);
  next->init_errors = answer->init_errors;
  mark_secret_outputs(*next);
  set_times(run, old, *next);
  if (old) reuse_equal_values(next->outputs, old->outputs);
  const ResourceStatePtr state = next;
  const auto entry = old && !replaces ? registration.old_entry : run.recorder.next_entry();
  run.recorder.note(changes_of_read(run, registration, replaces, state));
  registration.self->replaced = replaces;
  info.new_state = state;
  if (!state->init_errors.empty()) {
    Error error = fail(registration.urn().text() + " was read but is not in good health");
    error.notes = state->init_errors;
    co_return step_failed(run, info, std::move(error));
  }
  run.emit(StepDone{info});
  run.count(info);
  if (replaces) {
    info.op = StepOp::replace;
    info.logical = true;
    announce_replacement(run, info);
  }
  co_return StepOutcome{state, entry};
}

/// What the program gets when nothing can be read yet: its outputs are all unknown. What it was stays, or is dealt with
/// by the destroy or the refresh that runs the program.
ReadResourceAnswer left_unknown(Run& run, Registration& registration) {
  StepOutcome outcome;
  if (run.options.mode != Mode::update) {
    outcome = pass_over(run, registration);
  } else if (registration.needs_skipped && registration.old) {
    outcome = keep_untargeted(run, registration.old_entry);
  } else {
    outcome.state = state_of_goal(registration, registration.goal.properties);
    registration.self->skipped_create = registration.needs_skipped;
  }
  registration.self->state = outcome.state;
  registration.self->entry = outcome.entry;
  return {registration.urn(), {}};
}

/// When the user wants the rest to go on, the program goes on without the outputs; what depends on them is skipped.
Result<ReadResourceAnswer> failed_read(const Run& run, Registration& registration, Error error) {
  registration.self->failed = true;
  if (!run.options.continue_on_error) return error;
  return ReadResourceAnswer{registration.urn(), {}};
}

}  // namespace

Task<Result<ReadResourceAnswer>> read_resource(Run& run, ReadGoal read) {
  if (run.closed) co_return closed_error();
  const std::string id = read.id;
  const bool id_unknown = read.id_unknown || id == unknown_id;
  if (id.empty() && !id_unknown) {
    const auto error =
        fail_with_help("the id of the " + read.type + " '" + read.name + "' to read is empty", "give its id");
    run.fail(error);
    co_return error;
  }
  auto arrived = arrive(run, goal_of(std::move(read)));
  if (!arrived) {
    run.fail(arrived.error());
    co_return arrived.error();
  }
  Registration& registration = *arrived;
  if (registration.self->failed) co_return failed_read(run, registration, closed_error());
  // Its id, or something it depends on, is yet to be created.
  if (id_unknown || registration.needs_skipped) co_return left_unknown(run, registration);
  auto finding = find_provider(run, registration);
  Status found = co_await finding;
  if (!found) co_return failed_read(run, registration, found.error());
  auto performing = perform_read(run, registration, id);
  auto outcome = co_await performing;
  if (!outcome) co_return failed_read(run, registration, outcome.error());
  registration.self->state = outcome->state;
  registration.self->entry = outcome->entry;
  if (run.options.mode == Mode::destroy) run.old.condemn(outcome->entry);
  co_return ReadResourceAnswer{registration.urn(), outcome->state->outputs};
}

}  // namespace ashlar::deploy
