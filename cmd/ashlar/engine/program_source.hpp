#pragma once

#include <memory>

#include "cmd/ashlar/engine/interrupts.hpp"
#include "cmd/ashlar/engine/plugin_settings.hpp"
#include "cmd/ashlar/engine/prepared_run.hpp"
#include "deploy/program.hpp"
#include "plugin/engine_server.hpp"

namespace ashlar::cli {

/// Where a project's program comes from: built once a command, run once a deployment.
class ProgramSource {
 public:
  virtual ~ProgramSource() = default;
  /// Makes the program ready to run. What the compiler has to say is shown as it says it. An interruption ends it, with
  /// an error of kind `cancelled`.
  [[nodiscard]] virtual Status build() = 0;
  /// The packages that the program says it needs. After `build`.
  [[nodiscard]] virtual std::map<std::string, PackageDescriptor> packages() const = 0;
  /// A run of it. `on_output` gets what the program prints, to either of its outputs.
  using OnOutput = std::function<void(std::string text)>;
  [[nodiscard]] virtual std::unique_ptr<deploy::Program> run(const plugin::DeploymentFacts& facts,
                                                             OnOutput on_output) = 0;
  /// Ends what serves the program, and calls `done` when it has ended.
  virtual void shut_down(std::function<void()> done) { done(); }
};

/// What a source works with. All of it outlives the source.
struct ProgramSurroundings {
  Shell& shell;
  ThreadEventLoop& loop;
  Interrupts& interrupts;
  plugin::EngineServer& engine;
  const PreparedRun& prepared;
  const PluginSettings& plugins;
};

/// For the project's runtime: C++ is compiled and run here, any other by its language host. An error when the project
/// names no runtime.
[[nodiscard]] Result<std::unique_ptr<ProgramSource>> find_program(const ProgramSurroundings& with);

}  // namespace ashlar::cli
