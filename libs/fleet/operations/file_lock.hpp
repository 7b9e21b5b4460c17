#pragma once
/// Locks that the host's own tools hold on files while they work (fcntl(2)), as apt and dpkg do.

#include <string>

#include "fleet/operations/machine.hpp"

namespace ashlar::fleet {

/// Waits until no other process holds a lock on the file, telling the user who does; as long as the operation's timeout
/// allows. A file that is not there is not locked.
Status wait_for_lock(Machine& machine, const std::string& path);

}  // namespace ashlar::fleet
