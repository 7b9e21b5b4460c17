#include "fleet/runner/agent_files.hpp"

#include <sys/utsname.h>

#include "base/filesystem.hpp"
#include "fleet/protocol/sha256.hpp"

namespace fs = std::filesystem;

namespace ashlar::fleet {

Result<std::vector<AgentFile>> find_agents(const fs::path& folder) {
  constexpr std::string_view name = "ashlar-agent";
  utsname system{};
  ::uname(&system);
  std::vector<AgentFile> agents;
  std::error_code error;
  RealFileSystem files;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const auto file = entry.path().filename().string();
    if (!file.starts_with(name) || !entry.is_regular_file(error)) continue;
    const auto rest = file.substr(name.size());
    if (!rest.empty() && rest.front() != '-') continue;
    const auto bytes = files.read_file(entry.path().string());
    if (!bytes) return bytes.error();
    agents.push_back({.architecture = rest.empty() ? system.machine : rest.substr(1),
                      .path = entry.path(),
                      .sha256 = sha256(*bytes),
                      .size = bytes->size()});
  }
  if (!agents.empty()) return agents;
  return fail_with_help("there is no ashlar-agent in " + folder.string(),
                        "build or install ashlar again: the agent belongs beside the executable");
}

fs::path executable_folder() {
  std::error_code ignored;  // empty then, and no agent is found in it
  return fs::read_symlink("/proc/self/exe", ignored).parent_path();
}

}  // namespace ashlar::fleet
