#include "cmd/ashlar/engine/program_source.hpp"

#include <stop_token>
#include <thread>

#include "cmd/ashlar/engine/build_progress.hpp"
#include "cmd/ashlar/engine/cpp_program.hpp"
#include "cmd/ashlar/engine/hosted_program.hpp"
#include "cmd/ashlar/engine/wait_on_loop.hpp"
#include "toolchain/build.hpp"

namespace ashlar::cli {

namespace {

class CppSource final : public ProgramSource {
 public:
  CppSource(const ProgramSurroundings& with, std::filesystem::path directory)
      : shell_(with.shell),
        loop_(with.loop),
        interrupts_(with.interrupts),
        engine_(with.engine),
        call_log_(with.plugins.call_log),
        directory_(std::move(directory)) {}

  Status build() override {
    const auto sdk = toolchain::find_sdk(shell_.environment());
    if (!sdk) return sdk.error();
    auto built = compile(*sdk);
    if (!built) {
      auto error = built.error();
      if (error.kind != ErrorKind::cancelled) error.kind = ErrorKind::failed;
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
    setting.call_log = call_log_;
    setting.on_stdout = on_output;
    setting.on_stderr = std::move(on_output);
    return std::make_unique<CppProgram>(loop_, shell_.entropy(), std::move(setting));
  }

 private:
  /// On a thread of its own, so that this one hears of interruptions and shows how far it is.
  Result<toolchain::Program> compile(const toolchain::Sdk& sdk) {
    constexpr std::chrono::seconds long_enough{1};
    const auto progress = std::make_shared<BuildProgress>(shell_);
    toolchain::BuildOutput output;
    output.compiler = [&](std::string_view text) {
      loop_.post([progress, text = std::string(text)] { progress->output(text); });
    };
    output.progress = [&](std::string_view line) {
      loop_.post([progress, line = std::string(line)] { progress->step(line); });
    };
    std::stop_source stop;
    const Interrupts::Handling handling(interrupts_, [&] { stop.request_stop(); });
    std::jthread compiling;
    return wait_on_loop<toolchain::Program>(loop_, [&](const deploy::Done<toolchain::Program>& done) {
      loop_.after(long_enough, [progress = std::weak_ptr(progress)] {
        if (const auto current = progress.lock()) current->wonder();
      });
      compiling = std::jthread([&, done] {
        auto built =
            toolchain::build(directory_, sdk, toolchain::default_cache(shell_.environment()), output, stop.get_token());
        loop_.post([done, built = std::move(built)] { done(built); });
      });
    });
  }

  Shell& shell_;
  ThreadEventLoop& loop_;
  Interrupts& interrupts_;
  plugin::EngineServer& engine_;
  std::shared_ptr<plugin::CallLog> call_log_;
  std::filesystem::path directory_;
  toolchain::Program program_;
};

}  // namespace

Result<std::unique_ptr<ProgramSource>> find_program(const ProgramSurroundings& with) {
  const auto& project = *with.prepared.project;
  if (const auto path = project.program_path(); !with.shell.files().exists(path)) {
    return fail_with_help("project 'main' could not be read: " + path + ": no such file or directory",
                          "correct `main` in " + project.path);
  }
  const auto& runtime = project.runtime.name;
  if (runtime.empty()) {
    return fail_with_help(project.path + " does not say which language the program is written in",
                          "add `runtime: cpp`, or the runtime that the program is for, such as nodejs or python");
  }
  if (runtime == "cpp") {
    const auto directory = with.prepared.facts(false, 0).program_directory;
    return std::unique_ptr<ProgramSource>(std::make_unique<CppSource>(with, directory));
  }
  return std::unique_ptr<ProgramSource>(std::make_unique<HostedSource>(with));
}

}  // namespace ashlar::cli
