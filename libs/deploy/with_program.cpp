// What registrations mean while a refresh or a destroy runs the program (reference 5.12, 5.13): nothing of the world is
// created or changed; providers and components are brought up to date, so that the calls to come find them so.

#include "deploy/goal_state.hpp"
#include "deploy/refresh.hpp"
#include "deploy/registration.hpp"

namespace ashlar::deploy {

StepOutcome pass_over(Run& run, Registration& registration) {
  // What it was before is dealt with later, with all that no registration claimed.
  if (registration.old_entry != no_entry) run.old.unsettle(registration.old_entry);
  if (registration.old && run.options.mode == Mode::refresh) return {registration.old, registration.old_entry};
  registration.self->skipped_create = true;
  return {registration.old, no_entry};
}

Task<Status> refresh_registered(Run& run, Registration& registration) {
  std::vector<EntryId> entries{registration.old_entry};
  auto refreshing = refresh_entries(run, std::move(entries), registration.instance);
  const bool refreshed = co_await refreshing;
  if (!refreshed) co_return fail(registration.urn().text() + " could not be refreshed");
  registration.old = run.old.state(registration.old_entry);
  if (!registration.old) registration.old_entry = no_entry;
  co_return Status();
}

bool stays_as_it_is(const Run& run, const Registration& registration) {
  const bool in_world = registration.goal.custom && !registration.urn().is_provider();
  return run.options.mode != Mode::update && in_world;
}

Task<Result<StepOutcome>> keep_as_it_is(Run& run, Registration& registration) {
  if (!registration.old) co_return pass_over(run, registration);
  const auto& old = *registration.old;
  StepContext step{.info = {StepOp::same, registration.urn()}};
  step.next = state_of_goal(registration, old.inputs);
  step.next->external = old.external;
  step.next->taint = old.taint;
  step.next->pending_replacement = old.pending_replacement;
  step.info.old_state = registration.old;
  step.info.new_state = step.next;
  step.info.provider = registration.provider;
  step.old_entry = registration.old_entry;
  if (run.options.mode == Mode::refresh) co_return take_over(run, step);  // the refresh has been shown
  auto keeping = keep_resource(run, std::move(step));
  auto outcome = co_await keeping;
  co_return outcome;
}

}  // namespace ashlar::deploy
