#include "deploy/registration.hpp"

#include <algorithm>

#include "deploy/goal_state.hpp"
#include "deploy/provider_resources.hpp"

namespace ashlar::deploy {

namespace {

RegisterAnswer answer_for(const Run& run, const Registered& self) {
  RegisterAnswer answer{.urn = self.urn};
  if (self.failed) {
    answer.outcome = RegisterOutcome::fail;
    return answer;
  }
  if (self.skipped_create) {
    answer.unknown = true;
    if (self.state) answer.outputs = self.state->outputs;
    return answer;
  }
  answer.id = self.state->id;
  answer.id_unknown = run.preview() && self.state->custom && self.state->id.empty();
  if (self.state->custom) answer.outputs = self.state->outputs;
  return answer;
}

/// Sets the program's own provider resources up: their version, and what else the engine records about them.
void complete_provider_goal(const Run& run, Goal& goal) {
  auto package = goal.package;
  const std::string name(package_of(goal.type));
  if (!package.parameterization) package.name = name;
  const auto required = run.options.required_packages.find(name);
  // One that does not say which plugin it wants gets that of the package's default provider.
  if (required != run.options.required_packages.end() && package.version.empty() && package.download_url.empty()) {
    package.version = required->second.version;
    package.download_url = required->second.download_url;
  }
  goal.properties = provider_inputs(std::move(goal.properties), package);
}

/// Finds the provider that serves the resource. Components have none.
Task<Status> choose_provider(Run& run, Registration& registration) {
  const auto& goal = registration.goal;
  if (!goal.custom) co_return Status();
  if (registration.urn().is_provider()) {
    registration.instance = run.providers->self();
    co_return Status();
  }
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

StepContext context_for(const Registration& registration, StepOp op, std::shared_ptr<ResourceState> next) {
  StepContext step{.info = {op, registration.urn()}};
  step.info.old_state = registration.old;
  step.info.new_state = next;
  step.info.provider = registration.provider;
  step.next = std::move(next);
  step.old_entry = registration.old_entry;
  step.instance = registration.instance;
  return step;
}

Task<Result<StepOutcome>> create_new(Run& run, Registration& registration) {
  auto checking = checked_inputs(run, registration, registration.goal.properties, true);
  auto inputs = co_await checking;
  if (!inputs) co_return inputs.error();
  auto next = state_of_goal(registration, *std::move(inputs));
  auto step = context_for(registration, StepOp::create, std::move(next));
  registration.self->step = step.info;
  registration.self->created = true;
  auto creating = create_resource(run, std::move(step));
  auto outcome = co_await creating;
  co_return outcome;
}

bool wants_import(const Registration& registration) {
  const auto& id = registration.goal.import_id;
  if (!registration.goal.custom || id.empty()) return false;
  const auto& old = registration.old;
  if (!old || old->external) return true;
  return (old->import_id.empty() ? old->id : old->import_id) != id;
}

/// Reads the resource in; it is then changed to its goal like any other.
Task<Result<StepOutcome>> import_first(Run& run, Registration& registration) {
  auto next = state_of_goal(registration, {});
  auto step = context_for(registration, StepOp::import, std::move(next));
  auto importing = import_resource(run, std::move(step), registration.goal.import_id);
  auto outcome = co_await importing;
  if (outcome) {
    registration.old = outcome->state;
    registration.old_entry = outcome->entry;
    run.old.settle(outcome->entry);
  }
  co_return outcome;
}

/// Such a resource has to be made again, whether it is targeted or not.
bool deleted_by_cascade(const Run& run, const Registration& registration) {
  const auto& old = *registration.old;
  return old.pending_replacement && run.recreating.contains(old.urn);
}

Task<Result<StepOutcome>> bring_about(Run& run, Registration& registration) {
  auto& self = *registration.self;
  if (!registration.targeted && !registration.old) {
    self.skipped_create = true;
    co_return StepOutcome{};
  }
  if (registration.old) {
    if (const auto at = run.being_deleted.find(registration.old->urn); at != run.being_deleted.end()) {
      Promised<bool> deleted = at->second;
      co_await deleted;
      registration.old = run.old.state(registration.old_entry);
    }
  }
  if (registration.needs_skipped) co_return pass_over(run, registration);
  auto choosing = choose_provider(run, registration);
  Status chosen = co_await choosing;
  if (!chosen) {
    if (!was_reported(chosen.error())) run.fail(chosen.error(), registration.urn());
    co_return chosen.error();
  }
  if (!registration.targeted && !deleted_by_cascade(run, registration))
    co_return keep_untargeted(run, registration.old_entry);
  if (run.refreshes_registrations() && registration.old) {
    auto refreshing = refresh_registered(run, registration);
    Status refreshed = co_await refreshing;
    if (!refreshed) co_return refreshed.error();
  }
  if (stays_as_it_is(run, registration)) {
    auto keeping = keep_as_it_is(run, registration);
    auto kept = co_await keeping;
    co_return kept;
  }
  if (wants_import(registration)) {
    auto importing = import_first(run, registration);
    auto imported = co_await importing;
    if (!imported) co_return imported;
    auto changing = change_existing(run, registration);
    auto changed = co_await changing;
    co_return changed;
  }
  const bool gone = registration.old && (registration.old->pending_replacement || registration.old->external);
  auto doing = !registration.old ? create_new(run, registration)
               : gone            ? recreate(run, registration)
                                 : change_existing(run, registration);
  auto outcome = co_await doing;
  co_return outcome;
}

void warn_of_secret_id(Run& run, const Registration& registration) {
  const auto& named = registration.goal.additional_secret_outputs;
  if (std::find(named.begin(), named.end(), "id") == named.end()) return;
  run.diagnose(Severity::warning, "additionalSecretOutputs: the id of a resource cannot be secret", registration.urn());
}

}  // namespace

Task<Result<PropertyMap>> checked_inputs(Run& run, Registration& registration, PropertyMap inputs, bool fresh) {
  const auto& instance = registration.instance;
  if (instance == nullptr || !instance->configured) co_return inputs;
  CheckRequest request{registration.urn(),       {},           std::move(inputs),
                       registration.random_seed, std::nullopt, run.preview()};
  if (!fresh && registration.old) request.old_inputs = registration.old->inputs;
  auto asking = ask<CheckAnswer>([&](auto done) { instance->provider->check(std::move(request), std::move(done)); });
  auto answer = co_await asking;
  if (!answer) {
    run.fail(answer.error(), registration.urn());
    co_return answer.error();
  }
  for (const auto& warning : answer->warnings) run.diagnose(Severity::warning, warning, registration.urn());
  if (answer->failures.empty()) co_return std::move(answer->inputs);
  for (const auto& failure : answer->failures) {
    const std::string where = failure.property.empty() ? "" : "property '" + failure.property + "': ";
    Error error = fail(registration.goal.type + " resource '" + registration.goal.name + "' has a problem: " + where +
                       failure.reason);
    if (!registration.goal.source_position.empty()) error.notes.push_back("at " + registration.goal.source_position);
    run.fail(error, registration.urn());
  }
  co_return fail("the inputs of " + registration.urn().text() + " are not valid");
}

Task<Result<RegisterAnswer>> register_resource(Run& run, Goal goal) {
  if (run.closed) co_return closed_error();
  if (goal.remote)
    co_return fail("remote components are not supported: '" + goal.type + "' must be created by the program itself");
  if (goal.custom && goal.type.starts_with(provider_type_prefix)) complete_provider_goal(run, goal);
  auto arrived = arrive(run, std::move(goal));
  if (!arrived) {
    run.fail(arrived.error());
    co_return arrived.error();
  }
  Registration& registration = *arrived;
  auto& self = *registration.self;
  if (self.failed) {  // something it needs failed
    RegisterAnswer skipped{.urn = self.urn};
    skipped.outcome = RegisterOutcome::skip;
    co_return skipped;
  }
  warn_of_secret_id(run, registration);
  auto doing = bring_about(run, registration);
  auto outcome = co_await doing;
  if (!outcome) {
    self.failed = true;
    if (!run.options.continue_on_error) co_return outcome.error();
    co_return answer_for(run, self);
  }
  self.state = outcome->state;
  self.entry = outcome->entry;
  if (run.options.mode == Mode::destroy && self.entry != no_entry) run.old.condemn(self.entry);
  co_return answer_for(run, self);
}

}  // namespace ashlar::deploy
