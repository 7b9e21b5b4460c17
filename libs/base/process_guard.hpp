#pragma once
/// Process groups that must not outlive us, for whoever starts processes.

#include <sys/types.h>

#include "base/result.hpp"

namespace ashlar {

/// From now on `group` is killed when this process ends, in whatever way. Safe on any thread.
[[nodiscard]] Status guard_group(pid_t group);

/// The group is of no concern any more. REQUIRES: its number has not been given to another one.
void release_group(pid_t group);

}  // namespace ashlar
