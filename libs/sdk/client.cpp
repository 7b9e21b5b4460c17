#include "sdk/client.hpp"

#include <grpcpp/grpcpp.h>

#include <unordered_set>

#include "pulumi/engine.grpc.pb.h"
#include "pulumi/resource.grpc.pb.h"

namespace ashlar::sdk {

namespace {

constexpr int largest_message = 400 * 1024 * 1024;  // the ecosystem's limit (reference 1.0)

std::shared_ptr<grpc::Channel> connect(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(largest_message);
  arguments.SetMaxSendMessageSize(largest_message);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

Error to_error(const grpc::Status& status) {
  const bool going_down =
      status.error_code() == grpc::StatusCode::UNAVAILABLE || status.error_code() == grpc::StatusCode::CANCELLED;
  return fail(status.error_message(), going_down ? ErrorKind::cancelled : ErrorKind::failed);
}

/// A call under way: the completion queue carries its address.
struct Call {
  virtual ~Call() = default;
  virtual void finish() = 0;

  grpc::ClientContext context;
  grpc::Status status;
};

template <typename Response>
struct CallOf final : Call {
  void finish() override { done(status.ok() ? Result<Response*>(&response) : Result<Response*>(to_error(status))); }

  Response response;
  OnAnswer<Response> done;
  std::unique_ptr<grpc::ClientAsyncResponseReader<Response>> reader;
};

}  // namespace

class Client::Connection {
 public:
  Connection(const std::string& monitor_address, const std::string& engine_address)
      : monitor_(pulumirpc::ResourceMonitor::NewStub(connect(monitor_address))) {
    if (!engine_address.empty()) engine_ = pulumirpc::Engine::NewStub(connect(engine_address));
  }

  ~Connection() {
    for (auto* call : calls_) call->context.TryCancel();
    queue_.Shutdown();
    void* tag = nullptr;
    bool ok = false;
    while (queue_.Next(&tag, &ok)) delete static_cast<Call*>(tag);
  }

  template <typename Stub, typename Request, typename Response>
  void start(Stub& stub,
             std::unique_ptr<grpc::ClientAsyncResponseReader<Response>> (Stub::*method)(grpc::ClientContext*,
                                                                                        const Request&,
                                                                                        grpc::CompletionQueue*),
             const Request& request, OnAnswer<Response> done) {
    auto call = std::make_unique<CallOf<Response>>();
    call->done = std::move(done);
    call->reader = (stub.*method)(&call->context, request, &queue_);
    auto& reader = *call->reader;
    auto* response = &call->response;
    auto* status = &call->status;
    Call* tag = call.release();  // owned by the queue until it hands it back
    calls_.insert(tag);
    reader.Finish(response, status, tag);
  }

  bool handle_answer(bool wait) {
    void* tag = nullptr;
    bool ok = false;
    const auto deadline = wait ? gpr_inf_future(GPR_CLOCK_REALTIME) : gpr_time_0(GPR_CLOCK_REALTIME);
    if (queue_.AsyncNext(&tag, &ok, deadline) != grpc::CompletionQueue::GOT_EVENT) return false;
    const std::unique_ptr<Call> call(static_cast<Call*>(tag));
    calls_.erase(call.get());
    call->finish();
    return true;
  }

  [[nodiscard]] std::size_t under_way() const { return calls_.size(); }
  [[nodiscard]] pulumirpc::ResourceMonitor::Stub& monitor() { return *monitor_; }
  [[nodiscard]] pulumirpc::Engine::Stub* engine() { return engine_.get(); }

 private:
  grpc::CompletionQueue queue_;
  std::unique_ptr<pulumirpc::ResourceMonitor::Stub> monitor_;
  std::unique_ptr<pulumirpc::Engine::Stub> engine_;
  std::unordered_set<Call*> calls_;  ///< under way; the queue owns them
};

namespace {

OnAnswer<google::protobuf::Empty> without_content(std::function<void(Status)> done) {
  return [done = std::move(done)](Result<google::protobuf::Empty*> answer) {
    done(answer ? Status() : Status(answer.error()));
  };
}

}  // namespace

Client::Client(const std::string& monitor_address, const std::string& engine_address)
    : connection_(std::make_unique<Connection>(monitor_address, engine_address)) {}
Client::~Client() = default;

using Monitor = pulumirpc::ResourceMonitor::Stub;

void Client::register_resource(const pulumirpc::RegisterResourceRequest& request,
                               OnAnswer<pulumirpc::RegisterResourceResponse> done) {
  connection_->start(connection_->monitor(), &Monitor::AsyncRegisterResource, request, std::move(done));
}

void Client::register_outputs(const pulumirpc::RegisterResourceOutputsRequest& request,
                              std::function<void(Status)> done) {
  connection_->start(connection_->monitor(), &Monitor::AsyncRegisterResourceOutputs, request,
                     without_content(std::move(done)));
}

void Client::read_resource(const pulumirpc::ReadResourceRequest& request,
                           OnAnswer<pulumirpc::ReadResourceResponse> done) {
  connection_->start(connection_->monitor(), &Monitor::AsyncReadResource, request, std::move(done));
}

void Client::invoke(const pulumirpc::ResourceInvokeRequest& request, OnAnswer<pulumirpc::ResourceInvokeResponse> done) {
  connection_->start(connection_->monitor(), &Monitor::AsyncInvoke, request, std::move(done));
}

void Client::call(const pulumirpc::ResourceCallRequest& request, OnAnswer<pulumirpc::CallResponse> done) {
  connection_->start(connection_->monitor(), &Monitor::AsyncCall, request, std::move(done));
}

void Client::wait_for_shutdown(std::function<void(Status)> done) {
  connection_->start(connection_->monitor(), &Monitor::AsyncSignalAndWaitForShutdown, google::protobuf::Empty(),
                     without_content([done = std::move(done)](const Status& status) { done(status); }));
}

bool Client::can_log() const { return connection_->engine() != nullptr; }

void Client::log(const pulumirpc::LogRequest& request, std::function<void(Status)> done) {
  connection_->start(*connection_->engine(), &pulumirpc::Engine::Stub::AsyncLog, request,
                     without_content(std::move(done)));
}

std::size_t Client::calls_under_way() const { return connection_->under_way(); }
bool Client::handle_answer(bool wait) { return connection_->handle_answer(wait); }

}  // namespace ashlar::sdk
