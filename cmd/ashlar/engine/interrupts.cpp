#include "cmd/ashlar/engine/interrupts.hpp"

#include <pthread.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <mutex>
#include <thread>
#include <utility>

#include "cmd/ashlar/terminal/terminal.hpp"

namespace ashlar::cli {

namespace {

constexpr int wake_up = SIGUSR2;
constexpr int exit_cancelled = 8;

sigset_t watched_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, wake_up);
  return set;
}

}  // namespace

class Interrupts::Watcher {
 public:
  using Handler = std::shared_ptr<const std::function<void()>>;

  explicit Watcher(EventLoop& loop) {
    const auto set = watched_signals();
    pthread_sigmask(SIG_BLOCK, &set, &before_);
    thread_ = std::thread([this, &loop] { watch(loop); });
  }
  ~Watcher() {
    over_ = true;
    pthread_kill(thread_.native_handle(), wake_up);
    thread_.join();
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

  /// Returns the one before.
  Handler exchange_handler(Handler handler) {
    const std::lock_guard lock(mutex_);
    return std::exchange(handler_, std::move(handler));
  }

 private:
  void watch(EventLoop& loop) {
    const auto set = watched_signals();
    bool interrupted = false;
    while (true) {
      int signal = 0;
      if (sigwait(&set, &signal) != 0 || over_) return;
      if (signal == wake_up) continue;
      const std::lock_guard lock(mutex_);
      if (!handler_ || std::exchange(interrupted, true)) {
        restore_terminal();
        _exit(exit_cancelled);
      }
      // A handler that is over by the time its turn comes is not called.
      loop.post([handler = std::weak_ptr(handler_)] {
        if (const auto current = handler.lock()) (*current)();
      });
    }
  }

  std::mutex mutex_;
  Handler handler_;
  std::atomic<bool> over_ = false;
  std::thread thread_;
  sigset_t before_{};
};

Interrupts::Interrupts(EventLoop& loop) : watcher_(std::make_unique<Watcher>(loop)) {}
Interrupts::~Interrupts() = default;

Interrupts::Handling::Handling(Interrupts& interrupts, std::function<void()> on_interrupt)
    : interrupts_(interrupts),
      handler_(std::make_shared<const std::function<void()>>(std::move(on_interrupt))),
      outer_(interrupts.watcher_->exchange_handler(handler_)) {}
Interrupts::Handling::~Handling() { interrupts_.watcher_->exchange_handler(std::move(outer_)); }

}  // namespace ashlar::cli
