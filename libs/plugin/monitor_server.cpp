#include "plugin/monitor_server.hpp"

#include "plugin/callbacks.hpp"
#include "plugin/grpc_support.hpp"
#include "plugin/packages.hpp"
#include "plugin/requests.hpp"
#include "pulumi/resource.grpc.pb.h"
#include "wire/marshal.hpp"

namespace ashlar::plugin {
namespace {

using google::protobuf::Empty;
using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using grpc::StatusCode;

/// What this engine does, by the name that SupportsFeature uses and the number that GetDeploymentInfo lists.
struct Feature {
  std::string_view id;  ///< empty for those that are too new to have one
  pulumirpc::ResourceMonitorFeature number;
};
constexpr Feature features[] = {
    {"secrets", pulumirpc::RESOURCE_MONITOR_FEATURE_SECRETS},
    {"resourceReferences", pulumirpc::RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES},
    {"outputValues", pulumirpc::RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES},
    {"aliasSpecs", pulumirpc::RESOURCE_MONITOR_FEATURE_ALIAS_SPECS},
    {"replacementTrigger", pulumirpc::RESOURCE_MONITOR_FEATURE_REPLACEMENT_TRIGGER},
    {"deletedWith", pulumirpc::RESOURCE_MONITOR_FEATURE_DELETED_WITH},
    {"replaceWith", pulumirpc::RESOURCE_MONITOR_FEATURE_REPLACE_WITH},
    {"transforms", pulumirpc::RESOURCE_MONITOR_FEATURE_TRANSFORMS},
    {"invokeTransforms", pulumirpc::RESOURCE_MONITOR_FEATURE_INVOKE_TRANSFORMS},
    {"parameterization", pulumirpc::RESOURCE_MONITOR_FEATURE_PARAMETERIZATION},
    {"", pulumirpc::RESOURCE_MONITOR_FEATURE_BYTE_STRING},
    {"", pulumirpc::RESOURCE_MONITOR_FEATURE_INVOKE_DEPENDS_ON},
    {"", pulumirpc::RESOURCE_MONITOR_FEATURE_INVOKE_PARENT},
};

/// What the loop's thread needs. Events that are still queued when the server ends find no monitor.
struct Shared {
  EventLoop& loop;
  deploy::Monitor* monitor;  ///< the loop's thread only; null once the server has ended
};

/// The status of a call that failed before it reached the engine.
grpc::Status caller_mistake(const Error& error) { return {StatusCode::INVALID_ARGUMENT, error.message}; }

/// The engine has reported such a failure itself, and the program is about to be stopped: SDKs end quietly on this
/// code.
grpc::Status reported_failure(const Error& error) { return {StatusCode::UNAVAILABLE, error.message}; }

/// A failure that is the program's to handle or to report.
grpc::Status program_failure(const Error& error) {
  return {error.kind == ErrorKind::cancelled ? StatusCode::UNAVAILABLE : StatusCode::UNKNOWN, error.message};
}

grpc::Status status_of(const Status& status) {
  return status ? grpc::Status::OK : grpc::Status(StatusCode::INTERNAL, status.error().message);
}

using FailureStatus = grpc::Status (*)(const Error&);

/// A `Done` that encodes the answer into `response` and finishes the call.
template <typename Response>
auto answering(OpenCalls::Handle call, const AnswerKnobs& knobs, Response* response, FailureStatus failure) {
  return [call = std::move(call), knobs, response, failure](auto answer) {
    call->answer([&] {
      return answer ? status_of(encode_answer(std::move(*answer), knobs, *response)) : failure(answer.error());
    });
  };
}
auto answering(OpenCalls::Handle call, FailureStatus failure) {
  return [call = std::move(call), failure](const Status& done) {
    call->answer([&] { return done ? grpc::Status::OK : failure(done.error()); });
  };
}

/// Refuses what we cannot do: ignoring it would break what the program relies on.
grpc::Status check_supported(const pulumirpc::RegisterResourceRequest& request) {
  const auto refuse = [&](StatusCode code, const std::string& what, const std::string& instead) {
    return grpc::Status(code, "'" + request.name() + "' of type " + request.type() + " uses " + what +
                                  ", which ashlar does not support\nhelp: " + instead);
  };
  if (request.state_migrations_size() > 0)
    return refuse(StatusCode::FAILED_PRECONDITION, "state migrations",
                  "edit the state with `ashlar stack export` and `ashlar stack import`");
  if (request.envvarmappings_size() > 0)
    return refuse(StatusCode::UNIMPLEMENTED, "mappings of environment variables",
                  "set the variables that the provider itself reads");
  if (request.has_hooks() && request.hooks().ByteSizeLong() > 0)
    return refuse(StatusCode::UNIMPLEMENTED, "resource hooks",
                  "do their work in the program, or by a resource that depends on this one");
  return grpc::Status::OK;
}

/// Requests are ours once gRPC has handed them over, and nobody reads them again: their texts may be moved out.
template <typename Request>
Request& consumed(const Request* request) {
  return *const_cast<Request*>(request);
}

class Service final : public pulumirpc::ResourceMonitor::CallbackService {
 public:
  Service(std::shared_ptr<Shared> shared, std::weak_ptr<Callbacks> callbacks, Entropy& entropy, DeploymentFacts facts)
      : shared_(std::move(shared)), callbacks_(std::move(callbacks)), packages_(entropy), facts_(std::move(facts)) {}

