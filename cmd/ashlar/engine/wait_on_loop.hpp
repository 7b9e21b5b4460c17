#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "base/event_loop.hpp"
#include "base/result.hpp"
#include "deploy/provider.hpp"

namespace ashlar::cli {

/// Drives `loop` on this thread until the answer that `start` asks for has come. Between deployments only: this thread
/// must not be running the loop.
template <typename T>
[[nodiscard]] Result<T> wait_on_loop(ThreadEventLoop& loop, const std::function<void(deploy::Done<T>)>& start) {
  const auto answer = std::make_shared<std::optional<Result<T>>>();
  loop.post([&] {
    start([&loop, answer](Result<T> result) {
      answer->emplace(std::move(result));
      loop.stop();
    });
  });
  loop.run();
  return std::move(**answer);
}

/// Drives `loop` until what `start` began says that it is done, but no longer than `limit`. Whether it was.
[[nodiscard]] inline bool wait_on_loop_for(ThreadEventLoop& loop, std::chrono::milliseconds limit,
                                           const std::function<void(std::function<void()> done)>& start) {
  const auto outcome = std::make_shared<std::optional<bool>>();
  const auto end = [&loop, outcome](bool in_time) {
    if (*outcome) return;  // a late answer must not stop a later run of the loop
    *outcome = in_time;
    loop.stop();
  };
  loop.post([&] { start([end] { end(true); }); });
  loop.after(limit, [end] { end(false); });
  loop.run();
  return **outcome;
}

}  // namespace ashlar::cli
