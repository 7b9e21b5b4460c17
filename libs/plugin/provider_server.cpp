#include "plugin/provider_server.hpp"

#include "base/diagnostic.hpp"
#include "plugin/grpc_support.hpp"
#include "plugin/served_messages.hpp"
#include "pulumi/provider.grpc.pb.h"

namespace ashlar::plugin {
namespace {

using google::protobuf::Empty;
using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using grpc::StatusCode;

/// What the loop's thread needs. Events that are still queued when the server ends find no provider.
struct Shared {
  EventLoop& loop;
  deploy::Provider* provider;
  std::function<void(Urn, std::string)> warn;
};

/// It is not known whether anything happened: the code says just that.
grpc::Status failed(const Error& error) { return {StatusCode::UNKNOWN, format_error(error)}; }

/// A `Done` that encodes the answer into `response` and finishes the call.
template <typename Response>
auto answering(OpenCalls::Handle call, Response* response) {
  return [call = std::move(call), response](auto answer) {
    call->answer([&] { return answer ? encode(*answer, *response) : failed(answer.error()); });
  };
}
deploy::Done<void> answering(OpenCalls::Handle call) {
  return [call = std::move(call)](const Status& done) {
    call->answer([&] { return done ? grpc::Status::OK : failed(done.error()); });
  };
}

/// The same for checks, whose warnings go another way.
deploy::Done<deploy::CheckAnswer> answering_check(std::shared_ptr<Shared> shared, Urn urn, OpenCalls::Handle call,
                                                  pulumirpc::CheckResponse* response) {
  return [shared = std::move(shared), urn = std::move(urn),
          answer_it = answering(std::move(call), response)](Result<deploy::CheckAnswer> answer) {
    if (answer && shared->warn) {
      for (auto& warning : answer->warnings) shared->warn(urn, std::move(warning));
    }
    answer_it(std::move(answer));
  };
}

class Service final : public pulumirpc::ResourceProvider::CallbackService {
 public:
  Service(std::shared_ptr<Shared> shared, ServedPackage package)
      : shared_(std::move(shared)), package_(std::move(package)) {}

  void close() { calls_.close(); }

  ServerUnaryReactor* Handshake(CallbackServerContext* context, const pulumirpc::ProviderHandshakeRequest*,
                                pulumirpc::ProviderHandshakeResponse* response) override {
    response->set_accept_secrets(true);
    response->set_accept_resources(true);
    response->set_accepts_byte_string(true);
    response->set_supports_autonaming_configuration(shared_->provider->supports_autonaming());
    return finish(context, grpc::Status::OK);
  }

  ServerUnaryReactor* GetPluginInfo(CallbackServerContext* context, const Empty*,
                                    pulumirpc::PluginInfo* response) override {
    response->set_version(package_.version);
    return finish(context, grpc::Status::OK);
  }

  ServerUnaryReactor* Attach(CallbackServerContext* context, const pulumirpc::PluginAttach*, Empty*) override {
    return finish(context, grpc::Status::OK);
  }

  ServerUnaryReactor* GetSchema(CallbackServerContext* context, const pulumirpc::GetSchemaRequest*,
                                pulumirpc::GetSchemaResponse* response) override {
    if (package_.schema.empty()) return finish(context, {StatusCode::UNIMPLEMENTED, package_.name + " has no schema"});
    response->set_schema(package_.schema);
    return finish(context, grpc::Status::OK);
  }

  ServerUnaryReactor* GetMapping(CallbackServerContext* context, const pulumirpc::GetMappingRequest*,
                                 pulumirpc::GetMappingResponse*) override {
    return finish(context, grpc::Status::OK);  // an empty answer says that there is none
  }
  ServerUnaryReactor* GetMappings(CallbackServerContext* context, const pulumirpc::GetMappingsRequest*,
                                  pulumirpc::GetMappingsResponse*) override {
    return finish(context, grpc::Status::OK);
  }

  ServerUnaryReactor* CheckConfig(CallbackServerContext* context, const pulumirpc::CheckRequest* request,
                                  pulumirpc::CheckResponse* response) override {
    return forward(context, decode(*request), [this, response](deploy::Provider& provider, auto asked, auto call) {
      auto done = answering_check(shared_, asked.urn, std::move(call), response);
      provider.check_config(std::move(asked), std::move(done));
    });
  }

  ServerUnaryReactor* DiffConfig(CallbackServerContext* context, const pulumirpc::DiffRequest* request,
                                 pulumirpc::DiffResponse* response) override {
    return forward(context, decode(*request), [response](deploy::Provider& provider, auto asked, auto call) {
      provider.diff_config(std::move(asked), answering(std::move(call), response));
    });
  }

  ServerUnaryReactor* Configure(CallbackServerContext* context, const pulumirpc::ConfigureRequest* request,
                                pulumirpc::ConfigureResponse* response) override {
    response->set_acceptsecrets(true);
    response->set_acceptresources(true);
    response->set_supportspreview(shared_->provider->supports_preview());
    response->set_supports_autonaming_configuration(shared_->provider->supports_autonaming());
    return forward(context, decode(*request, package_.name), [](deploy::Provider& provider, auto asked, auto call) {
      provider.configure(std::move(asked.urn), std::move(asked.id), std::move(asked.inputs),
                         answering(std::move(call)));
    });
  }

