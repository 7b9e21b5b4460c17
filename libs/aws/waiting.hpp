#pragma once
/// How coroutines wait for the outside: a timer, an answer; and how a wait is cut short.

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>

#include "aws/http.hpp"
#include "base/event_loop.hpp"
#include "base/task.hpp"

namespace ashlar::awsapi {

/// Tells those who wait that nobody needs the answer any more. Belongs to the event loop's thread.
class Cancellation {
 public:
  [[nodiscard]] bool cancelled() const { return cancelled_; }
  /// Calls all listeners, once; from then on `cancelled`.
  void cancel();

  using Listener = std::uint64_t;
  /// `callback` must stay callable until `forget`. Runs at once when it is cancelled already.
  Listener listen(std::function<void()> callback);
  void forget(Listener listener) { listeners_.erase(listener); }

 private:
  bool cancelled_ = false;
  Listener last_ = 0;
  std::map<Listener, std::function<void()>> listeners_;
};
using CancellationPtr = std::shared_ptr<Cancellation>;

/// Waits; false when it was cut short. `cancellation` may be null.
[[nodiscard]] Task<bool> sleep_for(EventLoop& loop, std::chrono::milliseconds duration, CancellationPtr cancellation);

/// Sends and waits for the answer. `cancellation` may be null.
[[nodiscard]] Task<HttpResult> exchange(HttpTransport& http, HttpRequest request, CancellationPtr cancellation);

}  // namespace ashlar::awsapi
