#pragma once

#include "state/deployment.hpp"
#include "state/stack_name.hpp"

namespace ashlar::state {

/// The deployment as that of another stack: every URN of `from` becomes one of `to`, in resources, provider references,
/// and resource references inside properties. Secrets that are sealed stay as they are. `from.project` may be empty:
/// any project's.
[[nodiscard]] Deployment renamed(Deployment deployment, const StackName& from, const StackName& to);

}  // namespace ashlar::state
