#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "providers/command/package.hpp"
#include "providers/command/runner.hpp"
#include "providers/support/background.hpp"
#include "providers/support/builtin_provider.hpp"

namespace ashlar::providers::command {

/// Commands as resources (`command:local:Command`) and as a function (`command:local:run`). Engine's thread only.
class CommandProvider final : public BuiltinProvider {
 public:
  CommandProvider(EventLoop& loop, Entropy& entropy, LogSink log, std::filesystem::path directory);

  void check_config(deploy::CheckRequest request, deploy::Done<deploy::CheckAnswer> done) override;

  void check(deploy::CheckRequest request, deploy::Done<deploy::CheckAnswer> done) override;
  void diff(deploy::DiffRequest request, deploy::Done<deploy::DiffAnswer> done) override;
  void create(deploy::CreateRequest request, deploy::Done<deploy::CreateAnswer> done) override;
  void read(deploy::ReadRequest request, deploy::Done<deploy::ReadAnswer> done) override;
  void update(deploy::UpdateRequest request, deploy::Done<deploy::UpdateAnswer> done) override;
  void remove(deploy::DeleteRequest request, deploy::Done<void> done) override;
  void invoke(deploy::InvokeRequest request, deploy::Done<deploy::InvokeAnswer> done) override;
  void cancel() override { runner_.cancel(); }

 private:
  /// What a run produces: `stdout`, `stderr`, and `assets` and `archive` where they are asked for.
  using Produced = std::function<void(Result<PropertyMap>)>;

  /// Runs `command` with the settings in `inputs` and calls `produced` on the engine's thread.
  void execute(const std::string& urn, const PropertyMap& inputs, const PropertyValue& command,
               const PropertyMap& previous, double timeout_seconds, Produced produced);
  void collect_files(const PropertyMap& inputs, PropertyMap outputs, Produced produced);

  Entropy& entropy_;
  std::filesystem::path directory_;
  Background background_;
  Runner runner_;
};

}  // namespace ashlar::providers::command
