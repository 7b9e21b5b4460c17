#pragma once
/// The system calls that change files.

#include "base/result.hpp"
#include "fleet/operations/plan.hpp"

namespace ashlar::fleet {

/// Carries out an action that concerns a path. What is written is durable when this returns; a file is old or new,
/// never half, whatever happens meanwhile.
Status change_files(Machine& machine, const Action& action);

}  // namespace ashlar::fleet
