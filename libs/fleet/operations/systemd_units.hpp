#pragma once
/// What the systemd operations have in common.

#include <map>
#include <string>
#include <vector>

#include "fleet/operations/arguments.hpp"
#include "fleet/operations/machine.hpp"

namespace ashlar::fleet {

/// `systemctl`, with the options that the arguments `user_mode`, `machine` and `user_name` ask for.
[[nodiscard]] std::vector<std::string> systemctl(Arguments& arguments);
[[nodiscard]] std::vector<std::string> with(std::vector<std::string> argv, std::vector<std::string> more);

/// `name.service` of a name without a suffix that systemd knows.
[[nodiscard]] std::string unit_name(const std::string& name);

/// The `KEY=value` lines of `systemctl show`.
[[nodiscard]] std::map<std::string, std::string> parse_properties(const std::string& text);

/// Whether systemd runs the host; in a chroot or a container it does not, but units can be enabled there too.
[[nodiscard]] bool systemd_runs(const Machine& machine);

}  // namespace ashlar::fleet
