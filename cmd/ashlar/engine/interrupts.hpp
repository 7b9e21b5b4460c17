#pragma once

#include <functional>
#include <memory>

#include "base/event_loop.hpp"

namespace ashlar::cli {

/// Makes Ctrl-C (SIGINT) and SIGTERM ours while it lives. Make it before threads are started, so that all of them leave
/// these signals to it. The process ends at once, with exit code 8, unless somebody handles the signal; the second one
/// always ends it: what was recorded is safe.
class Interrupts {
 public:
  explicit Interrupts(EventLoop& loop);
  ~Interrupts();
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;

  /// While it lives, the first signal calls `on_interrupt` on the loop's thread. They nest.
  class Handling {
   public:
    Handling(Interrupts& interrupts, std::function<void()> on_interrupt);
    ~Handling();
    Handling(const Handling&) = delete;
    Handling& operator=(const Handling&) = delete;

   private:
    Interrupts& interrupts_;
    std::shared_ptr<const std::function<void()>> handler_;
    std::shared_ptr<const std::function<void()>> outer_;
  };

 private:
  class Watcher;
  std::unique_ptr<Watcher> watcher_;
};

}  // namespace ashlar::cli