  void close() { calls_.close(); }

  ServerUnaryReactor* GetDeploymentInfo(CallbackServerContext* context, const Empty*,
                                        pulumirpc::DeploymentInfo* out) override {
    out->set_project(facts_.project);
    out->set_stack(facts_.stack);
    out->set_organization(facts_.organization);
    out->mutable_config()->insert(facts_.config.begin(), facts_.config.end());
    for (const auto& key : facts_.config_secret_keys) out->add_configsecretkeys(key);
    out->set_dryrun(facts_.preview);
    out->set_parallel(facts_.parallel);
    for (const auto& feature : features) out->add_supportedfeatures(feature.number);
    return finish(context, grpc::Status::OK);
  }

  ServerUnaryReactor* SupportsFeature(CallbackServerContext* context, const pulumirpc::SupportsFeatureRequest* request,
                                      pulumirpc::SupportsFeatureResponse* response) override {
    for (const auto& feature : features) {
      if (!feature.id.empty() && feature.id == request->id()) response->set_hassupport(true);
    }
    return finish(context, grpc::Status::OK);
  }

  ServerUnaryReactor* RegisterResource(CallbackServerContext* context,
                                       const pulumirpc::RegisterResourceRequest* request,
                                       pulumirpc::RegisterResourceResponse* response) override {
    if (const auto status = check_supported(*request); !status.ok()) return finish(context, status);
    const auto knobs = answer_knobs(*request);
    std::vector<deploy::Transform> transforms;
    for (const auto& callback : request->transforms()) transforms.push_back(transform(callback));
    auto goal = decode_goal(consumed(request), facts_, package_finder());
    if (!goal) return finish(context, caller_mistake(goal.error()));
    return forward(context, [goal = std::move(*goal), transforms = std::move(transforms), knobs, response](
                                deploy::Monitor& monitor, OpenCalls::Handle call) mutable {
      monitor.register_resource(std::move(goal), std::move(transforms),
                                answering(std::move(call), knobs, response, reported_failure));
    });
  }

  ServerUnaryReactor* ReadResource(CallbackServerContext* context, const pulumirpc::ReadResourceRequest* request,
                                   pulumirpc::ReadResourceResponse* response) override {
    const auto knobs = answer_knobs(*request);
    auto goal = decode_read(consumed(request), facts_, package_finder());
    if (!goal) return finish(context, caller_mistake(goal.error()));
    return forward(
        context, [goal = std::move(*goal), knobs, response](deploy::Monitor& monitor, OpenCalls::Handle call) mutable {
          monitor.read_resource(std::move(goal), answering(std::move(call), knobs, response, reported_failure));
        });
  }

