#include "deploy/run.hpp"
#include "deploy/steps/steps.hpp"

namespace ashlar::deploy {

namespace {

/// The state knows no unknown values. What depends on something that failed, or that is not targeted, stays as it was.
void settle_unknowns(PropertyMap& outputs, const PropertyMap& old) {
  for (auto at = outputs.begin(); at != outputs.end();) {
    if (!at->second.contains_unknowns()) {
      ++at;
    } else if (const auto* before = find(old, at->first)) {
      (at++)->second = *before;
    } else {
      at = outputs.erase(at);
    }
  }
}

void set_outputs(Run& run, Registered& registered, PropertyMap outputs) {
  if (!run.preview()) settle_unknowns(outputs, registered.state->outputs);
  auto state = std::make_shared<ResourceState>(*registered.state);
  reuse_equal_values(outputs, state->outputs);
  const bool changed = !(outputs == state->outputs);
  state->outputs = std::move(outputs);
  if (changed) {
    registered.state = state;
    run.recorder.note({PutEntry{registered.entry, state}});
  }
  auto info = registered.step.value_or(StepInfo(StepOp::same, registered.urn));
  info.new_state = registered.state;
  run.emit(OutputsRegistered{info});
}

}  // namespace

Status register_outputs(Run& run, const Urn& urn, PropertyMap outputs) {
  auto* registered = run.find(urn);
  if (registered == nullptr) return fail("outputs for " + urn.text() + ", which was not registered");
  if (registered->outputs_registered) return fail("outputs for " + urn.text() + " have been registered already");
  registered->outputs_registered = true;
  if (registered->failed || registered->skipped_create || !registered->state) return {};
  if (urn.is_root_stack()) {
    // Applied when all else is known: a failure must not make the earlier outputs vanish.
    run.stack_outputs = std::move(outputs);
    return {};
  }
  set_outputs(run, *registered, std::move(outputs));
  return {};
}

void finish_stack_outputs(Run& run) {
  if (!run.root) return;
  auto* stack = run.find(*run.root);
  if (stack == nullptr || !stack->state || !run.stack_outputs) return;
  PropertyMap outputs = *std::move(run.stack_outputs);
  if (run.failed || run.closed) {
    PropertyMap merged = stack->state->outputs;
    for (auto& [key, value] : outputs) merged.insert_or_assign(key, std::move(value));
    outputs = std::move(merged);
  }
  set_outputs(run, *stack, std::move(outputs));
}

}  // namespace ashlar::deploy
