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
  run.old.unsettle(registration.old_entry);
  return {PutEntry{run.recorder.next_entry(), std::move(state)}, MarkEntry{registration.old_entry, true, false}};
}

Task<Result<ReadAnswer>> call_read(const Registration& registration, const ResourceState& next, std::string id,
                                   bool preview) {
  ReadRequest request{registration.urn(), std::move(id), next.inputs, next.inputs, 0, preview};
  auto asking =
      ask<ReadAnswer>([&](auto done) { registration.instance->provider->read(std::move(request), std::move(done)); });
  auto answer = co_await asking;
  if (answer && answer->id.empty() && answer->outputs.empty()) {
    co_return fail("there is no " + next.type() + " to read under the id given for '" + std::string(next.urn.name()) +
                   "'");
  }
  co_return answer;
}

Task<Result<StepOutcome>> perform_read(Run& run, Registration& registration, std::string id) {
  const bool replaces = registration.old && !registration.old->external && registration.old->id != id;
  auto next = state_of_goal(registration, registration.goal.properties);
  next->external = true;
  StepInfo info(replaces ? StepOp::read_replacement : StepOp::read, registration.urn());
  info.old_state = registration.old;
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
  next->created = registration.old && !replaces ? registration.old->created : run.now();
  next->modified = run.now();
  mark_secret_outputs(*next);
  if (registration.old) reuse_equal_values(next->outputs, registration.old->outputs);
  const ResourceStatePtr state = next;
  const auto entry =
      registration.old_entry != no_entry && !replaces ? registration.old_entry : run.recorder.next_entry();
  run.recorder.note(changes_of_read(run, registration, replaces, state));
  info.new_state = state;
  run.emit(StepDone{info});
  run.count(info);
  co_return StepOutcome{state, entry};
}

Task<Status> find_provider(Run& run, Registration& registration) {
  const auto& goal = registration.goal;
  auto resolving = resolve_provider(run, goal.type, goal.provider, goal.parent, goal.providers, goal.package);
  auto reference = co_await resolving;
  if (!reference) co_return reference.error();
  registration.provider = *reference;
  auto finding = run.providers->instance(*reference);
  auto instance = co_await finding;
  if (!instance) co_return instance.error();
  registration.instance = *instance;
  co_return Status();
}

}  // namespace

Task<Result<ReadResourceAnswer>> read_resource(Run& run, ReadGoal read) {
  if (run.closed) co_return closed_error();
  const std::string id = read.id;
  const bool id_unknown = read.id_unknown || id == unknown_id;
  auto arrived = arrive(run, goal_of(std::move(read)));
  if (!arrived) {
    run.fail(arrived.error());
    co_return arrived.error();
  }
  Registration& registration = *arrived;
  if (registration.self->failed) {
    co_return fail("skipped, because something it needs failed", ErrorKind::cancelled);
  }
  if (id_unknown) {  // its id comes from something that is yet to be created
    auto unknown = state_of_goal(registration, registration.goal.properties);
    registration.self->state = unknown;
    co_return ReadResourceAnswer{registration.urn(), {}};
  }
  auto finding = find_provider(run, registration);
  Status found = co_await finding;
  if (!found) {
    registration.self->failed = true;
    if (!was_reported(found.error())) run.fail(found.error(), registration.urn());
    co_return found.error();
  }
  auto performing = perform_read(run, registration, id);
  auto outcome = co_await performing;
  if (!outcome) {
    registration.self->failed = true;
    co_return outcome.error();
  }
  registration.self->state = outcome->state;
  registration.self->entry = outcome->entry;
  if (run.options.mode == Mode::destroy) run.old.condemn(outcome->entry);
  co_return ReadResourceAnswer{registration.urn(), outcome->state->outputs};
}

}  // namespace ashlar::deploy
