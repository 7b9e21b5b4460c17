#include <algorithm>

#include "deploy/provider_resources.hpp"
#include "deploy/steps/steps.hpp"

namespace ashlar::deploy {

namespace {

bool same_set(std::vector<Urn> left, std::vector<Urn> right) {
  std::sort(left.begin(), left.end());
  std::sort(right.begin(), right.end());
  return left == right;
}

/// Whether the state file needs `next` in the place of `old` (the list of reference 5.6; positions do not count).
bool worth_writing(const ResourceState& old, const ResourceState& next) {
  return old.urn != next.urn || old.custom != next.custom || old.custom_timeouts != next.custom_timeouts ||
         old.retain_on_delete != next.retain_on_delete || old.provider != next.provider || old.parent != next.parent ||
         old.deleted_with != next.deleted_with || old.replace_with != next.replace_with ||
         old.protect != next.protect || old.import_id != next.import_id ||
         old.pending_replacement != next.pending_replacement ||
         !(old.replacement_trigger == next.replacement_trigger) ||
         old.additional_secret_outputs != next.additional_secret_outputs || old.ignore_changes != next.ignore_changes ||
         old.replace_on_changes != next.replace_on_changes || old.property_dependencies != next.property_dependencies ||
         !(old.inputs == next.inputs) || !(old.outputs == next.outputs) ||
         !same_set(old.dependencies, next.dependencies);
}

}  // namespace

void reuse_equal_values(PropertyMap& next, const PropertyMap& old) {
  for (auto& [key, value] : next) {
    const auto* before = find(old, key);
    if (before != nullptr && *before == value) value = *before;
  }
}

StepOutcome take_over(Run& run, StepContext& step) {
  const auto& old = *step.info.old_state;
  step.next->id = old.id;
  step.next->outputs = old.outputs;
  step.next->created = old.created;
  step.next->modified = old.modified;
  step.next->refresh_before_update = old.refresh_before_update;
  step.next->init_errors = old.init_errors;
  mark_secret_outputs(*step.next);
  reuse_equal_values(step.next->inputs, old.inputs);
  const bool write = worth_writing(old, *step.next);
  const ResourceStatePtr state = write ? ResourceStatePtr(step.next) : step.info.old_state;
  run.recorder.note({MoveEntry{step.old_entry, write ? state : nullptr}});
  return {state, step.old_entry};
}

Task<Result<StepOutcome>> keep_resource(Run& run, StepContext step) {
  run.emit(StepStarted{step.info});
  if (step.info.urn.is_provider()) {
    // Its provider saw no difference: it is configured as it always was (reference 3.2).
    const auto& old = *step.info.old_state;
    auto ensuring = run.providers->ensure(step.info.urn, old.id, old.inputs);
    Status status = co_await ensuring;
    if (!status) co_return step_failed(run, step.info, status.error());
  }
  auto outcome = take_over(run, step);
  step.info.new_state = outcome.state;
  if (step.next->custom) run.emit(StepDone{step.info});
  run.count(step.info);
  co_return outcome;
}

}  // namespace ashlar::deploy
