#pragma once
/// An event loop that also waits for file descriptors: one thread serves any number of connections.

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "base/descriptor.hpp"
#include "base/event_loop.hpp"

namespace ashlar {

/// `run` blocks the calling thread, which becomes the loop's thread, until `stop`. `watch`, `timer` and what they
/// return belong to that thread, or to whoever has the loop before `run`.
class IoLoop final : public EventLoop {
  struct Watched;

 public:
  /// What a descriptor is ready for: EPOLLIN, EPOLLOUT, EPOLLHUP, EPOLLERR … (epoll_ctl(2)).
  using OnReady = std::function<void(std::uint32_t events)>;

  /// A descriptor that is being watched, until this is destroyed: no call follows then, even if it was ready already.
  /// May outlive neither the loop nor the descriptor.
  class Watch {
   public:
    Watch() = default;
    Watch(Watch&& other) noexcept = default;
    Watch& operator=(Watch&& other) noexcept;
    ~Watch() { end(); }

    /// Waits for `events` from now on; 0 waits for errors and hang-ups only.
    void set_events(std::uint32_t events);
    void end();

   private:
    friend class IoLoop;
    explicit Watch(std::shared_ptr<Watched> watched) : watched_(std::move(watched)) {}
    std::shared_ptr<Watched> watched_;
  };

  /// An event that is still to come, unless this is destroyed first.
  class Timer {
   public:
    Timer() = default;
    Timer(Timer&&) noexcept = default;
    Timer& operator=(Timer&& other) noexcept;
    ~Timer() { cancel(); }
    void cancel();

   private:
    friend class IoLoop;
    explicit Timer(std::shared_ptr<Event> event) : event_(std::move(event)) {}
    std::shared_ptr<Event> event_;
  };

  /// Ends the process if the kernel has no descriptors left for it.
  IoLoop();

  void post(Event event) override;
  void after(std::chrono::milliseconds delay, Event event) override;

  /// Calls `on_ready` whenever `fd` is ready for one of `events` (level-triggered). REQUIRES: nobody else watches `fd`.
  [[nodiscard]] Watch watch(int fd, std::uint32_t events, OnReady on_ready);
  /// Like `after`, but may be taken back.
  [[nodiscard]] Timer timer(std::chrono::milliseconds delay, Event event);

  /// Runs events until `stop` is called. May be called again afterwards.
  void run();
  /// Makes `run` return after the event that is running. May be called on any thread.
  void stop();

 private:
  using Time = std::chrono::steady_clock::time_point;

  /// Shared by the loop and the `Watch`.
  struct Watched {
    int poll = -1;  ///< the epoll descriptor
    int fd = -1;
    std::uint64_t id = 0;
    OnReady on_ready;
    std::unordered_map<std::uint64_t, std::shared_ptr<Watched>>* all = nullptr;
  };

  void wake();
  bool next(Event& event);
  [[nodiscard]] int milliseconds_to_wait();
  bool take_stop();
  void wait_for_descriptors();
  bool run_queued();

  Descriptor poll_, wakeup_;
  std::unordered_map<std::uint64_t, std::shared_ptr<Watched>> watched_;
  std::uint64_t last_id_ = 0;

  std::mutex mutex_;  ///< guards what follows
  std::deque<Event> queue_;
  std::multimap<Time, Event> timers_;
  bool stopped_ = false;
};

}  // namespace ashlar
