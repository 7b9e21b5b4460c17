#include "cmd/ashlar/engine/provider_host.hpp"

#include <set>

namespace ashlar::cli {

namespace {

/// Every load of a plugin repeats its warning; the user reads it once.
std::function<void(std::string)> warn_once(std::function<void(Diagnostic)> log) {
  return [log = std::move(log), said = std::set<std::string>()](const std::string& text) mutable {
    if (said.insert(text).second) log(Diagnostic{.severity = Severity::warning, .message = text});
  };
}

}  // namespace

std::unique_ptr<plugin::PluginHost> make_provider_host(const Shell& shell, EventLoop& loop,
                                                       const plugin::EngineServer& engine, const PreparedRun& prepared,
                                                       const PluginSettings& settings,
                                                       std::map<std::string, ProviderFactory> builtin,
                                                       std::function<void(Diagnostic)> log) {
  plugin::PluginHostOptions options;
  options.search = settings.search;
  for (auto& [name, make] : builtin) {
    options.built_in.emplace(
        name, [make = std::move(make)](const auto&) -> Result<std::shared_ptr<deploy::Provider>> { return make(); });
  }
  options.engine_address = engine.address();
  options.directory = prepared.project->directory();
  options.environment = settings.environment;
  options.running = settings.running_providers;
  options.call_log = settings.call_log;
  options.allow_preview = !shell.environment().is_true("PULUMI_DISABLE_PROVIDER_PREVIEW");
  options.on_output = [log](std::string text, bool) { log(Diagnostic{.message = std::move(text)}); };
  options.warn = warn_once(std::move(log));
  return std::make_unique<plugin::PluginHost>(std::move(options), loop);
}

}  // namespace ashlar::cli
