#pragma once
/// How a host is reached, as its name in an inventory says it.

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace ashlar::fleet {

/// `@local`, `@docker/NAME`, `@podman/NAME`, `@chroot/PATH`, `@nspawn/NAME`, `@ssh/[USER@]HOST[:PORT]`; anything else
/// is the last without its `@ssh/`. IPv6 addresses with a port stand in brackets.
struct Target {
  std::string connector;  ///< `local`, `docker`, `podman`, `chroot`, `nspawn`, `ssh`
  std::string address;    ///< host, container, path or machine; empty for `local`
  std::string user;       ///< ssh only; empty: what the configuration says
  int port = 0;           ///< ssh only; 0: what the configuration says

  [[nodiscard]] static Result<Target> parse(std::string_view text);
};

}  // namespace ashlar::fleet
