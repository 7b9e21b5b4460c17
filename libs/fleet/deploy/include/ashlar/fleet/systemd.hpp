#pragma once
/// Services of systemd. The arguments' names and meanings are pyinfra's.

#include "ashlar/fleet/operation.hpp"

namespace ashlar::fleet::systemd {

struct ServiceArgs {
  std::string service{};               ///< a unit; `.service` when it has no suffix
  std::optional<bool> running = true;  ///< std::nullopt: as it is
  bool restarted = false;
  bool reloaded = false;
  std::optional<bool> enabled{};
  std::string command{};  ///< another command of systemctl to run for it
  bool daemon_reload = false;
  bool user_mode = false;
};
OperationHandle service(Host& host, std::string_view name, const ServiceArgs& args, const Options& options = {},
                        SourceLocation where = SourceLocation::current());

struct DaemonReloadArgs {
  bool user_mode = false;
};
OperationHandle daemon_reload(Host& host, std::string_view name, const DaemonReloadArgs& args = {},
                              const Options& options = {}, SourceLocation where = SourceLocation::current());

struct UnitArgs {
  std::string unit{};  ///< `caddy.service`
  Text content{};
  bool present = true;
};
/// A unit's file below /etc/systemd/system; systemd is told when it changed.
OperationHandle unit(Host& host, std::string_view name, const UnitArgs& args, const Options& options = {},
                     SourceLocation where = SourceLocation::current());

}  // namespace ashlar::fleet::systemd
