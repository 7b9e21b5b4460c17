#pragma once

#include <string>

namespace ashlar::fleet {

/// Whether a table as /proc/net/tcp shows a socket that listens on the port.
[[nodiscard]] bool listens(const std::string& table, unsigned port);

}  // namespace ashlar::fleet
