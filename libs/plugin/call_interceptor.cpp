#include "plugin/call_interceptor.hpp"

#include <google/protobuf/util/json_util.h>
#include <grpcpp/grpcpp.h>

namespace ashlar::plugin {
namespace {

using grpc::experimental::InterceptionHookPoints;
using grpc::experimental::InterceptorBatchMethods;

/// All messages of our services are protobuf's.
std::string json_of(const void* message) {
  std::string json;
  if (message == nullptr) return "{}";
  const auto written =
      google::protobuf::util::MessageToJsonString(*static_cast<const google::protobuf::Message*>(message), &json);
  return written.ok() ? json : "{}";
}

class LoggingInterceptor final : public grpc::experimental::Interceptor {
 public:
  LoggingInterceptor(std::shared_ptr<CallLog> log, CallPeer peer, std::string method)
      : log_(std::move(log)), peer_(std::move(peer)), method_(std::move(method)) {}

  void Intercept(InterceptorBatchMethods* batch) override {
    const bool we_call = !peer_.kind.empty();
    const auto at = [&](InterceptionHookPoints point) { return batch->QueryInterceptionHookPoint(point); };
    if (at(InterceptionHookPoints::PRE_SEND_MESSAGE)) {
      we_call ? begin(batch->GetSendMessage()) : keep_response(batch->GetSendMessage());
    }
    if (at(InterceptionHookPoints::POST_RECV_MESSAGE) && batch->GetRecvMessage() != nullptr) {
      we_call ? keep_response(batch->GetRecvMessage()) : begin(batch->GetRecvMessage());
    }
    if (we_call && at(InterceptionHookPoints::POST_RECV_STATUS)) end(*batch->GetRecvStatus());
    if (!we_call && at(InterceptionHookPoints::PRE_SEND_STATUS)) end(batch->GetSendStatus());
    batch->Proceed();
  }

 private:
  void begin(const void* message) {
    request_ = json_of(message);
    log_->begun(peer_, method_, request_);
  }
  void keep_response(const void* message) { response_ = json_of(message); }
  void end(const grpc::Status& status) {
    CallLog::Ending ending;
    ending.duration = std::chrono::steady_clock::now() - started_;
    if (status.ok()) ending.response = response_;
    if (!status.ok()) {
      ending.error = "rpc error: code = " + std::to_string(status.error_code()) + " desc = " + status.error_message();
    }
    log_->ended(peer_, method_, request_, ending);
  }

  std::shared_ptr<CallLog> log_;
  CallPeer peer_;
  std::string method_;
  std::string request_ = "{}";
  std::string response_ = "{}";
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

class ClientFactory final : public grpc::experimental::ClientInterceptorFactoryInterface {
 public:
  ClientFactory(std::shared_ptr<CallLog> log, CallPeer peer) : log_(std::move(log)), peer_(std::move(peer)) {}
  grpc::experimental::Interceptor* CreateClientInterceptor(grpc::experimental::ClientRpcInfo* info) override {
    return new LoggingInterceptor(log_, peer_, info->method());
  }

 private:
  std::shared_ptr<CallLog> log_;
  CallPeer peer_;
};

class ServerFactory final : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  explicit ServerFactory(std::shared_ptr<CallLog> log) : log_(std::move(log)) {}
  grpc::experimental::Interceptor* CreateServerInterceptor(grpc::experimental::ServerRpcInfo* info) override {
    return new LoggingInterceptor(log_, {}, info->method());
  }

 private:
  std::shared_ptr<CallLog> log_;
};

}  // namespace

ClientInterceptors logging_client(const std::shared_ptr<CallLog>& log, const CallPeer& peer) {
  ClientInterceptors interceptors;
  if (log) interceptors.push_back(std::make_unique<ClientFactory>(log, peer));
  return interceptors;
}

ServerInterceptors logging_server(const std::shared_ptr<CallLog>& log) {
  ServerInterceptors interceptors;
  if (log) interceptors.push_back(std::make_unique<ServerFactory>(log));
  return interceptors;
}

}  // namespace ashlar::plugin
