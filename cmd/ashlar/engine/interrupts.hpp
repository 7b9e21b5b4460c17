#pragma once

#include <functional>
#include <memory>

#include "base/event_loop.hpp"

namespace ashlar::cli {

/// Turns Ctrl-C (SIGINT) and SIGTERM into events while it lives. The second one ends the process at once, with exit
/// code 8: what was recorded is safe. Make it before threads are started, so that all of them leave these signals to
/// it.
class Interrupts {
 public:
  /// `on_interrupt` is called on the loop's thread, once.
  Interrupts(EventLoop& loop, std::function<void()> on_interrupt);
  ~Interrupts();
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;

 private:
  class Watcher;
  std::unique_ptr<Watcher> watcher_;
};

}  // namespace ashlar::cli
