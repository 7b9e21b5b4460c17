#include "cmd/ashlar/display/display.hpp"

#include "cmd/ashlar/display/words.hpp"

namespace ashlar::cli {

bool is_hidden_resource(const Urn& urn) {
  return urn.is_provider() && (urn.name() == "default" || urn.name().starts_with("default_"));
}

bool should_show(const deploy::StepInfo& step, const DisplayOptions& options, bool hide_physical_steps) {
  if (step.op == deploy::StepOp::same) {
    if (step.old_state && step.new_state && step.old_state->protect != step.new_state->protect) return true;
    return options.show_sames;
  }
  const bool physical = !step.logical && is_replacement_step(step.op);
  return !(physical && hide_physical_steps && !options.show_replacement_steps);
}

const ResourceState* state_of(const deploy::StepInfo& step) {
  return step.new_state ? step.new_state.get() : step.old_state.get();
}

}  // namespace ashlar::cli
