#include "cmd/ashlar/engine/builtin_providers.hpp"

#include "providers/command/package.hpp"
#include "providers/random/package.hpp"

namespace ashlar::cli {

std::map<std::string, ProviderFactory> builtin_providers(const ProviderSurroundings& with) {
  return {
      {"pulumi", [with] { return providers::pulumi::make_pulumi_provider(with.loop, with.read_stack); }},
      {"random", [with] { return providers::random::make_random_provider(with.loop, with.entropy, with.clock); }},
      {"command",
       [with] {
         return providers::command::make_command_provider(with.loop, with.entropy, with.log, with.project_directory);
       }},
  };
}

}  // namespace ashlar::cli
