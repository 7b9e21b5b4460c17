#pragma once
/// For tests of libs/plugin: an event loop on a thread of its own, and a monitor whose answers the test decides.

#include <functional>
#include <future>
#include <thread>

#include "base/event_loop.hpp"
#include "deploy/program.hpp"

namespace ashlar::plugin {

/// Runs an event loop until it is destroyed.
class LoopThread {
 public:
  LoopThread() : thread_([this] { loop_.run(); }) {}
  ~LoopThread() {
    loop_.stop();
    thread_.join();
  }
  EventLoop& loop() { return loop_; }

  /// Runs `work` on the loop's thread and gives its result.
  template <typename Work>
  auto run(Work work) {
    std::promise<decltype(work())> promise;
    loop_.post([&] {
      if constexpr (std::is_void_v<decltype(work())>) {
        work();
        promise.set_value();
      } else {
        promise.set_value(work());
      }
    });
    return promise.get_future().get();
  }

  /// Starts an asynchronous call on the loop's thread and waits for its answer: `await<T>([&](auto done) {
  /// provider.check(…, done); })`.
  template <typename T, typename Start>
  Result<T> await(Start start) {
    std::promise<Result<T>> promise;
    loop_.post([&] { start([&promise](Result<T> answer) { promise.set_value(std::move(answer)); }); });
    return promise.get_future().get();
  }

 private:
  ThreadEventLoop loop_;
  std::thread thread_;
};

class FakeMonitor final : public deploy::Monitor {
 public:
  std::function<void(Goal, deploy::Done<deploy::RegisterAnswer>)> on_register;
  std::function<void(Urn, PropertyMap, deploy::Done<void>)> on_outputs;
  std::function<void(deploy::ReadGoal, deploy::Done<deploy::ReadResourceAnswer>)> on_read;
  std::function<void(deploy::FunctionCall, deploy::Done<deploy::FunctionAnswer>)> on_invoke;
  std::function<void(deploy::MethodCall, deploy::Done<deploy::MethodAnswer>)> on_call;
  std::function<void(deploy::Done<void>)> on_shutdown = [](const auto& done) { done(Status()); };
  std::vector<Diagnostic> logged;
  std::vector<deploy::Transform> transforms;  ///< of the last registration
  std::vector<deploy::Transform> stack_transforms;
  std::vector<deploy::InvokeTransform> invoke_transforms;

  void register_resource(Goal goal, std::vector<deploy::Transform> given,
                         deploy::Done<deploy::RegisterAnswer> done) override {
    transforms = std::move(given);
    on_register(std::move(goal), std::move(done));
  }
  void add_stack_transform(deploy::Transform transform) override { stack_transforms.push_back(std::move(transform)); }
  void add_invoke_transform(deploy::InvokeTransform transform) override {
    invoke_transforms.push_back(std::move(transform));
  }
  void register_outputs(Urn urn, PropertyMap outputs, deploy::Done<void> done) override {
    on_outputs(std::move(urn), std::move(outputs), std::move(done));
  }
  void read_resource(deploy::ReadGoal goal, deploy::Done<deploy::ReadResourceAnswer> done) override {
    on_read(std::move(goal), std::move(done));
  }
  void invoke(deploy::FunctionCall call, deploy::Done<deploy::FunctionAnswer> done) override {
    on_invoke(std::move(call), std::move(done));
  }
  void call(deploy::MethodCall method, deploy::Done<deploy::MethodAnswer> done) override {
    on_call(std::move(method), std::move(done));
  }
  void wait_for_shutdown(deploy::Done<void> done) override { on_shutdown(std::move(done)); }
  void log(Diagnostic diagnostic) override { logged.push_back(std::move(diagnostic)); }
};

}  // namespace ashlar::plugin
