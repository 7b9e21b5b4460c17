#include "aws/waiting.hpp"

#include <utility>

namespace ashlar::awsapi {
namespace {

/// Listens for as long as it lives. A null cancellation never comes.
class Listening {
 public:
  Listening(CancellationPtr cancellation, std::function<void()> callback) : cancellation_(std::move(cancellation)) {
    if (cancellation_) listener_ = cancellation_->listen(std::move(callback));
  }
  ~Listening() {
    if (cancellation_) cancellation_->forget(listener_);
  }
  Listening(const Listening&) = delete;
  Listening& operator=(const Listening&) = delete;

 private:
  CancellationPtr cancellation_;
  Cancellation::Listener listener_ = 0;
};

}  // namespace

void Cancellation::cancel() {
  cancelled_ = true;
  for (const auto& [id, callback] : std::exchange(listeners_, {})) callback();
}

Cancellation::Listener Cancellation::listen(std::function<void()> callback) {
  if (cancelled_) {
    callback();
    return 0;
  }
  listeners_.emplace(++last_, std::move(callback));
  return last_;
}

Task<bool> sleep_for(EventLoop& loop, std::chrono::milliseconds duration, CancellationPtr cancellation) {
  Promised<bool> over;
  const Listening listening(cancellation, [over]() mutable { over.set(false); });
  if (!over.is_set()) loop.after(duration, [over]() mutable { over.set(true); });
  co_return co_await over;
}

Task<HttpResult> exchange(HttpTransport& http, HttpRequest request, CancellationPtr cancellation) {
  Promised<HttpResult> answer;
  if (cancellation && cancellation->cancelled()) {
    co_return HttpFailure{HttpFailure::Cause::cancelled, "cancelled"};
  }
  const auto id = http.send(std::move(request), [answer](HttpResult result) mutable { answer.set(std::move(result)); });
  const Listening listening(cancellation, [&http, id] { http.cancel(id); });
  co_return co_await answer;
}

}  // namespace ashlar::awsapi
