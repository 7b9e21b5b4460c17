#pragma once
/// Calls to a plugin. Includes gRPC: for the .cpp files of libs/plugin.

#include <condition_variable>
#include <memory>
#include <mutex>
#include <unordered_set>

#include "plugin/grpc_support.hpp"
#include "plugin/plugin_process.hpp"

namespace ashlar::plugin {

/// Makes asynchronous calls and has their answers come to the loop's thread. Used and destroyed there; destroying it
/// cancels what is open and waits until gRPC has let go of it, a matter of moments. Answers that have been posted still
/// arrive.
class PluginClient {
 public:
  explicit PluginClient(std::shared_ptr<PluginProcess> process);
  ~PluginClient();
  PluginClient(const PluginClient&) = delete;
  PluginClient& operator=(const PluginClient&) = delete;

  [[nodiscard]] PluginProcess& process() const { return *process_; }

  /// Calls `method` of `async`. Then `convert(status, response)` makes a `Result<T>` of the outcome on a thread of
  /// gRPC, and `done` gets that on the loop's. When the plugin died meanwhile, `done` gets an error that says so
  /// instead.
  template <typename T, typename Async, typename Request, typename Response, typename Convert>
  void call(std::type_identity_t<Async>* async,
            void (Async::*method)(grpc::ClientContext*, const Request*, Response*, std::function<void(grpc::Status)>),
            Request request, Convert convert, deploy::Done<T> done, std::chrono::milliseconds time_limit = {});

 private:
  template <typename Request, typename Response>
  struct Exchange {
    grpc::ClientContext context;
    Request request;
    Response response;
  };

  void cancel_all();
  void opened(grpc::ClientContext* context);
  void ended(grpc::ClientContext* context);  ///< it must not be cancelled any more
  void released();                           ///< gRPC's thread has done all it does for a call

  std::shared_ptr<PluginProcess> process_;
  std::mutex mutex_;
  std::condition_variable all_released_;
  std::unordered_set<grpc::ClientContext*> open_;
  std::size_t unreleased_ = 0;
  std::shared_ptr<PluginClient*> self_ =
      std::make_shared<PluginClient*>(this);  ///< null once destroyed, for the process's end
};

template <typename T, typename Async, typename Request, typename Response, typename Convert>
void PluginClient::call(std::type_identity_t<Async>* async,
                        void (Async::*method)(grpc::ClientContext*, const Request*, Response*,
                                              std::function<void(grpc::Status)>),
                        Request request, Convert convert, deploy::Done<T> done, std::chrono::milliseconds time_limit) {
  auto exchange = std::make_shared<Exchange<Request, Response>>();
  exchange->request = std::move(request);
  exchange->context.set_wait_for_ready(time_limit.count() > 0);
  if (time_limit.count() > 0) exchange->context.set_deadline(std::chrono::system_clock::now() + time_limit);
  opened(&exchange->context);
  auto finish = [this, exchange, process = process_, convert = std::move(convert),
                 done = std::move(done)](const grpc::Status& status) mutable {
    auto& loop = process->loop();
    auto result = std::make_shared<Result<T>>(convert(status, exchange->response));
    const bool lost = status.error_code() == grpc::StatusCode::UNAVAILABLE;
    ended(&exchange->context);
    // The context goes along: it may hold the last reference to the channel, and gRPC must not end its own thread from
    // within.
    loop.post([exchange = std::move(exchange), process = std::move(process), result = std::move(result),
               done = std::move(done), lost] {
      if (result->ok() || (!lost && !process->has_ended())) return done(std::move(*result));
      process->explain_lost_connection(result->error(), [done](Error error) { done(std::move(error)); });
    });
    released();
  };
  (async->*method)(&exchange->context, &exchange->request, &exchange->response, std::move(finish));
}

}  // namespace ashlar::plugin
