#pragma once
/// Bridges between callbacks and coroutines. The engine's thread only.

#include <deque>

#include "base/task.hpp"
#include "deploy/provider.hpp"

namespace ashlar::deploy {

/// Starts an asynchronous call by handing it the `Done` it answers to, and waits for the answer:
/// `co_await ask<CheckAnswer>([&](auto done) { provider.check(request, done); })`.
template <typename T, typename Start>
Task<Result<T>> ask(Start start) {
  Promised<Result<T>> promised;
  start([promised](Result<T> answer) mutable { promised.set(std::move(answer)); });
  Result<T> answer = co_await promised;
  co_return answer;
}

/// Lets at most `limit` holders go on at a time; the others wait in the order they came.
class Limiter {
 public:
  /// Gives back, at the end of its scope, what `acquire` has given.
  class Turn {
   public:
    explicit Turn(Limiter& limiter) : limiter_(limiter) {}
    ~Turn() { limiter_.release(); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

   private:
    Limiter& limiter_;
  };

  explicit Limiter(int limit) : free_(limit < 1 ? 1 : limit) {}

  Task<void> acquire() {
    if (free_ > 0) {
      --free_;
      co_return;
    }
    Promised<bool> turn;
    waiting_.push_back(turn);
    co_await turn;
  }

  void release() {
    ++free_;
    if (std::exchange(releasing_, true)) return;  // the loop below, further up the stack, goes on
    while (free_ > 0 && !waiting_.empty()) {
      --free_;
      auto next = waiting_.front();
      waiting_.pop_front();
      next.set(true);
    }
    releasing_ = false;
  }

 private:
  int free_;
  bool releasing_ = false;
  std::deque<Promised<bool>> waiting_;
};

}  // namespace ashlar::deploy
