#pragma once
/// The agents that this ashlar can send, one an architecture.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace ashlar::fleet {

struct AgentFile {
  std::string architecture;  ///< as `uname -m` says it
  std::filesystem::path path;
  std::string sha256;
  std::uint64_t size = 0;
};

/// `ashlar-agent` (of this machine's architecture) and `ashlar-agent-ARCHITECTURE` in `folder`. Fails when there is
/// none.
[[nodiscard]] Result<std::vector<AgentFile>> find_agents(const std::filesystem::path& folder);

/// The folder of the running executable.
[[nodiscard]] std::filesystem::path executable_folder();

}  // namespace ashlar::fleet
