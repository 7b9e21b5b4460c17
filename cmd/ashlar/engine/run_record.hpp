#pragma once
/// What the history says about a run (reference 6.2).

#include "base/environment.hpp"
#include "cmd/ashlar/command_line/arguments.hpp"
#include "cmd/ashlar/engine/version_control.hpp"
#include "deploy/deployment.hpp"
#include "state/update_info.hpp"

namespace ashlar::cli {

/// `update`, `refresh`, `destroy`, `resource-import`.
[[nodiscard]] std::string_view history_kind(deploy::Mode mode);

/// Where and how a run was started. Values of flags and variables are not told, only those of switches: `set` stands
/// for any other.
[[nodiscard]] std::map<std::string, std::string> run_environment(const Environment& environment,
                                                                 const std::map<std::string, std::string>& flags,
                                                                 const std::string& exec_kind,
                                                                 const std::string& runtime);

/// The flags that stand on a command line, by their whole names: `true` or `false` for switches, `set` for others.
[[nodiscard]] std::map<std::string, std::string> given_flags(const Arguments& arguments,
                                                             const std::vector<std::string>& words);

}  // namespace ashlar::cli
