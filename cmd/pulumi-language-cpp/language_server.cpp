#include "pulumi-language-cpp/language_server.hpp"

#include <algorithm>
#include <cstdio>

#include "base/diagnostic.hpp"

namespace fs = std::filesystem;

namespace ashlar::language_host {

namespace {

void write_to(std::FILE* stream, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stream);
  std::fflush(stream);
}

/// What the compiler says goes where the user sees it: the engine shows our standard error.
toolchain::BuildOutput to_stderr() {
  return {.compiler = [](std::string_view text) { write_to(stderr, text); }, .progress = {}};
}

template <typename Request>
fs::path directory_of(const Request& request) {
  return request.info().program_directory();
}

}  // namespace

/// A program with the loop that watches it, on the thread of the Run call.
class LanguageServer::RunningProgram {
 public:
  Result<toolchain::RunOutcome> run(const fs::path& executable, const toolchain::RunRequest& request) {
    toolchain::RunOutcome outcome;
    auto started = toolchain::ProgramRun::start(executable, request, loop_,
                                                {.on_stdout = [](const std::string& text) { write_to(stdout, text); },
                                                 .on_stderr = [](const std::string& text) { write_to(stderr, text); },
                                                 .on_end =
                                                     [this, &outcome](toolchain::RunOutcome result) {
                                                       outcome = std::move(result);
                                                       loop_.stop();
                                                     }});
    if (!started) return started.error();
    program_ = std::move(*started);
    loop_.run();
    return outcome;
  }

  void interrupt() {
    loop_.post([this] {
      if (program_ != nullptr) program_->interrupt();
    });
  }

 private:
  ThreadEventLoop loop_;
  std::unique_ptr<toolchain::ProgramRun> program_;
};

grpc::Status LanguageServer::Handshake(grpc::ServerContext*, const pulumirpc::LanguageHandshakeRequest*,
                                       pulumirpc::LanguageHandshakeResponse*) {
  return grpc::Status::OK;
}

grpc::Status LanguageServer::GetPluginInfo(grpc::ServerContext*, const google::protobuf::Empty*,
                                           pulumirpc::PluginInfo* response) {
  response->set_version(sdk_.version);
  return grpc::Status::OK;
}

grpc::Status LanguageServer::GetRequiredPackages(grpc::ServerContext*,
                                                 const pulumirpc::GetRequiredPackagesRequest* request,
                                                 pulumirpc::GetRequiredPackagesResponse* response) {
  // Sources that do not compile are told by Run, which always follows.
  const auto program = toolchain::build(directory_of(*request), sdk_, cache_, {}, ending_.get_token());
  if (!program) return grpc::Status::OK;
  for (const auto& [name, version] : program->packages) {
    auto& package = *response->add_packages();
    package.set_name(name);
    package.set_kind("resource");
    package.set_version(version);
  }
  return grpc::Status::OK;
}

toolchain::RunOutcome LanguageServer::run_program(const fs::path& executable, const toolchain::RunRequest& request) {
  RunningProgram program;
  {
    const std::lock_guard lock(mutex_);
    running_.push_back(&program);
  }
  auto outcome = program.run(executable, request);
  {
    const std::lock_guard lock(mutex_);
    running_.erase(std::find(running_.begin(), running_.end(), &program));
  }
  if (!outcome) return {.error = format_error(outcome.error()), .bail = false};
  return *outcome;
}

grpc::Status LanguageServer::Run(grpc::ServerContext*, const pulumirpc::RunRequest* request,
                                 pulumirpc::RunResponse* response) {
  const fs::path directory = request->has_info() ? directory_of(*request) : fs::path(request->pwd());
  const auto program = toolchain::build(directory, sdk_, cache_, to_stderr(), ending_.get_token());
  if (!program) {
    const bool told = program.error().kind == ErrorKind::usage;
    if (!told) response->set_error(format_error(program.error()));
    response->set_bail(told);
    return grpc::Status::OK;
  }
  toolchain::RunRequest run{.directory = directory,
                            .root_directory = request->info().root_directory(),
                            .monitor_address = request->monitor_address(),
                            .engine_address = engine_address_,
                            .project = request->project(),
                            .stack = request->stack(),
                            .organization = request->organization(),
                            .config = {request->config().begin(), request->config().end()},
                            .secret_keys = {request->configsecretkeys().begin(), request->configsecretkeys().end()},
                            .dry_run = request->dryrun(),
                            .parallel = request->parallel(),
                            .arguments = {request->args().begin(), request->args().end()}};
  const auto outcome = run_program(program->executable, run);
  response->set_error(outcome.error);
  response->set_bail(outcome.bail);
  return grpc::Status::OK;
}

grpc::Status LanguageServer::InstallDependencies(grpc::ServerContext*,
                                                 const pulumirpc::InstallDependenciesRequest* request,
                                                 grpc::ServerWriter<pulumirpc::InstallDependenciesResponse>* stream) {
  toolchain::BuildOutput output;
  output.compiler = [stream](std::string_view text) {
    pulumirpc::InstallDependenciesResponse piece;
    piece.set_stderr(std::string(text));
    stream->Write(piece);
  };
  output.progress = [stream](std::string_view line) {
    pulumirpc::InstallDependenciesResponse piece;
    piece.set_stdout(std::string(line) + "\n");
    stream->Write(piece);
  };
  const auto program = toolchain::build(directory_of(*request), sdk_, cache_, output, ending_.get_token());
  if (program) return grpc::Status::OK;
  return {grpc::StatusCode::FAILED_PRECONDITION, format_error(program.error())};
}

grpc::Status LanguageServer::RuntimeOptionsPrompts(grpc::ServerContext*, const pulumirpc::RuntimeOptionsRequest*,
                                                   pulumirpc::RuntimeOptionsResponse*) {
  return grpc::Status::OK;
}

grpc::Status LanguageServer::Template(grpc::ServerContext*, const pulumirpc::TemplateRequest*,
                                      pulumirpc::TemplateResponse*) {
  return grpc::Status::OK;
}

grpc::Status LanguageServer::About(grpc::ServerContext*, const pulumirpc::AboutRequest*,
                                   pulumirpc::AboutResponse* response) {
  response->set_executable(sdk_.compiler.string());
  if (const auto version = run_process({.argv = {sdk_.compiler.string(), "-dumpfullversion"}})) {
    response->set_version(version->out.substr(0, version->out.find('\n')));
  }
  (*response->mutable_metadata())["sdk"] = sdk_.version;
  return grpc::Status::OK;
}

grpc::Status LanguageServer::GetProgramDependencies(grpc::ServerContext*,
                                                    const pulumirpc::GetProgramDependenciesRequest* request,
                                                    pulumirpc::GetProgramDependenciesResponse* response) {
  const auto add = [response](const std::string& name, const std::string& version) {
    auto& dependency = *response->add_dependencies();
    dependency.set_name(name);
    dependency.set_version(version);
  };
  add("ashlar", sdk_.version);
  const auto program = toolchain::build(directory_of(*request), sdk_, cache_, {}, ending_.get_token());
  if (!program) return grpc::Status::OK;
  for (const auto& [name, version] : program->packages) add("ashlar/" + name, version);
  return grpc::Status::OK;
}

grpc::Status LanguageServer::Cancel(grpc::ServerContext*, const google::protobuf::Empty*, google::protobuf::Empty*) {
  interrupt_programs();
  return grpc::Status::OK;
}

void LanguageServer::interrupt_programs() {
  ending_.request_stop();
  const std::lock_guard lock(mutex_);
  for (auto* program : running_) program->interrupt();
}

}  // namespace ashlar::language_host
