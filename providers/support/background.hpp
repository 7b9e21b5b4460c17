#pragma once
/// A thread for what would hold up the engine's.

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace ashlar::providers {

/// Runs pieces of work one after another on a thread of its own, which exists from the first piece on.
class Background {
 public:
  Background() = default;
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;
  /// Finishes what was given to it: whoever waits for an answer gets one.
  ~Background();

  /// Queues `work`. What it touches belongs to it alone; it delivers by posting to an event loop. May be called on any
  /// thread.
  void run(std::function<void()> work);

 private:
  void serve();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> queue_;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace ashlar::providers
