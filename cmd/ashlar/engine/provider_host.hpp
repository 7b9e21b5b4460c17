#pragma once

#include <functional>
#include <map>
#include <memory>

#include "cmd/ashlar/engine/builtin_providers.hpp"
#include "cmd/ashlar/engine/plugin_settings.hpp"
#include "plugin/engine_server.hpp"
#include "plugin/plugin_host.hpp"

namespace ashlar::cli {

/// The providers of one command: plugins where they are found, else what is built in. `loop` and `engine` outlive the
/// host; `log` gets what the user should know, and what programs with resources of their own making print.
[[nodiscard]] std::unique_ptr<plugin::PluginHost> make_provider_host(const Shell& shell, EventLoop& loop,
                                                                     const plugin::EngineServer& engine,
                                                                     const PreparedRun& prepared,
                                                                     const PluginSettings& settings,
                                                                     std::map<std::string, ProviderFactory> builtin,
                                                                     std::function<void(Diagnostic)> log);

}  // namespace ashlar::cli
