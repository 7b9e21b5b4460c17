#pragma once

#include <memory>
#include <optional>

#include "deploy/provider.hpp"
#include "plugin/plugin_process.hpp"

namespace ashlar::plugin {

/// What a provider plugin is told when it is greeted.
struct ProviderGreeting {
  std::string engine_address;
  /// Where the plugin's executable lies; nothing for a plugin that was running before.
  std::optional<std::filesystem::path> directory;
  /// The package to make of the plugin, when it is not the plugin's own.
  std::optional<PackageDescriptor::Parameterization> parameterization;
  bool allow_preview = true;  ///< false: never asks it for previews of creates and updates
};

/// A provider in a process of its own, spoken to over gRPC (reference 1.2, 4.6).
class PluginProvider final : public deploy::Provider {
 public:
  /// Greets the plugin and answers with a provider that is ready to be configured.
  static void connect(std::shared_ptr<PluginProcess> process, ProviderGreeting greeting,
                      deploy::Done<std::shared_ptr<PluginProvider>> done);
  ~PluginProvider() override;

  void check_config(deploy::CheckRequest request, deploy::Done<deploy::CheckAnswer> done) override;
  void diff_config(deploy::DiffRequest request, deploy::Done<deploy::DiffAnswer> done) override;
  void configure(Urn urn, std::string id, PropertyMap inputs, deploy::Done<void> done) override;
  void check(deploy::CheckRequest request, deploy::Done<deploy::CheckAnswer> done) override;
  void diff(deploy::DiffRequest request, deploy::Done<deploy::DiffAnswer> done) override;
  void create(deploy::CreateRequest request, deploy::Done<deploy::CreateAnswer> done) override;
  void read(deploy::ReadRequest request, deploy::Done<deploy::ReadAnswer> done) override;
  void update(deploy::UpdateRequest request, deploy::Done<deploy::UpdateAnswer> done) override;
  void remove(deploy::DeleteRequest request, deploy::Done<void> done) override;
  void invoke(deploy::InvokeRequest request, deploy::Done<deploy::InvokeAnswer> done) override;
  void construct(deploy::ConstructRequest request, deploy::Done<deploy::ConstructAnswer> done) override;
  void call(deploy::CallRequest request, deploy::Done<deploy::MethodAnswer> done) override;
  [[nodiscard]] bool supports_preview() const override;
  [[nodiscard]] bool supports_autonaming() const override;
  void cancel() override;

  /// Ends the plugin: Cancel, SIGINT, and after five seconds SIGKILL. Calls `done` when it is gone.
  void shut_down(std::function<void()> done);

 private:
  class Impl;
  explicit PluginProvider(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace ashlar::plugin
