#pragma once
/// The plugins in `$PULUMI_HOME/plugins`, where the ecosystem's tools put them.

#include <string>
#include <vector>

#include "cmd/ashlar/shell/shell.hpp"

namespace ashlar::cli {

struct InstalledPlugin {
  std::string kind, name, version;  ///< `resource`, `random`, `4.21.2`
  std::string directory;
  std::uint64_t size = 0;  ///< bytes of its files
  std::optional<Clock::Time> installed, last_used;
};

/// Sorted by name, then version. Empty where there is no such directory.
[[nodiscard]] Result<std::vector<InstalledPlugin>> installed_plugins(const Shell& shell);

}  // namespace ashlar::cli
