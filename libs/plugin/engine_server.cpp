#include "plugin/engine_server.hpp"

#include "base/semantic_version.hpp"
#include "plugin/grpc_support.hpp"
#include "pulumi/engine.grpc.pb.h"

namespace ashlar::plugin {
namespace {

using google::protobuf::Empty;
using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using grpc::StatusCode;

/// Used on the loop's thread. Messages that are still queued when the server ends find no log.
struct Sink {
  std::function<void(Diagnostic)> log;
};

Severity severity_of(pulumirpc::LogSeverity severity) {
  switch (severity) {
    case pulumirpc::DEBUG:
      return Severity::debug;
    case pulumirpc::WARNING:
      return Severity::warning;
    case pulumirpc::ERROR:
      return Severity::error;
    default:
      return Severity::info;
  }
}

grpc::Status check_version(const std::string& text) {
  const auto range = VersionRange::parse(text);
  if (!range) return {StatusCode::INVALID_ARGUMENT, range.error().message};
  const auto version = SemanticVersion::parse(compatible_engine_version);
  if (range->contains(*version)) return grpc::Status::OK;
  return {StatusCode::FAILED_PRECONDITION, "the program needs Pulumi " + text +
                                               ", and this engine is compatible with Pulumi " +
                                               std::string(compatible_engine_version)};
}

class Service final : public pulumirpc::Engine::CallbackService {
 public:
  Service(EventLoop& loop, std::shared_ptr<Sink> sink) : loop_(loop), sink_(std::move(sink)) {}

  ServerUnaryReactor* Log(CallbackServerContext* context, const pulumirpc::LogRequest* request, Empty*) override {
    Diagnostic diagnostic{severity_of(request->severity()), request->message(), request->urn(), request->ephemeral(),
                          request->streamid()};
    loop_.post([sink = sink_, diagnostic = std::move(diagnostic)]() mutable {
      if (sink->log) sink->log(std::move(diagnostic));
    });
    return finish(context, grpc::Status::OK);
  }

  ServerUnaryReactor* GetRootResource(CallbackServerContext* context, const pulumirpc::GetRootResourceRequest*,
                                      pulumirpc::GetRootResourceResponse* response) override {
    {
      const std::lock_guard lock(mutex_);
      response->set_urn(root_);
    }
    return finish(context, grpc::Status::OK);
  }

  ServerUnaryReactor* SetRootResource(CallbackServerContext* context, const pulumirpc::SetRootResourceRequest* request,
                                      pulumirpc::SetRootResourceResponse*) override {
    {
      const std::lock_guard lock(mutex_);
      root_ = request->urn();
    }
    return finish(context, grpc::Status::OK);
  }

  ServerUnaryReactor* StartDebugging(CallbackServerContext* context, const pulumirpc::StartDebuggingRequest*,
                                     Empty*) override {
    return finish(context, {StatusCode::UNIMPLEMENTED, "attaching a debugger is not supported by this engine"});
  }

  ServerUnaryReactor* RequirePulumiVersion(CallbackServerContext* context,
                                           const pulumirpc::RequirePulumiVersionRequest* request,
                                           pulumirpc::RequirePulumiVersionResponse*) override {
    return finish(context, check_version(request->pulumi_version_range()));
  }

 private:
  EventLoop& loop_;
  std::shared_ptr<Sink> sink_;
  std::mutex mutex_;
  std::string root_;
};

}  // namespace

class EngineServer::Impl {
 public:
  explicit Impl(EventLoop& loop) : sink(std::make_shared<Sink>()), service(loop, sink) {}
  ~Impl() { sink->log = nullptr; }

  std::shared_ptr<Sink> sink;
  Service service;
  LocalServer server;
};

EngineServer::EngineServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
EngineServer::~EngineServer() = default;
const std::string& EngineServer::address() const { return impl_->server.address(); }
void EngineServer::set_log(std::function<void(Diagnostic)> log) { impl_->sink->log = std::move(log); }

Result<std::unique_ptr<EngineServer>> EngineServer::start(EventLoop& loop) {
  auto impl = std::make_unique<Impl>(loop);
  if (const auto started = impl->server.start(impl->service); !started)
    return started.error().within("cannot serve plugins");
  return std::unique_ptr<EngineServer>(new EngineServer(std::move(impl)));
}

}  // namespace ashlar::plugin
