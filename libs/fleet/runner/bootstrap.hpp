#pragma once
/// The shell script that brings the agent to life on a host: finds the cached one or asks for its bytes, verifies it,
/// and becomes it, as root if that is asked for.
///
/// What the script says to the controller are lines that begin with `ashlar-agent: `; anything before is noise (the
/// greeting of a login shell). After `start` the stream is the agent's.

#include <string>
#include <string_view>
#include <vector>

#include "fleet/runner/agent_files.hpp"

namespace ashlar::fleet {

inline constexpr std::string_view bootstrap_mark = "ashlar-agent: ";
/// What sudo and su print to standard error when they want a password.
inline constexpr std::string_view password_mark = "ashlar-agent-password:";

enum class Elevation { none, sudo, su, doas };

struct BootstrapOptions {
  Elevation elevation = Elevation::none;
  std::string directory;  ///< where to keep the agent; empty: the first usable of the usual places
  /// Run this file, which is there: for the controller's own machine. Nothing is sent then.
  std::string present;
};

/// The command to start there. It says, each on a line after the mark:
/// `host ARCHITECTURE USER`; then, when the agent is not there, `send`, upon which it reads as many bytes as the agent
/// of that architecture has; or `error TEXT`, and ends; or `start`.
[[nodiscard]] std::vector<std::string> bootstrap_command(const std::vector<AgentFile>& agents,
                                                         const BootstrapOptions& options);

}  // namespace ashlar::fleet
