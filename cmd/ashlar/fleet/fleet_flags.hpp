#pragma once
/// The flags that commands on hosts share, and what they amount to.

#include "cmd/ashlar/command_line/arguments.hpp"
#include "cmd/ashlar/shell/shell.hpp"
#include "fleet/runner/fleet_run.hpp"

namespace ashlar::cli {

struct FleetFlags {
  std::string inventory;
  std::string environment;
  std::vector<std::string> limit, data;
  std::string user, key, host_keys, fail_percent;
  int port = 0;
  int jobs = 100;
  int connect_timeout = 30;
  int retries = 1;
  bool serial = false;
  bool sudo = false;
  bool ask_sudo_password = false;
  bool json = false;
  bool stats = false;

  /// Flags of `ashlar inventory` too.
  void declare_inventory(Arguments& arguments);
  /// All others.
  void declare(Arguments& arguments);

  /// How fast to go.
  [[nodiscard]] Result<fleet::Pace> pace() const;
  [[nodiscard]] Result<fleet::RunSettings> settings(Shell& shell) const;
  /// What counts for connections of hosts that do not say otherwise.
  [[nodiscard]] PropertyMap connection(const Shell& shell) const;
};

/// The hosts of a YAML file, of an inventory program in a folder, or of names that are separated by commas; with
/// `--environment`, `--limit` and `--data` applied.
[[nodiscard]] Result<fleet::Inventory> load_inventory(Shell& shell, const FleetFlags& flags);

/// Compiles a deploy or an inventory program. Errors of the compiler go to standard error.
[[nodiscard]] Result<std::filesystem::path> build_program(Shell& shell, const std::string& directory);

}  // namespace ashlar::cli
