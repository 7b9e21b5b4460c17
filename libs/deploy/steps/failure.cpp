#include "deploy/goal_state.hpp"
#include "deploy/steps/steps.hpp"

namespace ashlar::deploy {

Error closed_error() { return fail("the deployment is ending: nothing new is begun", ErrorKind::cancelled); }

Error step_failed(Run& run, const StepInfo& info, Error error) {
  // A deletion has no place in the program any more.
  if (info.new_state && !info.new_state->source_position.empty())
    error.notes.push_back("at " + shown_position(info.new_state->source_position));
  run.emit(StepFailed{info, error});
  run.fail(error, info.urn);
  return error;
}

}  // namespace ashlar::deploy