  ServerUnaryReactor* Invoke(CallbackServerContext* context, const pulumirpc::ResourceInvokeRequest* request,
                             pulumirpc::ResourceInvokeResponse* response) override {
    const auto knobs = answer_knobs(*request);
    auto invocation = decode_invoke(consumed(request), package_finder());
    if (!invocation) return finish(context, caller_mistake(invocation.error()));
    return forward(context, [invocation = std::move(*invocation), knobs, response](deploy::Monitor& monitor,
                                                                                   OpenCalls::Handle call) mutable {
      monitor.invoke(std::move(invocation), answering(std::move(call), knobs, response, program_failure));
    });
  }

  ServerUnaryReactor* Call(CallbackServerContext* context, const pulumirpc::ResourceCallRequest* request,
                           pulumirpc::CallResponse* response) override {
    const auto knobs = answer_knobs(*request);
    auto method = decode_call(consumed(request), facts_, package_finder());
    if (!method) return finish(context, caller_mistake(method.error()));
    return forward(context, [method = std::move(*method), knobs, response](deploy::Monitor& monitor,
                                                                           OpenCalls::Handle call) mutable {
      monitor.call(std::move(method), answering(std::move(call), knobs, response, reported_failure));
    });
  }

  ServerUnaryReactor* RegisterResourceOutputs(CallbackServerContext* context,
                                              const pulumirpc::RegisterResourceOutputsRequest* request,
                                              Empty*) override {
    auto urn = Urn::parse(request->urn());
    if (!urn) return finish(context, caller_mistake(urn.error()));
    auto outputs = decode_outputs(consumed(request), facts_);
    if (!outputs) return finish(context, caller_mistake(outputs.error()));
    return forward(context, [urn = std::move(*urn), outputs = std::move(*outputs)](deploy::Monitor& monitor,
                                                                                   OpenCalls::Handle call) mutable {
      monitor.register_outputs(std::move(urn), std::move(outputs), answering(std::move(call), reported_failure));
    });
  }

  ServerUnaryReactor* SignalAndWaitForShutdown(CallbackServerContext* context, const Empty*, Empty*) override {
    if (shutdown_awaited_.exchange(true)) {
      return finish(context, {StatusCode::FAILED_PRECONDITION, "SignalAndWaitForShutdown was called before"});
    }
    return forward(context, [](deploy::Monitor& monitor, OpenCalls::Handle call) {
      monitor.wait_for_shutdown(answering(std::move(call), program_failure));
    });
  }

  ServerUnaryReactor* RegisterPackage(CallbackServerContext* context, const pulumirpc::RegisterPackageRequest* request,
                                      pulumirpc::RegisterPackageResponse* response) override {
    if (request->has_extension())
      return unsupported(context, "extension packages", "use a package that is complete in itself");
    response->set_ref(packages_.add(decode_package(*request)));
    return finish(context, grpc::Status::OK);
  }

  ServerUnaryReactor* RegisterStackTransform(CallbackServerContext* context, const pulumirpc::Callback* request,
                                             Empty*) override {
    if (request->target().empty()) return finish(context, without_target());
    return forward(context, [transform = transform(*request)](deploy::Monitor& monitor, OpenCalls::Handle call) {
      monitor.add_stack_transform(transform);
      call->answer([] { return grpc::Status::OK; });
    });
  }

  ServerUnaryReactor* RegisterStackInvokeTransform(CallbackServerContext* context, const pulumirpc::Callback* request,
                                                   Empty*) override {
    if (request->target().empty()) return finish(context, without_target());
    return forward(context, [transform = invoke_transform_behind(callbacks_, *request)](deploy::Monitor& monitor,
                                                                                        OpenCalls::Handle call) {
      monitor.add_invoke_transform(transform);
      call->answer([] { return grpc::Status::OK; });
    });
  }

