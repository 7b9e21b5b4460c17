#include "toolchain/program_runner.hpp"

#include "base/strings.hpp"

namespace ashlar::toolchain {

namespace {

/// The exit code with which a program says that the user knows already what went wrong (reference 4.4).
constexpr int exit_told = 32;

std::string json_object(const std::map<std::string, std::string>& texts) {
  std::string json = "{";
  for (const auto& [key, text] : texts) {
    if (json.size() > 1) json += ',';
    append_json_string(json, key);
    json += ':';
    append_json_string(json, text);
  }
  return json + "}";
}

std::string json_array(const std::vector<std::string>& texts) {
  std::string json = "[";
  for (const auto& text : texts) {
    if (json.size() > 1) json += ',';
    append_json_string(json, text);
  }
  return json + "]";
}

RunOutcome outcome_of(const ExitStatus& status, bool interrupted) {
  if (status.ok()) return {};
  if (interrupted) return {.error = "", .bail = true};
  if (status.signal == 0 && status.code == exit_told) return {.error = "", .bail = true};
  return {.error = "the program " + status.text(), .bail = false};
}

}  // namespace

std::map<std::string, std::string> program_environment(const RunRequest& request) {
  return {{"PULUMI_MONITOR", request.monitor_address},
          {"PULUMI_ENGINE", request.engine_address},
          {"PULUMI_PROJECT", request.project},
          {"PULUMI_STACK", request.stack},
          {"PULUMI_ORGANIZATION", request.organization},
          {"PULUMI_ROOT_DIRECTORY", request.root_directory.string()},
          {"PULUMI_CONFIG", json_object(request.config)},
          {"PULUMI_CONFIG_SECRET_KEYS", json_array(request.secret_keys)},
          {"PULUMI_DRY_RUN", request.dry_run ? "true" : "false"},
          {"PULUMI_PARALLEL", std::to_string(request.parallel)}};
}

Result<std::unique_ptr<ProgramRun>> ProgramRun::start(const std::filesystem::path& executable,
                                                      const RunRequest& request, EventLoop& loop, Callbacks callbacks) {
  ProcessOptions options;
  options.argv = {executable.string()};
  options.argv.insert(options.argv.end(), request.arguments.begin(), request.arguments.end());
  options.environment = program_environment(request);
  options.directory = request.directory;
  options.dies_with_us = true;
  std::unique_ptr<ProgramRun> run(new ProgramRun(loop));
  auto process = Process::start(options, loop,
                                {.on_stdout = std::move(callbacks.on_stdout),
                                 .on_stderr = std::move(callbacks.on_stderr),
                                 .on_exit = [self = run.get(), end = std::move(callbacks.on_end)](ExitStatus status) {
                                   end(outcome_of(status, self->interrupted_));
                                 }});
  if (!process) return process.error();
  run->process_ = std::move(*process);
  return run;
}

void ProgramRun::interrupt(std::chrono::milliseconds grace) {
  interrupted_ = true;
  process_->interrupt();
  loop_.after(grace, [this, alive = std::weak_ptr<bool>(alive_)] {
    if (!alive.expired()) process_->kill();
  });
}

}  // namespace ashlar::toolchain
