#pragma once

#include <memory>

#include "cmd/ashlar/engine/prepared_run.hpp"
#include "deploy/program.hpp"
#include "plugin/engine_server.hpp"

namespace ashlar::cli {

/// Where a project's program comes from: built once a command, run once a deployment.
class ProgramSource {
 public:
  virtual ~ProgramSource() = default;
  /// Makes the program ready to run. What the compiler has to say is shown as it says it.
  [[nodiscard]] virtual Status build() = 0;
  /// The packages that the program says it needs. After `build`.
  [[nodiscard]] virtual std::map<std::string, PackageDescriptor> packages() const = 0;
  /// A run of it. `on_output` gets what the program prints, with whether that was to standard error.
  using OnOutput = std::function<void(std::string text, bool is_error)>;
  [[nodiscard]] virtual std::unique_ptr<deploy::Program> run(const plugin::DeploymentFacts& facts,
                                                             OnOutput on_output) = 0;
};

/// For the project's runtime. All three outlive the source. An error for a runtime that nobody serves.
[[nodiscard]] Result<std::unique_ptr<ProgramSource>> find_program(Shell& shell, EventLoop& loop,
                                                                  plugin::EngineServer& engine,
                                                                  const PreparedRun& prepared);

}  // namespace ashlar::cli