  ServerUnaryReactor* RegisterResourceHook(CallbackServerContext* context,
                                           const pulumirpc::RegisterResourceHookRequest*, Empty*) override {
    return unsupported(context, "resource hooks",
                       "do their work in the program, or by a resource that depends on the others");
  }
  ServerUnaryReactor* RegisterErrorHook(CallbackServerContext* context, const pulumirpc::RegisterErrorHookRequest*,
                                        Empty*) override {
    return unsupported(context, "error hooks", "set the retries of the provider's own configuration");
  }

 private:
  static grpc::Status without_target() {
    return {StatusCode::INVALID_ARGUMENT, "a callback needs a `target`: the address that the program can be called at"};
  }

  [[nodiscard]] deploy::Transform transform(const pulumirpc::Callback& callback) const {
    return transform_behind(callbacks_, callback, facts_.program_directory);
  }

  static ServerUnaryReactor* unsupported(CallbackServerContext* context, const std::string& what,
                                         const std::string& instead) {
    return finish(context, {StatusCode::UNIMPLEMENTED,
                            "the program uses " + what + ", which ashlar does not support\nhelp: " + instead});
  }

  [[nodiscard]] FindPackage package_finder() const {
    return [this](const std::string& reference) { return packages_.find(reference); };
  }

  /// Has the loop's thread call `ask` with the monitor.
  template <typename Ask>
  ServerUnaryReactor* forward(CallbackServerContext* context, Ask ask) {
    auto* reactor = context->DefaultReactor();
    if (auto call = calls_.open(reactor)) {
      shared_->loop.post([shared = shared_, call = std::move(call), ask = std::move(ask)]() mutable {
        if (shared->monitor != nullptr) ask(*shared->monitor, std::move(call));
      });
    }
    return reactor;
  }

  std::shared_ptr<Shared> shared_;
  std::weak_ptr<Callbacks> callbacks_;  ///< for the loop's thread
  PackageRegistry packages_;
  const DeploymentFacts facts_;
  OpenCalls calls_;
  std::atomic<bool> shutdown_awaited_ = false;
};

}  // namespace

class MonitorServer::Impl {
 public:
  Impl(deploy::Monitor& monitor, EventLoop& loop, Entropy& entropy, DeploymentFacts facts)
      : shared_(std::make_shared<Shared>(Shared{loop, &monitor})),
        callbacks_(std::make_shared<Callbacks>(loop)),
        service_(shared_, callbacks_, entropy, std::move(facts)) {}
  ~Impl() {
    shared_->monitor = nullptr;
    callbacks_.reset();
    service_.close();
  }

  Status start(const std::shared_ptr<CallLog>& call_log) { return server_.start(service_, logging_server(call_log)); }
  [[nodiscard]] const std::string& address() const { return server_.address(); }

 private:
  std::shared_ptr<Shared> shared_;
  std::shared_ptr<Callbacks> callbacks_;
  Service service_;
  LocalServer server_;
};

MonitorServer::MonitorServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
MonitorServer::~MonitorServer() = default;
const std::string& MonitorServer::address() const { return impl_->address(); }

Result<std::unique_ptr<MonitorServer>> MonitorServer::start(deploy::Monitor& monitor, EventLoop& loop, Entropy& entropy,
                                                            DeploymentFacts facts, std::shared_ptr<CallLog> call_log) {
  auto impl = std::make_unique<Impl>(monitor, loop, entropy, std::move(facts));
  if (auto status = impl->start(call_log); !status) return status.error().within("cannot serve the resource monitor");
  return std::unique_ptr<MonitorServer>(new MonitorServer(std::move(impl)));
}

}  // namespace ashlar::plugin
