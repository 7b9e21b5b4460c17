/// The executable `pulumi-resource-component` of the tests: a provider that constructs components and has methods,
/// written against the wire protocol alone, as plugins in other languages are. Resources of `component:index:Disk` have
/// the id `id-<name>` and their inputs as outputs. A `component:index:Group` holds one such disk, `<name>-disk`, of its
/// input `size`; its outputs are `disk`, that disk's id, and the input `note`, if any. Its input `crash` makes the
/// plugin die once the group is registered, `wrong` makes it refuse its inputs. `component:index:Group/grow` is a
/// method.

#include <sys/prctl.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>

#include "google/rpc/status.pb.h"
#include "plugin/grpc_support.hpp"
#include "pulumi/errors.pb.h"
#include "pulumi/provider.grpc.pb.h"
#include "pulumi/resource.grpc.pb.h"
#include "wire/signatures.hpp"

namespace {

using google::protobuf::Empty;
using google::protobuf::Struct;
using grpc::ServerContext;
using grpc::Status;
using grpc::StatusCode;

std::string text_at(const Struct& values, const std::string& key) {
  const auto at = values.fields().find(key);
  return at == values.fields().end() ? "" : at->second.string_value();
}

Status wrong_input(const std::string& reason) {
  pulumirpc::InputPropertiesError detail;
  auto& error = *detail.add_errors();
  error.set_property_path("wrong");
  error.set_reason(reason);
  google::rpc::Status rich;
  rich.set_code(StatusCode::INVALID_ARGUMENT);
  rich.set_message("the inputs are not valid");
  rich.add_details()->PackFrom(detail);
  return {StatusCode::INVALID_ARGUMENT, rich.message(), rich.SerializeAsString()};
}

class Plugin final : public pulumirpc::ResourceProvider::Service {
 public:
  Status Handshake(ServerContext*, const pulumirpc::ProviderHandshakeRequest*,
                   pulumirpc::ProviderHandshakeResponse* response) override {
    response->set_accept_secrets(true);
    response->set_accept_resources(true);
    response->set_accept_outputs(true);
    return Status::OK;
  }
  Status GetPluginInfo(ServerContext*, const Empty*, pulumirpc::PluginInfo* response) override {
    response->set_version("1.0.0");
    return Status::OK;
  }
  Status Configure(ServerContext*, const pulumirpc::ConfigureRequest*,
                   pulumirpc::ConfigureResponse* response) override {
    response->set_acceptsecrets(true);
    response->set_acceptresources(true);
    response->set_acceptoutputs(true);
    response->set_supportspreview(true);
    return Status::OK;
  }
  Status Check(ServerContext*, const pulumirpc::CheckRequest* request, pulumirpc::CheckResponse* response) override {
    *response->mutable_inputs() = request->news();
    return Status::OK;
  }
  Status Diff(ServerContext*, const pulumirpc::DiffRequest*, pulumirpc::DiffResponse*) override { return Status::OK; }
  Status Create(ServerContext*, const pulumirpc::CreateRequest* request, pulumirpc::CreateResponse* response) override {
    if (const auto reason = text_at(request->properties(), "fail"); !reason.empty())
      return {StatusCode::UNKNOWN, reason};
    if (!request->preview()) response->set_id("id-" + request->name());
    *response->mutable_properties() = request->properties();
    return Status::OK;
  }
  Status Update(ServerContext*, const pulumirpc::UpdateRequest* request, pulumirpc::UpdateResponse* response) override {
    *response->mutable_properties() = request->news();
    return Status::OK;
  }
  Status Delete(ServerContext*, const pulumirpc::DeleteRequest*, Empty*) override { return Status::OK; }
  Status Cancel(ServerContext*, const Empty*, Empty*) override { return Status::OK; }

