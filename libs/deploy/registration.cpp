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
  if (!package.parameterization) package.name = package_of(goal.type);
  // One that does not say which plugin it wants gets that of the package's default provider.
  if (package.version.empty() && package.download_url.empty()) package = completed(std::move(package), run.options);
  goal.properties = provider_inputs(std::move(goal.properties), package);
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

/// Reads the resource in; it is then changed to its goal like any other. What had its URN before is deleted at the end.
Task<Result<StepOutcome>> import_and_change(Run& run, Registration& registration) {
  const bool replaces = registration.old && !registration.old->pending_replacement;
  if (replaces) {
    if (auto status = check_replaceable(run, registration); !status) co_return status.error();
  }
  auto next = state_of_goal(registration, {});
  auto step = context_for(registration, replaces ? StepOp::import_replacement : StepOp::import, std::move(next));
  step.info.logical = !replaces;
  auto replacement = step.info;
  auto importing = import_resource(run, std::move(step), registration.goal.import_id);
  auto imported = co_await importing;
  if (!imported) co_return imported;
  registration.self->replaced = replaces;
  if (replaces) {
    replacement.op = StepOp::replace;
    replacement.logical = true;
    replacement.new_state = imported->state;
    announce_replacement(run, replacement);
  }
  registration.imported = true;
  registration.old = imported->state;
  registration.old_entry = imported->entry;
  run.old.settle(imported->entry);
  auto changing = change_existing(run, registration);
  auto changed = co_await changing;
  co_return changed;
}

/// Such a resource has to be made again, whether it is targeted or not.
bool deleted_by_cascade(const Run& run, const Registration& registration) {
  const auto& old = *registration.old;
  return old.pending_replacement && run.recreating.contains(old.urn);
}

/// Whether it is left alone for good: no provider that it may follow is looked for either.
bool is_left_alone(const Run& run, const Registration& registration) {
  if (registration.targeted || (registration.old && deleted_by_cascade(run, registration))) return false;
  return registration.needs_skipped || !run.targets.follow_dependents();
}

StepOutcome leave_alone(Run& run, const Registration& registration) {
  if (registration.old) return keep_untargeted(run, registration.old_entry);
  registration.self->skipped_create = true;
  return {};
}

/// What is neither left alone nor read in.
Task<Result<StepOutcome>> create_or_change(Run& run, Registration& registration) {
  const bool gone = registration.old && (registration.old->pending_replacement || registration.old->external);
  auto doing = !registration.old ? create_new(run, registration)
               : gone            ? recreate(run, registration)
                                 : change_existing(run, registration);
  auto outcome = co_await doing;
  co_return outcome;
}

Task<Result<StepOutcome>> bring_about(Run& run, Registration& registration) {
  if (registration.old) {
    if (const auto at = run.being_deleted.find(registration.old->urn); at != run.being_deleted.end()) {
      Promised<bool> deleted = at->second;
      co_await deleted;
      registration.old = run.old.state(registration.old_entry);
    }
  }
  if (registration.needs_skipped && run.options.mode != Mode::update) co_return pass_over(run, registration);
  if (is_left_alone(run, registration)) co_return leave_alone(run, registration);
  auto finding = find_provider(run, registration);
  Status found = co_await finding;
  if (!found) co_return found.error();
  if (auto status = follow_provider(run, registration); !status) {
    run.fail(status.error(), registration.urn());
    co_return status.error();
  }
  if (!registration.targeted && !(registration.old && deleted_by_cascade(run, registration)))
    co_return leave_alone(run, registration);
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
  auto doing = wants_import(registration) ? import_and_change(run, registration) : create_or_change(run, registration);
  auto outcome = co_await doing;
  co_return outcome;
}

void warn_of_secret_id(Run& run, const Registration& registration) {
  const auto& named = registration.goal.additional_secret_outputs;
  if (std::find(named.begin(), named.end(), "id") == named.end()) return;
  run.diagnose(Severity::warning, "additionalSecretOutputs: the id of a resource cannot be secret", registration.urn());
}

}  // namespace

Task<Status> find_provider(Run& run, Registration& registration) {
  const auto& goal = registration.goal;
  if (!goal.custom) co_return Status();
  if (registration.urn().is_provider()) {
    registration.instance = run.providers->self();
    co_return Status();
  }
  ProviderRequest request{goal.type, goal.provider, goal.parent, goal.providers, goal.package};
  auto choosing = choose_provider(run, std::move(request));
  auto serving = co_await choosing;
  if (!serving) {
    if (!was_reported(serving.error())) run.fail(serving.error(), registration.urn());
    co_return serving.error();
  }
  registration.provider = std::move(serving->reference);
  registration.instance = std::move(serving->instance);
  co_return Status();
}

Task<Result<PropertyMap>> checked_inputs(Run& run, Registration& registration, PropertyMap inputs, bool fresh) {
  const auto& instance = registration.instance;
  if (instance == nullptr || !instance->configured) co_return inputs;
  CheckRequest request{registration.urn(),       {},           std::move(inputs),
                       registration.random_seed, std::nullopt, run.preview()};
  if (run.options.names && !registration.urn().is_provider()) {
    const bool supported = instance->provider->supports_autonaming();
    const auto name = run.options.names(registration.urn(), registration.random_seed, supported);
    if (name && supported) {
      request.autonaming = name->options;
      auto& delete_first = registration.goal.delete_before_replace;
      if (name->is_fixed && !delete_first) delete_first = true;
    }
  }
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
    if (!registration.goal.source_position.empty())
      error.notes.push_back("at " + shown_position(registration.goal.source_position));
    run.fail(error, registration.urn());
  }
  co_return fail("the inputs of " + registration.urn().text() + " are not valid");
}

Task<Result<RegisterAnswer>> register_resource(Run& run, Goal goal) {
  if (run.closed) co_return closed_error();
  if (goal.remote) {
    auto constructing = construct_component(run, std::move(goal));
    auto constructed = co_await constructing;
    co_return constructed;
  }
  replace_outputs(goal);
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
