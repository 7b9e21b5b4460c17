#pragma once
/// A stack in a test: its state goes from one run to the next, and what happened can be asked for.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "deploy/deployment.hpp"
#include "deploy/testing/fake_provider.hpp"
#include "deploy/testing/queue_loop.hpp"
#include "deploy/testing/scripted_program.hpp"

namespace ashlar::deploy::testing {

using Calls = std::vector<std::string>;

/// Time that stands still but for a second a look.
class TestClock final : public Clock {
 public:
  Time now() override { return Time(std::chrono::seconds(1700000000 + looks_++)); }

 private:
  int looks_ = 0;
};

/// Bytes that count up: never the same twice, the same in every run of the test.
class TestEntropy final : public Entropy {
 public:
  std::string bytes(std::size_t count) override;

 private:
  std::uint64_t next_ = 1;
};

/// Keeps the records; can lose those that were not made durable.
class MemoryJournal final : public Journal {
 public:
  explicit MemoryJournal(EventLoop*& loop) : loop_(loop) {}
  void append(Record record, std::function<void(Status)> done) override;

  std::vector<Record> records;
  std::size_t durable = 0;  ///< how many of them are safe
  std::function<void()> on_append;
  std::function<bool(const Record&)> fails;  ///< which records find the disk full

 private:
  EventLoop*& loop_;
};

class RecordingSink final : public EventSink {
 public:
  void on_event(const Event& event) override;
  /// `op name` of every finished step, in order.
  std::vector<std::string> steps;
  std::vector<std::string> errors, warnings;
  std::vector<Event> events;
};

/// See style: arrange, act, one behaviour.
class Scenario {
 public:
  explicit Scenario(std::string project = "project", std::string stack = "test");
  Scenario(const Scenario&) = delete;  ///< the host looks at `loop`
  Scenario& operator=(const Scenario&) = delete;

  FakePackage& provider(const std::string& package) { return host.package(package); }

  /// One `up` of a program. The result stays in `outcome`; the state is kept.
  const Outcome& up(const std::function<void(Script&)>& write);
  const Outcome& preview(const std::function<void(Script&)>& write);
  /// Both with the program, if one is given.
  const Outcome& destroy(const std::function<void(Script&)>& write = nullptr);
  const Outcome& refresh(const std::function<void(Script&)>& write = nullptr);
  const Outcome& import(std::vector<ImportRequest> requests);
  /// An `up` whose process dies when `call` (`create NAME`) has taken effect and nobody knows yet. What its journal
  /// made durable becomes the state.
  void up_and_crash(const std::function<void(Script&)>& write, const std::string& call);
  /// Runs with `options` as they stand.
  const Outcome& run(const std::function<void(Script&)>& write);
  /// The same with a program that is more than a script.
  const Outcome& run_with(Program* program);

  /// The calls of the last run, of all packages in the order of a package's own.
  [[nodiscard]] Calls calls(const std::string& package = "pkg");
  [[nodiscard]] const Calls& steps() const { return sink->steps; }
  [[nodiscard]] const ResourceState* find(const std::string& name) const;
  /// The names in the state, in its order, without default providers; a pending delete is marked `-`, a pending
  /// replacement `?`.
  [[nodiscard]] Calls names() const;
  [[nodiscard]] Urn urn(const std::string& type, const std::string& name) const;

  Options options;
  Snapshot state;
  Outcome outcome;
  /// What the resources of the last run's script were answered, by name; none where the engine refused.
  std::map<std::string, RegisterAnswer> answers;
  EventLoop* loop = nullptr;
  FakeHost host{loop};
  TestClock clock;
  TestEntropy entropy;
  std::shared_ptr<MemoryJournal> journal;
  std::shared_ptr<RecordingSink> sink;
  /// Called with the deployment once it runs: to cancel it at some point.
  std::function<void(Deployment&)> on_start;
  /// In the next run the user presses Ctrl-C when `call` (`create NAME`) of `pkg` has begun.
  void cancel_at(const std::string& call);
  /// Which records cannot be written, from the next run on.
  std::function<bool(const Record&)> journal_fails;

 private:
  void run_on(QueueLoop& queue, Program* program);
  void begin_run();
};

}  // namespace ashlar::deploy::testing
