#include "cmd/ashlar/engine/interrupts.hpp"

#include <pthread.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <thread>
#include <utility>

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
  Watcher(EventLoop& loop, std::function<void()> on_interrupt) {
    const auto set = watched_signals();
    pthread_sigmask(SIG_BLOCK, &set, &before_);
    thread_ = std::thread([this, &loop, on_interrupt = std::move(on_interrupt)] { watch(loop, on_interrupt); });
  }
  ~Watcher() {
    over_ = true;
    pthread_kill(thread_.native_handle(), wake_up);
    thread_.join();
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  void watch(EventLoop& loop, const std::function<void()>& on_interrupt) {
    const auto set = watched_signals();
    bool interrupted = false;
    while (true) {
      int signal = 0;
      if (sigwait(&set, &signal) != 0 || over_) return;
      if (signal == wake_up) continue;
      if (std::exchange(interrupted, true)) _exit(exit_cancelled);
      loop.post(on_interrupt);
    }
  }

  std::atomic<bool> over_ = false;
  std::thread thread_;
  sigset_t before_{};
};

Interrupts::Interrupts(EventLoop& loop, std::function<void()> on_interrupt)
    : watcher_(std::make_unique<Watcher>(loop, std::move(on_interrupt))) {}
Interrupts::~Interrupts() = default;

}  // namespace ashlar::cli
