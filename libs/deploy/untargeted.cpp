#include "deploy/registration.hpp"

namespace ashlar::deploy {

namespace {

/// Moves what `state` refers to before it, depth first, unless this run has dealt with it.
void keep_references(Run& run, const ResourceState& state) {
  for (const auto& urn : references_of(state)) {
    const auto entry = run.old.find(urn);
    if (!entry) continue;
    run.old.settle(*entry);
    keep_references(run, *run.old.state(*entry));
    run.recorder.note({MoveEntry{*entry, nullptr}});
    // It stays a candidate for its own registration.
    run.old.unsettle(*entry);
  }
}

}  // namespace

StepOutcome keep_untargeted(Run& run, EntryId entry) {
  const auto state = run.old.state(entry);
  run.old.settle(entry);
  keep_references(run, *state);
  run.recorder.note({MoveEntry{entry, nullptr}});
  StepInfo info(StepOp::same, state->urn);
  info.old_state = info.new_state = state;
  info.provider = state->provider;
  run.emit(StepStarted{info});
  run.emit(StepDone{info});
  run.count(info);
  return {state, entry};
}

}  // namespace ashlar::deploy
