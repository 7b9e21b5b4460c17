#include "cmd/ashlar/engine/live_keys.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <memory>

namespace ashlar::cli {

LiveKeys::LiveKeys(Terminal& terminal, EventLoop& loop, std::function<void(const Key&)> on_key)
    : mode_(terminal, true), stop_(::eventfd(0, EFD_CLOEXEC)) {
  if (stop_ < 0) return;  // too many open files: the run goes on without keys
  const auto handler = std::make_shared<const std::function<void(const Key&)>>(std::move(on_key));
  thread_ = std::thread([&terminal, &loop, handler, stop = stop_] {
    while (const auto key = terminal.read_key_until(stop)) {
      if (key->kind == Key::Kind::end_of_input) return;
      loop.post([handler, pressed = *key] { (*handler)(pressed); });
    }
  });
}

LiveKeys::~LiveKeys() {
  if (stop_ < 0) return;
  ::eventfd_write(stop_, 1);
  thread_.join();
  ::close(stop_);
}

}  // namespace ashlar::cli
