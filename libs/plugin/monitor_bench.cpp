/// How fast registrations go through the monitor server: 10,000 of them with 64 in flight, client and server in this
/// process. Prints seconds; docs of the project quote them.

#include <grpcpp/grpcpp.h>

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <semaphore>
#include <thread>

#include "base/event_loop.hpp"
#include "plugin/grpc_support.hpp"
#include "plugin/monitor_server.hpp"
#include "pulumi/resource.grpc.pb.h"
#include "wire/marshal.hpp"

namespace ashlar::plugin {
namespace {

/// Answers every registration with its own inputs.
class Echo final : public deploy::Monitor {
 public:
  void register_resource(Goal goal, std::vector<deploy::Transform>,
                         deploy::Done<deploy::RegisterAnswer> done) override {
    deploy::RegisterAnswer answer{.urn = Urn::make("dev", "bench", "", goal.type, goal.name)};
    answer.id = goal.name;
    answer.outputs = std::move(goal.properties);
    done(std::move(answer));
  }
  void register_outputs(Urn, PropertyMap, deploy::Done<void> done) override { done(Status()); }
  void read_resource(deploy::ReadGoal, deploy::Done<deploy::ReadResourceAnswer> done) override {
    done(fail("not here"));
  }
  void invoke(deploy::FunctionCall, deploy::Done<deploy::FunctionAnswer> done) override { done(fail("not here")); }
  void call(deploy::MethodCall, deploy::Done<deploy::MethodAnswer> done) override { done(fail("not here")); }
  void add_stack_transform(deploy::Transform) override {}
  void add_invoke_transform(deploy::InvokeTransform) override {}
  void wait_for_shutdown(deploy::Done<void> done) override { done(Status()); }
  void log(Diagnostic) override {}
};

PropertyMap typical_inputs() {
  PropertyMap tags;
  for (int i = 0; i < 4; ++i) tags.emplace("tag" + std::to_string(i), "a value of usual length");
  PropertyMap inputs{{"tags", tags}, {"enabled", true}, {"size", 3}, {"password", PropertyValue::secret("hidden")}};
  for (int i = 0; i < 8; ++i) inputs.emplace("property" + std::to_string(i), "subnet-0123456789abcdef0");
  return inputs;
}

struct Call {
  grpc::ClientContext context;
  pulumirpc::RegisterResourceRequest request;
  pulumirpc::RegisterResourceResponse response;
};

double register_all(const std::string& address, int count, int in_flight) {
  const auto stub = pulumirpc::ResourceMonitor::NewStub(open_channel(address));
  const auto inputs = typical_inputs();
  std::counting_semaphore<> free(in_flight);
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < count; ++i) {
    free.acquire();
    auto* call = new Call;
    auto& request = call->request;
    request.set_type("aws:ec2/subnet:Subnet");
    request.set_name("resource-" + std::to_string(i));
    request.set_custom(true);
    request.set_acceptsecrets(true);
    request.set_acceptresources(true);
    request.set_supportspartialvalues(true);
    request.set_supportsresultreporting(true);
    request.set_parent("urn:pulumi:dev::bench::pulumi:pulumi:Stack::bench-dev");
    request.mutable_sourceposition()->set_uri("file:///home/someone/project/src/main.cpp");
    request.mutable_sourceposition()->set_line(i + 1);
    if (!wire::marshal(inputs, {}, *request.mutable_object())) std::abort();
    stub->async()->RegisterResource(&call->context, &request, &call->response,
                                    [call, &free](const grpc::Status& status) {
                                      if (!status.ok() || call->response.object().fields_size() != 12) std::abort();
                                      if (!wire::unmarshal(std::move(*call->response.mutable_object()), {}))
                                        std::abort();
                                      delete call;
                                      free.release();
                                    });
  }
  for (int i = 0; i < in_flight; ++i) free.acquire();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

int run() {
  ThreadEventLoop loop;
  Echo echo;
  SystemEntropy entropy;
  auto server = MonitorServer::start(echo, loop, entropy, {.root_directory = "/home/someone/project"});
  if (!server) return 1;
  std::thread client([&] {
    register_all((*server)->address(), 1000, 64);
    for (const auto& [count, in_flight] : {std::pair{1000, 1}, {1000, 64}, {10000, 64}, {10000, 512}}) {
      std::printf("%d registrations, %d in flight: %.3f s\n", count, in_flight,
                  register_all((*server)->address(), count, in_flight));
    }
    loop.stop();
  });
  loop.run();
  client.join();
  return 0;
}

}  // namespace
}  // namespace ashlar::plugin

int main() { return ashlar::plugin::run(); }
