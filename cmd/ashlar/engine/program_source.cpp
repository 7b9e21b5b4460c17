#include "cmd/ashlar/engine/program_source.hpp"

#include "cmd/ashlar/engine/cpp_program.hpp"
#include "toolchain/build.hpp"

namespace ashlar::cli {

namespace {

class CppSource final : public ProgramSource {
 public:
  CppSource(Shell& shell, EventLoop& loop, plugin::EngineServer& engine, std::filesystem::path directory)
      : shell_(shell), loop_(loop), engine_(engine), directory_(std::move(directory)) {}

  Status build() override {
    const auto sdk = toolchain::find_sdk(shell_.environment());
    if (!sdk) return sdk.error();
    toolchain::BuildOutput output;
    output.compiler = [this](std::string_view text) { shell_.err().write(std::string(text)); };
    auto built = toolchain::build(directory_, *sdk, toolchain::default_cache(shell_.environment()), output);
    if (!built) {
      auto error = built.error();
      error.kind = ErrorKind::failed;
      return error;
    }
    program_ = *std::move(built);
    return {};
  }

  [[nodiscard]] std::map<std::string, PackageDescriptor> packages() const override {
    std::map<std::string, PackageDescriptor> packages;
    for (const auto& [name, version] : program_.packages)
      packages.emplace(name, PackageDescriptor{.name = name, .version = version});
    return packages;
  }

  std::unique_ptr<deploy::Program> run(const plugin::DeploymentFacts& facts, OnOutput on_output) override {
    CppProgram::Setting setting;
    setting.executable = program_.executable;
    setting.facts = facts;
    setting.engine_address = engine_.address();
    setting.on_stdout = [on_output](std::string text) { on_output(std::move(text), false); };
    setting.on_stderr = [on_output](std::string text) { on_output(std::move(text), true); };
    return std::make_unique<CppProgram>(loop_, shell_.entropy(), std::move(setting));
  }

 private:
  Shell& shell_;
  EventLoop& loop_;
  plugin::EngineServer& engine_;
  std::filesystem::path directory_;
  toolchain::Program program_;
};

}  // namespace

Result<std::unique_ptr<ProgramSource>> find_program(Shell& shell, EventLoop& loop, plugin::EngineServer& engine,
                                                    const PreparedRun& prepared) {
  const auto path = prepared.project->program_path();
  if (!shell.files().exists(path)) {
    return fail_with_help("project 'main' could not be read: " + path + ": no such file or directory",
                          "correct `main` in " + prepared.project->path);
  }
  const auto& runtime = prepared.project->runtime.name;
  if (runtime == "cpp") {
    const auto directory = prepared.facts(false, 0).program_directory;
    return std::unique_ptr<ProgramSource>(std::make_unique<CppSource>(shell, loop, engine, directory));
  }
  return fail_with_help("the project's runtime '" + runtime + "' is not supported",
                        "set `runtime: cpp` in " + prepared.project->path);
}

}  // namespace ashlar::cli
