#pragma once

#include "deploy/run.hpp"
#include "deploy/steps/steps.hpp"

namespace ashlar::deploy {

/// `ask` for an answer that may never come, because who would give it waits for the engine itself: the end of new work
/// ends the wait. An answer that comes later is dropped.
template <typename T, typename Start>
Task<Result<T>> ask_while_open(Run& run, Start start) {
  if (run.closed) co_return closed_error();
  Promised<Result<T>> promised;
  run.at_close.push_back([promised]() mutable { promised.set(closed_error()); });
  start([promised](Result<T> answer) mutable { promised.set(std::move(answer)); });
  Result<T> answer = co_await promised;
  co_return answer;
}

}  // namespace ashlar::deploy
