#pragma once

#include <functional>
#include <thread>

#include "base/event_loop.hpp"
#include "cmd/ashlar/terminal/terminal.hpp"

namespace ashlar::cli {

/// Passes on the keys that the user presses while it lives; nothing is echoed meanwhile. Ctrl-C stays a signal.
class LiveKeys {
 public:
  /// `on_key` is called on the loop's thread, which must not run it after this is gone. The terminal outlives this and
  /// is read by nobody else meanwhile. Make it after `Interrupts`, so that its thread leaves signals alone.
  LiveKeys(Terminal& terminal, EventLoop& loop, std::function<void(const Key&)> on_key);
  ~LiveKeys();
  LiveKeys(const LiveKeys&) = delete;
  LiveKeys& operator=(const LiveKeys&) = delete;

 private:
  KeyMode mode_;
  int stop_;  ///< an eventfd: readable once this is to end
  std::thread thread_;
};

}  // namespace ashlar::cli
