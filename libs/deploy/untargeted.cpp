#include "deploy/registration.hpp"

namespace ashlar::deploy {

StepOutcome keep_untargeted(Run& run, EntryId entry) {
  const auto state = run.old.state(entry);
  run.old.settle(entry);
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
