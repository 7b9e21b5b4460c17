#pragma once
/// The LanguageRuntime service for C++ programs (reference 1.3): any engine of the ecosystem can run them through it.

#include <mutex>
#include <stop_token>

#include "base/event_loop.hpp"
#include "pulumi/language.grpc.pb.h"
#include "toolchain/program_runner.hpp"

namespace ashlar::language_host {

/// Called on gRPC's threads, several at a time.
class LanguageServer final : public pulumirpc::LanguageRuntime::Service {
 public:
  LanguageServer(std::string engine_address, toolchain::Sdk sdk, std::filesystem::path cache)
      : engine_address_(std::move(engine_address)), sdk_(std::move(sdk)), cache_(std::move(cache)) {}

  grpc::Status Handshake(grpc::ServerContext* context, const pulumirpc::LanguageHandshakeRequest* request,
                         pulumirpc::LanguageHandshakeResponse* response) override;
  grpc::Status GetPluginInfo(grpc::ServerContext* context, const google::protobuf::Empty* request,
                             pulumirpc::PluginInfo* response) override;
  grpc::Status GetRequiredPackages(grpc::ServerContext* context, const pulumirpc::GetRequiredPackagesRequest* request,
                                   pulumirpc::GetRequiredPackagesResponse* response) override;
  grpc::Status Run(grpc::ServerContext* context, const pulumirpc::RunRequest* request,
                   pulumirpc::RunResponse* response) override;
  grpc::Status InstallDependencies(grpc::ServerContext* context, const pulumirpc::InstallDependenciesRequest* request,
                                   grpc::ServerWriter<pulumirpc::InstallDependenciesResponse>* stream) override;
  grpc::Status RuntimeOptionsPrompts(grpc::ServerContext* context, const pulumirpc::RuntimeOptionsRequest* request,
                                     pulumirpc::RuntimeOptionsResponse* response) override;
  grpc::Status Template(grpc::ServerContext* context, const pulumirpc::TemplateRequest* request,
                        pulumirpc::TemplateResponse* response) override;
  grpc::Status About(grpc::ServerContext* context, const pulumirpc::AboutRequest* request,
                     pulumirpc::AboutResponse* response) override;
  grpc::Status GetProgramDependencies(grpc::ServerContext* context,
                                      const pulumirpc::GetProgramDependenciesRequest* request,
                                      pulumirpc::GetProgramDependenciesResponse* response) override;
  grpc::Status Cancel(grpc::ServerContext* context, const google::protobuf::Empty* request,
                      google::protobuf::Empty* response) override;

  /// Ends the programs that run or are compiled; later ones are not compiled. Safe on any thread.
  void interrupt_programs();

 private:
  class RunningProgram;

  toolchain::RunOutcome run_program(const std::filesystem::path& executable, const toolchain::RunRequest& request);

  const std::string engine_address_;
  const toolchain::Sdk sdk_;
  const std::filesystem::path cache_;
  std::stop_source ending_;
  std::mutex mutex_;
  std::vector<RunningProgram*> running_;  ///< guarded by mutex_
};

}  // namespace ashlar::language_host
