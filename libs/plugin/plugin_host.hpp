#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/event_loop.hpp"
#include "deploy/provider.hpp"
#include "plugin/plugin_provider.hpp"
#include "plugin/plugin_search.hpp"

namespace ashlar::plugin {

/// Makes an instance of a provider that is part of this program.
using BuiltInProvider = std::function<Result<std::shared_ptr<deploy::Provider>>(const PackageDescriptor&)>;

struct PluginHostOptions {
  PluginSearch search;
  std::map<std::string, BuiltInProvider> built_in;  ///< by package
  std::string engine_address;                       ///< where plugins reach us
  std::filesystem::path directory;                  ///< where plugins run
  std::map<std::string, std::string> environment;   ///< what they get beside our own variables (reference 4.3)
  /// Ports of providers that are running already, by package (PULUMI_DEBUG_PROVIDERS).
  std::map<std::string, int> running;
  std::shared_ptr<CallLog> call_log;  ///< null not to log calls
  bool allow_preview = true;          ///< false: PULUMI_DISABLE_PROVIDER_PREVIEW
  /// What dynamic providers print, in pieces, and whether to standard error: it is the program's own code that prints
  /// it.
  std::function<void(std::string text, bool is_stderr)> on_output;
  /// Gets what the user should know, such as that a plugin of unknown version was taken from PATH.
  std::function<void(std::string)> warn;
};

/// Reads PULUMI_DEBUG_PROVIDERS and PULUMI_DEBUG_LANGUAGES: `name:port,name:port`.
[[nodiscard]] Result<std::map<std::string, int>> parse_running_plugins(std::string_view text);

/// Finds and starts provider plugins; falls back to providers that are built in. The loop's thread only.
class PluginHost final : public deploy::ProviderHost {
 public:
  PluginHost(PluginHostOptions options, EventLoop& loop) : options_(std::move(options)), loop_(loop) {}

  ~PluginHost() override;
  PluginHost(const PluginHost&) = delete;
  PluginHost& operator=(const PluginHost&) = delete;

  void load(PackageDescriptor package, deploy::Done<std::shared_ptr<deploy::Provider>> done) override;

  /// Ends all plugins, each within a few seconds, and calls `done` when they are gone. Destroying the host without it
  /// kills them.
  void shut_down(std::function<void()> done);

 private:
  void connect(std::shared_ptr<PluginProcess> process, const PackageDescriptor& package,
               std::optional<std::filesystem::path> directory, deploy::Done<std::shared_ptr<deploy::Provider>> done);
  void launch(const PackageDescriptor& package, const FoundPlugin& found,
              deploy::Done<std::shared_ptr<deploy::Provider>> done);
  /// Whether the built-in provider is what was found: our own plugin executables hold the same.
  [[nodiscard]] bool prefers_built_in(const std::string& package, const FoundPlugin& found) const;
  [[nodiscard]] Error not_found(const PackageDescriptor& package) const;

  PluginHostOptions options_;
  EventLoop& loop_;
  std::vector<std::shared_ptr<PluginProcess>> processes_;       ///< those that we started
  std::vector<std::shared_ptr<PluginProvider>> providers_;      ///< those of them, and of others, that have answered
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  ///< for plugins that are starting
};

}  // namespace ashlar::plugin