  Status Construct(ServerContext*, const pulumirpc::ConstructRequest* request,
                   pulumirpc::ConstructResponse* response) override {
    const auto monitor = pulumirpc::ResourceMonitor::NewStub(ashlar::plugin::open_channel(request->monitorendpoint()));
    pulumirpc::RegisterResourceResponse group, disk;
    if (const auto status = register_group(*request, *monitor, group); !status.ok()) return status;
    if (const auto reason = text_at(request->inputs(), "crash"); !reason.empty()) {
      std::fprintf(stderr, "panic: %s\n", reason.c_str());
      _exit(3);
    }
    if (const auto reason = text_at(request->inputs(), "wrong"); !reason.empty()) return wrong_input(reason);
    if (const auto status = register_disk(*request, group.urn(), *monitor, disk); !status.ok()) return status;

    auto& outputs = *response->mutable_state()->mutable_fields();
    outputs["disk"].set_string_value(disk.id().empty() ? std::string(ashlar::signature::unknown) : disk.id());
    const auto note = request->inputs().fields().find("note");
    if (note != request->inputs().fields().end()) outputs["note"] = note->second;
    (*response->mutable_statedependencies())["disk"].add_urns(disk.urn());
    response->set_urn(group.urn());
    pulumirpc::RegisterResourceOutputsRequest shown;
    shown.set_urn(group.urn());
    *shown.mutable_outputs() = response->state();
    grpc::ClientContext context;
    Empty nothing;
    return monitor->RegisterResourceOutputs(&context, shown, &nothing);
  }

  /// `{result: "<resource> grows by <by>"}`.
  Status Call(ServerContext*, const pulumirpc::CallRequest* request, pulumirpc::CallResponse* response) override {
    const auto by = text_at(request->args(), "by");
    if (by.empty()) {
      auto& failure = *response->add_failures();
      failure.set_property("by");
      failure.set_reason("by how much?");
      return Status::OK;
    }
    if (by == "fail") return {StatusCode::UNKNOWN, "it cannot grow any more"};
    const auto& self = request->args().fields().at("__self__").struct_value();
    const auto urn = text_at(self, "urn");
    const auto name = urn.substr(urn.rfind("::") + 2);
    (*response->mutable_return_()->mutable_fields())["result"].set_string_value(name + " grows by " + by);
    (*response->mutable_returndependencies())["result"].add_urns(urn);
    return Status::OK;
  }

 private:
  static Status register_group(const pulumirpc::ConstructRequest& request,
                               pulumirpc::ResourceMonitor::StubInterface& monitor,
                               pulumirpc::RegisterResourceResponse& response) {
    pulumirpc::RegisterResourceRequest group;
    group.set_type(request.type());
    group.set_name(request.name());
    group.set_parent(request.parent());
    group.set_aliasspecs(true);
    *group.mutable_aliases() = request.aliases();
    if (request.has_protect()) group.set_protect(request.protect());
    *group.mutable_providers() = request.providers();
    group.set_supportsresultreporting(true);
    grpc::ClientContext context;
    return monitor.RegisterResource(&context, group, &response);
  }

  static Status register_disk(const pulumirpc::ConstructRequest& request, const std::string& parent,
                              pulumirpc::ResourceMonitor::StubInterface& monitor,
                              pulumirpc::RegisterResourceResponse& response) {
    pulumirpc::RegisterResourceRequest disk;
    disk.set_type("component:index:Disk");
    disk.set_name(request.name() + "-disk");
    disk.set_parent(parent);
    disk.set_custom(true);
    disk.set_acceptsecrets(true);
    disk.set_version("1.0.0");
    for (const auto* key : {"size", "fail"}) {
      const auto at = request.inputs().fields().find(key);
      if (at != request.inputs().fields().end()) (*disk.mutable_object()->mutable_fields())[key] = at->second;
      const auto depended = request.inputdependencies().find(key);
      if (depended == request.inputdependencies().end()) continue;
      auto& urns = *(*disk.mutable_propertydependencies())[key].mutable_urns();
      urns = depended->second.urns();
      *disk.mutable_dependencies() = urns;
    }
    grpc::ClientContext context;
    return monitor.RegisterResource(&context, disk, &response);
  }
};

}  // namespace

int main() {
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // a test that dies leaves nothing behind
  // Blocked in every thread that follows; this one takes them.
  sigset_t asked_to_end;
  sigemptyset(&asked_to_end);
  sigaddset(&asked_to_end, SIGINT);
  sigaddset(&asked_to_end, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &asked_to_end, nullptr);
  Plugin plugin;
  ashlar::plugin::LocalServer server;
  if (!server.start(plugin)) return 1;
  const auto& address = server.address();
  std::printf("%s\n", address.substr(address.rfind(':') + 1).c_str());
  std::fflush(stdout);
  int number = 0;
  sigwait(&asked_to_end, &number);
  return 0;
}
