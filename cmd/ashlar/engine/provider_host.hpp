#pragma once

#include <map>
#include <memory>

#include "cmd/ashlar/engine/builtin_providers.hpp"
#include "cmd/ashlar/engine/prepared_run.hpp"
#include "plugin/engine_server.hpp"

namespace ashlar::cli {

/// The providers of one command: plugins where there are any, else what is built in.
class CommandProviders {
 public:
  virtual ~CommandProviders() = default;
  [[nodiscard]] virtual deploy::ProviderHost& providers() = 0;
};

[[nodiscard]] std::unique_ptr<CommandProviders> make_provider_host(Shell& shell, EventLoop& loop,
                                                                   plugin::EngineServer& engine,
                                                                   const PreparedRun& prepared,
                                                                   std::map<std::string, ProviderFactory> builtin);

}  // namespace ashlar::cli
