#include "plugin/callbacks.hpp"

#include "plugin/plugin_client.hpp"
#include "plugin/status_details.hpp"
#include "pulumi/callback.grpc.pb.h"

namespace ashlar::plugin {

/// One process that is called back.
class Callbacks::Target {
 public:
  Target(const std::string& address, EventLoop& loop)
      : Target(PluginProcess::attach("the program's callbacks at " + address, address, loop)) {}

  void invoke(pulumirpc::CallbackInvokeRequest request, deploy::Done<std::string> done) {
    client_.call<std::string>(
        stub_->async(), &pulumirpc::Callbacks::StubInterface::async_interface::Invoke, std::move(request),
        [label = client_.process().label()](const grpc::Status& status, auto& response) -> Result<std::string> {
          if (!status.ok()) return error_of(status, label, "Invoke");
          return std::move(*response.mutable_response());
        },
        std::move(done));
  }

 private:
  explicit Target(std::shared_ptr<PluginProcess> process)
      : stub_(pulumirpc::Callbacks::NewStub(process->channel())), client_(std::move(process)) {}

  std::unique_ptr<pulumirpc::Callbacks::Stub> stub_;
  PluginClient client_;  // last: it waits for calls that use the stub
};

Callbacks::Callbacks(EventLoop& loop) : loop_(loop) {}
Callbacks::~Callbacks() = default;

void Callbacks::invoke(const pulumirpc::Callback& callback, std::string request, deploy::Done<std::string> done) {
  auto& target = targets_[callback.target()];
  if (target == nullptr) target = std::make_unique<Target>(callback.target(), loop_);
  pulumirpc::CallbackInvokeRequest message;
  message.set_token(callback.token());
  message.set_request(std::move(request));
  target->invoke(std::move(message), std::move(done));
}

}  // namespace ashlar::plugin
