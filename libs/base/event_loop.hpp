#pragma once
/// One thread decides: everything that happens outside reaches it as an event of its loop.

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>

namespace ashlar {

/// Where work for the deciding thread is queued. The seam exists because the simulator runs events in a seeded order.
class EventLoop {
 public:
  using Event = std::function<void()>;

  virtual ~EventLoop() = default;
  /// Runs `event` on the loop's thread, after those posted before it. May be called on any thread.
  virtual void post(Event event) = 0;
  /// Runs `event` on the loop's thread once `delay` has passed. May be called on any thread. Never runs once the loop
  /// stopped.
  virtual void after(std::chrono::milliseconds delay, Event event) = 0;
};

/// The loop of a real command: `run` blocks the calling thread, which becomes the loop's thread, until `stop`.
class ThreadEventLoop final : public EventLoop {
 public:
  void post(Event event) override;
  void after(std::chrono::milliseconds delay, Event event) override;

  /// Runs events until `stop` is called. May be called again afterwards.
  void run();
  /// Makes `run` return after the event that is running. May be called on any thread.
  void stop();

 private:
  using Time = std::chrono::steady_clock::time_point;

  bool next(Event& event);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Event> queue_;
  std::multimap<Time, Event> timers_;
  bool stopped_ = false;
};

}  // namespace ashlar
