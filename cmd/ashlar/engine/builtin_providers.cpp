#include "cmd/ashlar/engine/builtin_providers.hpp"

#include "aws/client.hpp"
#include "providers/aws/package.hpp"
#include "providers/command/package.hpp"
#include "providers/random/package.hpp"

namespace ashlar::cli {

namespace {

/// The network and the files that AWS clients share are set up when the first one is needed.
ProviderFactory aws_factory(const ProviderSurroundings& with) {
  auto system = std::make_shared<std::unique_ptr<awsapi::SystemSurroundings>>();
  return [with, system] {
    if (!*system) *system = std::make_unique<awsapi::SystemSurroundings>(with.loop, with.environment);
    return providers::aws::make_aws_provider((*system)->all());
  };
}

}  // namespace

std::map<std::string, ProviderFactory> builtin_providers(const ProviderSurroundings& with) {
  return {
      {"aws", aws_factory(with)},
      {"pulumi", [with] { return providers::pulumi::make_pulumi_provider(with.loop, with.read_stack); }},
      {"random", [with] { return providers::random::make_random_provider(with.loop, with.entropy, with.clock); }},
      {"command",
       [with] {
         return providers::command::make_command_provider(with.loop, with.entropy, with.log, with.project_directory);
       }},
  };
}

}  // namespace ashlar::cli
