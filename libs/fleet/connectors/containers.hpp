#pragma once
/// Containers and folders of this machine. What runs there is started by a program of this machine, as its user.

#include "base/io_loop.hpp"
#include "fleet/connectors/connector.hpp"

namespace ashlar::fleet {

/// `@docker/NAME` and `@podman/NAME`: a container that runs, by name or id. `engine` is the program to call.
[[nodiscard]] std::unique_ptr<Connector> container_connector(IoLoop& loop, const std::string& engine,
                                                             const std::string& container);

/// `@chroot/PATH`: a folder that holds a root file system. Needs root.
[[nodiscard]] std::unique_ptr<Connector> chroot_connector(IoLoop& loop, const std::string& path);

/// `@nspawn/NAME`: a machine that systemd-nspawn runs, registered with systemd-machined or not. Needs root.
[[nodiscard]] std::unique_ptr<Connector> nspawn_connector(IoLoop& loop, const std::string& machine);

}  // namespace ashlar::fleet
