#pragma once

#include "fleet/connectors/ssh_link.hpp"

namespace ashlar::fleet {

/// Opens a way through a host to another: a socket whose bytes travel over the connection `via`. Calls `done` later.
void open_ssh_tunnel(const std::shared_ptr<SshLink>& via, const std::string& host, std::uint16_t port,
                     std::function<void(Result<SshLink::Road>)> done);

}  // namespace ashlar::fleet
