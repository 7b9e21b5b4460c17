#include "base/io_loop.hpp"

#include <sys/epoll.h>
#include <sys/eventfd.h>

#include <array>
#include <cstdlib>

namespace ashlar {
namespace {

constexpr std::uint64_t wakeup_id = 0;

}  // namespace

IoLoop::IoLoop() : poll_(epoll_create1(EPOLL_CLOEXEC)), wakeup_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  epoll_event event{.events = EPOLLIN, .data = {.u64 = wakeup_id}};
  // Without two descriptors at its start a command cannot do anything sensible.
  if (epoll_ctl(poll_.get(), EPOLL_CTL_ADD, wakeup_.get(), &event) != 0) std::abort();
}

void IoLoop::wake() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(wakeup_.get(), &one, sizeof one);  // full: it is awake already
}

void IoLoop::post(Event event) {
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    first = queue_.empty();
    queue_.push_back(std::move(event));
  }
  if (first) wake();
}

void IoLoop::after(std::chrono::milliseconds delay, Event event) {
  {
    const std::lock_guard lock(mutex_);
    timers_.emplace(std::chrono::steady_clock::now() + delay, std::move(event));
  }
  wake();
}

IoLoop::Timer IoLoop::timer(std::chrono::milliseconds delay, Event event) {
  auto shared = std::make_shared<Event>(std::move(event));
  after(delay, [weak = std::weak_ptr(shared)] {
    // What it does may cancel it, and so free what it captured: run a copy that this frame owns.
    if (const auto kept = weak.lock(); kept && *kept) std::exchange(*kept, nullptr)();
  });
  return Timer(std::move(shared));
}

IoLoop::Timer& IoLoop::Timer::operator=(Timer&& other) noexcept {
  event_.swap(other.event_);
  if (&other != this) other.cancel();
  return *this;
}

void IoLoop::Timer::cancel() { event_.reset(); }

IoLoop::Watch IoLoop::watch(int fd, std::uint32_t events, OnReady on_ready) {
  auto watched = std::make_shared<Watched>();
  *watched = {poll_.get(), fd, ++last_id_, std::move(on_ready), &watched_};
  epoll_event event{.events = events, .data = {.u64 = watched->id}};
  // Fails for regular files only, which are always ready, and for the lack of memory.
  if (epoll_ctl(poll_.get(), EPOLL_CTL_ADD, fd, &event) != 0) std::abort();
  watched_.emplace(watched->id, watched);
  return Watch(std::move(watched));
}

void IoLoop::Watch::set_events(std::uint32_t events) {
  if (!watched_) return;
  epoll_event event{.events = events, .data = {.u64 = watched_->id}};
  epoll_ctl(watched_->poll, EPOLL_CTL_MOD, watched_->fd, &event);
}

void IoLoop::Watch::end() {
  if (!watched_) return;
  const auto watched = std::exchange(watched_, nullptr);
  epoll_ctl(watched->poll, EPOLL_CTL_DEL, watched->fd, nullptr);
  watched->all->erase(watched->id);
}

IoLoop::Watch& IoLoop::Watch::operator=(Watch&& other) noexcept {
  watched_.swap(other.watched_);
  if (&other != this) other.end();
  return *this;
}

void IoLoop::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  wake();
}

bool IoLoop::take_stop() {
  const std::lock_guard lock(mutex_);
  return std::exchange(stopped_, false);
}

bool IoLoop::next(Event& event) {
  const std::lock_guard lock(mutex_);
  if (stopped_) return false;
  if (!timers_.empty() && timers_.begin()->first <= std::chrono::steady_clock::now()) {
    event = std::move(timers_.begin()->second);
    timers_.erase(timers_.begin());
    return true;
  }
  if (queue_.empty()) return false;
  event = std::move(queue_.front());
  queue_.pop_front();
  return true;
}

/// Runs what is due. Descriptors have their turn in between, however much is posted meanwhile.
bool IoLoop::run_queued() {
  std::size_t turns = 0;
  {
    const std::lock_guard lock(mutex_);
    turns = queue_.size() + timers_.size();
  }
  Event event;
  for (; turns > 0 && next(event); --turns) {
    event();
    event = nullptr;  // what it captured may post from its destructor
  }
  return !take_stop();
}

int IoLoop::milliseconds_to_wait() {
  const std::lock_guard lock(mutex_);
  if (stopped_ || !queue_.empty()) return 0;
  if (timers_.empty()) return -1;
  const auto left = timers_.begin()->first - std::chrono::steady_clock::now();
  // Rounded up: to wake a moment early would be to spin until it is time.
  return static_cast<int>(std::max<long long>(0, std::chrono::ceil<std::chrono::milliseconds>(left).count()));
}

void IoLoop::wait_for_descriptors() {
  std::array<epoll_event, 128> ready{};
  const int count = epoll_wait(poll_.get(), ready.data(), ready.size(), milliseconds_to_wait());
  for (int i = 0; i < count; ++i) {
    const auto& event = ready[static_cast<std::size_t>(i)];
    if (event.data.u64 == wakeup_id) {
      std::uint64_t times = 0;
      [[maybe_unused]] const auto got = ::read(wakeup_.get(), &times, sizeof times);
      continue;
    }
    const auto found = watched_.find(event.data.u64);
    if (found == watched_.end()) continue;  // its watch ended in one of the calls just before
    const auto keep = found->second;
    keep->on_ready(event.events);
    const std::lock_guard lock(mutex_);
    if (stopped_) return;  // the others are still ready when the loop runs again
  }
}

void IoLoop::run() {
  while (run_queued()) wait_for_descriptors();
}

}  // namespace ashlar
