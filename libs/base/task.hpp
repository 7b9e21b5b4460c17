#pragma once
/// Coroutines for code that waits on the event loop: it reads straight, and still nothing blocks the thread.
/// Everything here belongs to one thread. A coroutine's parameters are taken by value, or outlive it.

#include <coroutine>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace ashlar {

template <typename T>
class Task;

namespace detail {

struct TaskPromiseBase {
  std::coroutine_handle<> continuation = std::noop_coroutine();

  struct FinalAwaiter {
    [[nodiscard]] bool await_ready() const noexcept { return false; }
    template <typename Promise>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> self) noexcept {
      return self.promise().continuation;
    }
    void await_resume() noexcept {}
  };

  std::suspend_always initial_suspend() noexcept { return {}; }
  FinalAwaiter final_suspend() noexcept { return {}; }
  void unhandled_exception() { std::terminate(); }  // exceptions are bugs here: fail loudly, with the stack
};

template <typename T>
struct TaskPromise : TaskPromiseBase {
  std::optional<T> value;
  Task<T> get_return_object();
  void return_value(T result) { value.emplace(std::move(result)); }
};

template <>
struct TaskPromise<void> : TaskPromiseBase {
  Task<void> get_return_object();
  void return_void() {}
};

}  // namespace detail

/// A computation that starts when it is awaited and resumes its awaiter when it is done. Await it once.
template <typename T>
class [[nodiscard]] Task {
 public:
  using promise_type = detail::TaskPromise<T>;
  using Handle = std::coroutine_handle<promise_type>;

  explicit Task(Handle handle) : handle_(handle) {}
  Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Task& operator=(Task&&) = delete;
  Task(const Task&) = delete;
  Task& operator=(const Task&) = delete;
  ~Task() {
    if (handle_) handle_.destroy();
  }

  [[nodiscard]] bool await_ready() const noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiter) noexcept {
    handle_.promise().continuation = awaiter;
    return handle_;
  }
  T await_resume() {
    if constexpr (!std::is_void_v<T>) return std::move(*handle_.promise().value);
  }

 private:
  Handle handle_;
};

namespace detail {

template <typename T>
Task<T> TaskPromise<T>::get_return_object() {
  return Task<T>(std::coroutine_handle<TaskPromise<T>>::from_promise(*this));
}
inline Task<void> TaskPromise<void>::get_return_object() {
  return Task<void>(std::coroutine_handle<TaskPromise<void>>::from_promise(*this));
}

/// A coroutine that owns itself: runs at once, frees itself at its end.
struct Detached {
  struct promise_type {
    Detached get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
};

}  // namespace detail

/// Starts `task` now, on this thread; it goes on by itself. Calls `done`, if any, at its end.
inline void spawn(Task<void> task, std::function<void()> done = nullptr) {
  [](Task<void> owned, std::function<void()> finished) -> detail::Detached {
    co_await owned;
    if (finished) finished();
  }(std::move(task), std::move(done));
}

/// A value that arrives once and resumes all who await it. Copies share it. `set` resumes them in the order they came.
template <typename T>
class Promised {
 public:
  Promised() : state_(std::make_shared<State>()) {}

  void set(T value) {
    if (state_->value) return;  // the first answer counts: a cancelled call may be answered late
    state_->value.emplace(std::move(value));
    const auto keep = state_;
    auto waiting = std::exchange(keep->waiting, {});
    for (auto awaiter : waiting) awaiter.resume();
  }
  [[nodiscard]] bool is_set() const { return state_->value.has_value(); }

  [[nodiscard]] bool await_ready() const noexcept { return is_set(); }
  void await_suspend(std::coroutine_handle<> awaiter) { state_->waiting.push_back(awaiter); }
  T await_resume() { return *state_->value; }

 private:
  struct State {
    std::optional<T> value;
    std::vector<std::coroutine_handle<>> waiting;
  };
  std::shared_ptr<State> state_;
};

}  // namespace ashlar