  ServerUnaryReactor* Check(CallbackServerContext* context, const pulumirpc::CheckRequest* request,
                            pulumirpc::CheckResponse* response) override {
    return forward(context, decode(*request), [this, response](deploy::Provider& provider, auto asked, auto call) {
      auto done = answering_check(shared_, asked.urn, std::move(call), response);
      provider.check(std::move(asked), std::move(done));
    });
  }

  ServerUnaryReactor* Diff(CallbackServerContext* context, const pulumirpc::DiffRequest* request,
                           pulumirpc::DiffResponse* response) override {
    return forward(context, decode(*request), [response](deploy::Provider& provider, auto asked, auto call) {
      provider.diff(std::move(asked), answering(std::move(call), response));
    });
  }

  ServerUnaryReactor* Create(CallbackServerContext* context, const pulumirpc::CreateRequest* request,
                             pulumirpc::CreateResponse* response) override {
    return forward(context, decode(*request), [response](deploy::Provider& provider, auto asked, auto call) {
      provider.create(std::move(asked), answering(std::move(call), response));
    });
  }

  ServerUnaryReactor* Read(CallbackServerContext* context, const pulumirpc::ReadRequest* request,
                           pulumirpc::ReadResponse* response) override {
    return forward(context, decode(*request), [response](deploy::Provider& provider, auto asked, auto call) {
      provider.read(std::move(asked), answering(std::move(call), response));
    });
  }

  ServerUnaryReactor* Update(CallbackServerContext* context, const pulumirpc::UpdateRequest* request,
                             pulumirpc::UpdateResponse* response) override {
    return forward(
        context, decode(*request), [id = request->id(), response](deploy::Provider& provider, auto asked, auto call) {
          provider.update(std::move(asked),
                          [id, answer_it = answering(std::move(call), response)](Result<deploy::UpdateAnswer> answer) {
                            if (!answer) return answer_it(Result<ServedUpdate>(answer.error()));
                            answer_it(Result<ServedUpdate>(ServedUpdate{id, std::move(*answer)}));
                          });
        });
  }

  ServerUnaryReactor* Delete(CallbackServerContext* context, const pulumirpc::DeleteRequest* request, Empty*) override {
    return forward(context, decode(*request), [](deploy::Provider& provider, auto asked, auto call) {
      provider.remove(std::move(asked), answering(std::move(call)));
    });
  }

  ServerUnaryReactor* Invoke(CallbackServerContext* context, const pulumirpc::InvokeRequest* request,
                             pulumirpc::InvokeResponse* response) override {
    return forward(context, decode(*request), [response](deploy::Provider& provider, auto asked, auto call) {
      provider.invoke(std::move(asked), answering(std::move(call), response));
    });
  }

  ServerUnaryReactor* Cancel(CallbackServerContext* context, const Empty*, Empty*) override {
    shared_->loop.post([shared = shared_] {
      if (shared->provider != nullptr) shared->provider->cancel();
    });
    return finish(context, grpc::Status::OK);
  }

 private:
  /// Has the loop's thread call `ask(provider, request, call)`.
  template <typename Request, typename Ask>
  ServerUnaryReactor* forward(CallbackServerContext* context, Result<Request> request, Ask ask) {
    if (!request) return finish(context, {StatusCode::INVALID_ARGUMENT, request.error().message});
    auto* reactor = context->DefaultReactor();
    if (auto call = calls_.open(reactor)) {
      shared_->loop.post(
          [shared = shared_, call = std::move(call), request = std::move(*request), ask = std::move(ask)]() mutable {
            if (shared->provider != nullptr) ask(*shared->provider, std::move(request), std::move(call));
          });
    }
    return reactor;
  }

  std::shared_ptr<Shared> shared_;
  const ServedPackage package_;
  OpenCalls calls_;
};

}  // namespace

class ProviderServer::Impl {
 public:
  Impl(deploy::Provider& provider, EventLoop& loop, ServedPackage package, std::function<void(Urn, std::string)> warn)
      : shared_(std::make_shared<Shared>(Shared{loop, &provider, std::move(warn)})),
        service_(shared_, std::move(package)) {}
  ~Impl() {
    shared_->provider = nullptr;
    shared_->warn = nullptr;
    service_.close();
  }

  Status start() { return server_.start(service_); }
  [[nodiscard]] const std::string& address() const { return server_.address(); }

 private:
  std::shared_ptr<Shared> shared_;
  Service service_;
  LocalServer server_;
};

ProviderServer::ProviderServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ProviderServer::~ProviderServer() = default;
const std::string& ProviderServer::address() const { return impl_->address(); }

Result<std::unique_ptr<ProviderServer>> ProviderServer::start(deploy::Provider& provider, EventLoop& loop,
                                                              ServedPackage package,
                                                              std::function<void(Urn, std::string)> warn) {
  auto impl = std::make_unique<Impl>(provider, loop, std::move(package), std::move(warn));
  if (auto status = impl->start(); !status) return status.error().within("cannot serve the provider");
  return std::unique_ptr<ProviderServer>(new ProviderServer(std::move(impl)));
}

}  // namespace ashlar::plugin
