#include "cmd/ashlar/engine/hosted_program.hpp"

#include "base/semantic_version.hpp"
#include "cmd/ashlar/engine/wait_on_loop.hpp"

namespace ashlar::cli {

namespace {

/// Whether `a` is the one to take when a program needs both.
bool is_newer(const PackageDescriptor& a, const PackageDescriptor& b) {
  const auto left = SemanticVersion::parse(a.version);
  const auto right = SemanticVersion::parse(b.version);
  if (!left || !right) return left.ok();
  return *right < *left;
}

}  // namespace

HostedSource::HostedSource(const ProgramSurroundings& with) : with_(with) {
  const auto& project = *with.prepared.project;
  const std::filesystem::path program = project.program_path();
  info_.root_directory = project.directory();
  info_.program_directory = with.prepared.facts(false, 0).program_directory;
  if (info_.program_directory != program) info_.entry_point = program.filename().string();
  info_.options = runtime_options(project.runtime);
}

HostedSource::~HostedSource() { *alive_ = false; }

Status HostedSource::start_host() {
  plugin::LanguageHostOptions options;
  options.search = with_.plugins.search;
  options.engine_address = with_.engine.address();
  options.directory = info_.root_directory;
  options.environment = with_.plugins.environment;
  options.running = with_.plugins.running_languages;
  options.call_log = with_.plugins.call_log;
  options.on_output = [this, alive = alive_](std::string text, bool) {
    if (!*alive) return;
    if (on_output_) return on_output_(std::move(text));
    with_.shell.err().write(text);
  };
  const auto& runtime = with_.prepared.project->runtime.name;
  auto host = wait_on_loop<std::shared_ptr<plugin::LanguageHost>>(
      with_.loop, [&](auto done) { plugin::LanguageHost::start(runtime, options, with_.loop, std::move(done)); });
  if (!host) return host.error();
  host_ = *std::move(host);
  return {};
}

Status HostedSource::build() {
  if (const auto started = start_host(); !started) return started;
  const auto required = wait_on_loop<std::vector<PackageDescriptor>>(
      with_.loop, [&](auto done) { host_->required_packages(info_, std::move(done)); });
  if (!required) return required.error().within("cannot tell which packages the program needs");
  for (const auto& package : *required) {
    const auto& name = package.parameterization ? package.parameterization->name : package.name;
    const auto [at, added] = packages_.emplace(name, package);
    if (!added && is_newer(package, at->second)) at->second = package;
  }
  return {};
}

std::unique_ptr<deploy::Program> HostedSource::run(const plugin::DeploymentFacts& facts, OnOutput on_output) {
  on_output_ = std::move(on_output);
  return std::make_unique<plugin::LanguageHostProgram>(host_, with_.loop, with_.shell.entropy(), info_, facts,
                                                       with_.plugins.call_log);
}

void HostedSource::shut_down(std::function<void()> done) {
  if (!host_) return done();
  host_->shut_down(std::move(done));
}

}  // namespace ashlar::cli
