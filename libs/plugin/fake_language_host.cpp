/// The executable `pulumi-language-fake` of the tests: "runs" a program that registers a stack and one resource. The
/// runtime options `fail`, `bail`, `endless` (waits for ever), `die` and `old` (knows GetRequiredPlugins only) steer
/// it.

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "plugin/grpc_support.hpp"
#include "pulumi/engine.grpc.pb.h"
#include "pulumi/language.grpc.pb.h"
#include "pulumi/resource.grpc.pb.h"

namespace {

using google::protobuf::Empty;
using grpc::ServerContext;
using grpc::Status;

std::string engine_address;

bool has(const pulumirpc::ProgramInfo& info, const char* option) { return info.options().fields().contains(option); }

void log_to_engine(const std::string& message) {
  const auto stub = pulumirpc::Engine::NewStub(ashlar::plugin::open_channel(engine_address));
  grpc::ClientContext context;
  pulumirpc::LogRequest request;
  request.set_severity(pulumirpc::INFO);
  request.set_message(message);
  Empty nothing;
  stub->Log(&context, request, &nothing);
}

Status register_one(pulumirpc::ResourceMonitor::Stub& stub, const std::string& type, const std::string& name,
                    bool custom) {
  grpc::ClientContext context;
  pulumirpc::RegisterResourceRequest request;
  request.set_type(type);
  request.set_name(name);
  request.set_custom(custom);
  pulumirpc::RegisterResourceResponse response;
  return stub.RegisterResource(&context, request, &response);
}

class Host final : public pulumirpc::LanguageRuntime::Service {
 public:
  Status GetPluginInfo(ServerContext*, const Empty*, pulumirpc::PluginInfo* response) override {
    response->set_version("1.0.0");
    return Status::OK;
  }

  Status GetRequiredPackages(ServerContext*, const pulumirpc::GetRequiredPackagesRequest* request,
                             pulumirpc::GetRequiredPackagesResponse* response) override {
    if (has(request->info(), "old")) return {grpc::StatusCode::UNIMPLEMENTED, ""};
    auto& package = *response->add_packages();
    package.set_name("random");
    package.set_kind("resource");
    package.set_version("v4.21.2");
    response->add_packages()->set_kind("converter");
    return Status::OK;
  }

  Status GetRequiredPlugins(ServerContext*, const pulumirpc::GetRequiredPluginsRequest* request,
                            pulumirpc::GetRequiredPluginsResponse* response) override {
    auto& plugin = *response->add_plugins();
    plugin.set_name(request->project());
    plugin.set_kind("resource");
    return Status::OK;
  }

  Status Run(ServerContext*, const pulumirpc::RunRequest* request, pulumirpc::RunResponse* response) override {
    std::printf("running %s of %s in %s\n", request->info().entry_point().c_str(), request->project().c_str(),
                request->pwd().c_str());
    std::fflush(stdout);
    std::fputs("a warning\n", stderr);
    log_to_engine(request->config().at("proj:key") + (request->dryrun() ? " preview" : " update"));
    if (has(request->info(), "die")) _exit(9);
    const auto stub = pulumirpc::ResourceMonitor::NewStub(ashlar::plugin::open_channel(request->monitor_address()));
    register_one(*stub, "pulumi:pulumi:Stack", "proj-dev", false);
    const auto registered = register_one(*stub, "fake:m:T", "one", true);
    response->set_error(!registered.ok() ? registered.error_message() : has(request->info(), "fail") ? "it broke" : "");
    response->set_bail(has(request->info(), "bail"));
    if (has(request->info(), "endless")) pause();
    grpc::ClientContext context;
    Empty nothing;
    stub->SignalAndWaitForShutdown(&context, Empty(), &nothing);
    return Status::OK;
  }

  Status InstallDependencies(ServerContext*, const pulumirpc::InstallDependenciesRequest* request,
                             grpc::ServerWriter<pulumirpc::InstallDependenciesResponse>* writer) override {
    pulumirpc::InstallDependenciesResponse chunk;
    chunk.set_stdout("installing\n");
    writer->Write(chunk);
    chunk.Clear();
    chunk.set_stderr("deprecated\n");
    writer->Write(chunk);
    if (has(request->info(), "fail")) return {grpc::StatusCode::UNKNOWN, "no network"};
    return Status::OK;
  }

  Status Cancel(ServerContext*, const Empty*, Empty*) override { return Status::OK; }
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  engine_address = argv[argc - 1];
  Host host;
  ashlar::plugin::LocalServer server;
  if (!server.start(host)) return 1;
  std::printf("%s\n", server.address().substr(server.address().rfind(':') + 1).c_str());
  std::fflush(stdout);
  server.wait();
  return 0;
}
