#include "deploy/goal_state.hpp"
#include "deploy/provider_resources.hpp"
#include "deploy/registration.hpp"

namespace ashlar::deploy {

namespace {

/// Asks the new provider whether it has to replace what the old one, as recorded, made.
Task<Result<bool>> must_replace(Run& run, std::shared_ptr<Provider> provider, ResourceStatePtr recorded,
                                ResourceStatePtr next) {
  DiffRequest request{next->urn, recorded->id, recorded->inputs, recorded->outputs, next->inputs, {}, run.preview()};
  for (auto* map : {&request.old_inputs, &request.old_outputs, &request.new_inputs}) map->erase("__internal");
  auto asking = ask<DiffAnswer>([&](auto done) { provider->diff_config(std::move(request), std::move(done)); });
  auto answer = co_await asking;
  if (!answer) co_return answer.error();
  co_return decide_from_diff(*recorded, *answer).kind == ChangeKind::replace;
}

/// Whether the new provider cannot take over what the old one made (reference 3.2, "changing a resource's provider
/// reference"). Two providers are compared once, however many resources change from one to the other.
Task<Result<bool>> provider_changed(Run& run, const Registration& registration) {
  const std::pair change(registration.old->provider, registration.provider);
  const auto& [before, after] = change;
  if (before == after) co_return false;
  const auto old_reference = ProviderReference::parse(before);
  const auto new_reference = ProviderReference::parse(after);
  if (!old_reference || !new_reference) co_return true;  // one of them is a component
  const auto* provider = run.find(new_reference->urn);
  const auto recorded = run.old.provider(before);
  if (provider == nullptr || !provider->state || !recorded) co_return true;
  if (provider->found_as == old_reference->urn && old_reference->id == new_reference->id) co_return false;
  if (const auto at = run.provider_changes.find(change); at != run.provider_changes.end()) {
    Promised<Result<bool>> other = at->second;
    Result<bool> answer = co_await other;
    co_return answer;
  }
  Promised<Result<bool>> mine;
  run.provider_changes.emplace(change, mine);
  auto asking = must_replace(run, registration.instance->provider, recorded, provider->state);
  Result<bool> answer = co_await asking;
  mine.set(answer);
  co_return answer;
}

Task<Result<DiffAnswer>> provider_diff(Run& run, const Registration& registration, const PropertyMap& inputs) {
  const auto& old = *registration.old;
  DiffRequest request{registration.urn(), old.id, old.inputs, old.outputs, inputs, registration.goal.ignore_changes,
                      run.preview()};
  if (!registration.instance->configured) {
    run.diagnose(Severity::warning, "the provider's configuration is not known yet, so the changes shown are a guess",
                 registration.urn());
    DiffAnswer unavailable;
    unavailable.changes = DiffAnswer::Changes::some;
    co_return unavailable;
  }
  auto asking =
      ask<DiffAnswer>([&](auto done) { registration.instance->provider->diff(std::move(request), std::move(done)); });
  auto answer = co_await asking;
  if (!answer) co_return answer;
  auto diff = definite(*std::move(answer), old.inputs, inputs);
  apply_replace_on_changes(diff, registration.goal.replace_on_changes, !old.init_errors.empty());
  co_return diff;
}

ReplacementFacts facts_about(Run& run, const Registration& registration) {
  ReplacementFacts facts;
  facts.targeted = run.replace_targets.matches(registration.urn());
  const auto was_replaced = [&](const Urn& urn) {
    const auto* other = run.find(urn);
    return other != nullptr && other->replaced;
  };
  for (const auto& urn : registration.goal.replace_with) facts.replaced_with = facts.replaced_with || was_replaced(urn);
  facts.deleted_with_replaced = registration.goal.deleted_with && was_replaced(*registration.goal.deleted_with);
  return facts;
}

Task<Result<Decision>> decide_change(Run& run, const Registration& registration, const ResourceState& next) {
  if (!run.preview() && next.replacement_trigger.contains_unknowns())
    co_return fail("the replacement trigger of " + registration.urn().text() + " is not known");
  auto facts = facts_about(run, registration);
  if (!registration.urn().is_provider()) {
    auto comparing = provider_changed(run, registration);
    auto changed = co_await comparing;
    if (!changed) co_return changed.error();
    facts.provider_changed = *changed;
  }
  if (auto forced = replacement_before_diff(*registration.old, next, facts)) co_return *std::move(forced);
  if (!registration.goal.custom) co_return decide_component(*registration.old, next.inputs);
  auto asking = provider_diff(run, registration, next.inputs);
  auto diff = co_await asking;
  if (!diff) co_return diff.error();
  co_return decide_from_diff(*registration.old, *diff);
}

/// The paths are for people to correct; the run goes on.
void report_unresolved(Run& run, const Registration& registration, const std::vector<std::string>& paths) {
  for (const auto& path : paths) {
    run.diagnose(Severity::debug, "ignoreChanges: nothing is at '" + path + "'", registration.urn());
  }
}

StepContext step_from(const Registration& registration, const Decision& decision, StepOp op,
                      std::shared_ptr<ResourceState> next) {
  StepContext step{.info = {op, registration.urn()}};
  step.info.old_state = registration.old;
  step.info.new_state = next;
  step.info.diffs = decision.diffs;
  step.info.detailed_diff = decision.detailed;
  step.info.has_detailed_diff = decision.has_detailed;
  step.info.provider = registration.provider;
  step.next = std::move(next);
  step.old_entry = registration.old_entry;
  step.instance = registration.instance;
  return step;
}

}  // namespace

Task<Result<StepOutcome>> change_existing(Run& run, Registration& registration) {
  auto inputs = registration.goal.properties;
  report_unresolved(run, registration,
                    apply_ignore_changes(inputs, registration.old->inputs, registration.goal.ignore_changes));
  const bool fresh = run.replace_targets.matches(registration.urn()) || registration.old->taint;
  auto checking = checked_inputs(run, registration, fresh ? registration.goal.properties : std::move(inputs), fresh);
  auto checked = co_await checking;
  if (!checked) co_return checked.error();
  auto next = state_of_goal(registration, *checked);
  auto deciding = decide_change(run, registration, *next);
  auto decision = co_await deciding;
  if (!decision) {
    run.fail(decision.error(), registration.urn());
    co_return decision.error();
  }
  if (decision->kind == ChangeKind::replace) {
    auto replacing = replace_existing(run, registration, *std::move(checked), *std::move(decision));
    auto outcome = co_await replacing;
    co_return outcome;
  }
  const bool update = decision->kind == ChangeKind::update;
  if (!update && registration.imported) {  // the import was the step
    auto step = step_from(registration, *decision, StepOp::same, std::move(next));
    co_return take_over(run, step);
  }
  auto step = step_from(registration, *decision, update ? StepOp::update : StepOp::same, std::move(next));
  registration.self->step = step.info;
  auto doing = update ? update_resource(run, std::move(step), registration.goal.ignore_changes)
                      : keep_resource(run, std::move(step));
  auto outcome = co_await doing;
  co_return outcome;
}

}  // namespace ashlar::deploy
