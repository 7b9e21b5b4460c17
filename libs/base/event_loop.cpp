#include "base/event_loop.hpp"

namespace ashlar {

void ThreadEventLoop::post(Event event) {
  const std::lock_guard lock(mutex_);
  queue_.push_back(std::move(event));
  changed_.notify_one();
}

void ThreadEventLoop::after(std::chrono::milliseconds delay, Event event) {
  const std::lock_guard lock(mutex_);
  timers_.emplace(std::chrono::steady_clock::now() + delay, std::move(event));
  changed_.notify_one();
}

void ThreadEventLoop::stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  changed_.notify_one();
}

void ThreadEventLoop::run() {
  Event event;
  while (next(event)) {
    event();
    event = nullptr;  // what it captured may post from its destructor, so not under the lock
  }
}

bool ThreadEventLoop::next(Event& event) {
  std::unique_lock lock(mutex_);
  while (true) {
    if (stopped_) {
      stopped_ = false;
      return false;
    }
    if (!timers_.empty() && timers_.begin()->first <= std::chrono::steady_clock::now()) {
      event = std::move(timers_.begin()->second);
      timers_.erase(timers_.begin());
      return true;
    }
    if (!queue_.empty()) {
      event = std::move(queue_.front());
      queue_.pop_front();
      return true;
    }
    if (timers_.empty()) {
      changed_.wait(lock);
    } else {
      changed_.wait_until(lock, timers_.begin()->first);
    }
  }
}

}  // namespace ashlar
