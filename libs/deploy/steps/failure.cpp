#include "deploy/steps/steps.hpp"

namespace ashlar::deploy {

Error closed_error() { return fail("the deployment is ending: nothing new is begun", ErrorKind::cancelled); }

Error step_failed(Run& run, const StepInfo& info, Error error) {
  run.emit(StepFailed{info, error});
  run.fail(error, info.urn);
  return error;
}

}  // namespace ashlar::deploy
