#include "cmd/ashlar/engine/cpp_program.hpp"

namespace ashlar::cli {

void CppProgram::run(deploy::Monitor& monitor, deploy::Done<deploy::ProgramResult> done) {
  auto server = plugin::MonitorServer::start(monitor, loop_, entropy_, setting_.facts, setting_.call_log);
  if (!server) return done(server.error());
  server_ = *std::move(server);

  const auto& facts = setting_.facts;
  toolchain::RunRequest request;
  request.directory = facts.program_directory;
  request.root_directory = facts.root_directory;
  request.monitor_address = server_->address();
  request.engine_address = setting_.engine_address;
  request.project = facts.project;
  request.stack = facts.stack;
  request.organization = facts.organization;
  request.config = facts.config;
  request.secret_keys = facts.config_secret_keys;
  request.dry_run = facts.preview;
  request.parallel = facts.parallel;
  request.arguments = setting_.arguments;
  toolchain::ProgramRun::Callbacks callbacks{.on_stdout = setting_.on_stdout,
                                             .on_stderr = setting_.on_stderr,
                                             .on_end = [this, done](const toolchain::RunOutcome& outcome) {
                                               // What the program still had open is answered before it counts as ended.
                                               server_.reset();
                                               done(deploy::ProgramResult{outcome.error, outcome.bail});
                                             }};
  auto started = toolchain::ProgramRun::start(setting_.executable, request, loop_, std::move(callbacks));
  if (!started) return done(started.error());
  process_ = *std::move(started);
}

void CppProgram::interrupt() {
  if (process_) process_->interrupt();
}

}  // namespace ashlar::cli
