#pragma once

#include <deque>
#include <random>

#include "base/event_loop.hpp"

namespace ashlar::deploy::testing {

/// A loop that runs on the test's own thread until nothing is left. With a seed the next event is drawn by chance,
/// which is how slow and reordered answers look to the engine; without one they come in order. Timers run when nothing
/// else is left: no test waits.
class QueueLoop final : public EventLoop {
 public:
  QueueLoop() = default;
  explicit QueueLoop(std::uint64_t seed) : chance_(seed), shuffles_(true) {}

  void post(Event event) override { queue_.push_back(std::move(event)); }
  void after(std::chrono::milliseconds, Event event) override { timers_.push_back(std::move(event)); }

  /// Runs events until none is left or `stop` holds.
  template <typename Stop>
  void run_until(const Stop& stop) {
    while (!stop() && (!queue_.empty() || !timers_.empty())) {
      auto& from = queue_.empty() ? timers_ : queue_;
      const std::size_t index = shuffles_ ? std::uniform_int_distribution<std::size_t>(0, from.size() - 1)(chance_) : 0;
      Event event = std::move(from[index]);
      from.erase(from.begin() + static_cast<std::ptrdiff_t>(index));
      event();
    }
  }
  void run() {
    run_until([] { return false; });
  }
  /// Forgets what is queued: the process has died.
  void clear() {
    queue_.clear();
    timers_.clear();
  }

 private:
  std::deque<Event> queue_;
  std::deque<Event> timers_;
  std::mt19937_64 chance_;
  bool shuffles_ = false;
};

}  // namespace ashlar::deploy::testing
