#include "deploy/testing/scenario.hpp"

#include <gtest/gtest.h>

#include "deploy/run.hpp"

// A crash abandons what the run had in memory, as a dead process does; the leak check must not count that.
#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/lsan_interface.h>
#define ASHLAR_FORGET_MEMORY() const __lsan::ScopedDisabler forget_memory
#else
#define ASHLAR_FORGET_MEMORY() static_cast<void>(0)
#endif

namespace ashlar::deploy::testing {

std::string TestEntropy::bytes(std::size_t count) {
  std::string result;
  std::uint64_t state = next_++ * 0x9E3779B97F4A7C15ULL;
  while (result.size() < count) {
    state ^= state >> 29U;
    state *= 0xBF58476D1CE4E5B9ULL;
    result += static_cast<char>(state >> 56U);
  }
  return result;
}

void MemoryJournal::append(Record record, std::function<void(Status)> done) {
  records.push_back(std::move(record));
  if (on_append) on_append();
  const auto size = records.size();
  const bool lost = fails && fails(records.back());
  loop_->post([this, size, lost, done = std::move(done)] {
    if (lost) {
      if (done) done(fail("the journal cannot be written: no space left on device"));
      return;
    }
    if (done) {
      durable = std::max(durable, size);
      done(Status());
    }
  });
}

void RecordingSink::on_event(const Event& event) {
  events.push_back(event);
  if (const auto* done = std::get_if<StepDone>(&event)) {
    if (done->step.op != StepOp::same)
      steps.push_back(std::string(text(done->step.op)) + " " + std::string(done->step.urn.name()));
  } else if (const auto* raised = std::get_if<DiagnosticRaised>(&event)) {
    if (raised->diagnostic.severity == Severity::error) errors.push_back(raised->diagnostic.message);
    if (raised->diagnostic.severity == Severity::warning) warnings.push_back(raised->diagnostic.message);
  }
}

Scenario::Scenario(std::string project, std::string stack) {
  options.project = std::move(project);
  options.stack = std::move(stack);
  host.package("pkg");
  host.package("other");
}

const Outcome& Scenario::run(const std::function<void(Script&)>& write) {
  answers.clear();
  if (!write) return run_with(nullptr);
  Script script;
  write(script);
  QueueLoop queue;
  loop = &queue;
  ScriptedProgram program(queue, options.project, options.stack, script);
  run_on(queue, &program);
  for (std::size_t i = 0; i < program.answers.size(); ++i) {
    if (program.answers[i]) answers.insert_or_assign(script.declared[i]->goal.name, *program.answers[i]);
  }
  return outcome;
}

const Outcome& Scenario::run_with(Program* program) {
  QueueLoop queue;
  loop = &queue;
  run_on(queue, program);
  return outcome;
}

void Scenario::begin_run() {
  journal = std::make_shared<MemoryJournal>(loop);
  journal->fails = journal_fails;
  sink = std::make_shared<RecordingSink>();
  host.begin_run();
}

void Scenario::cancel_at(const std::string& call) {
  on_start = [this, call](Deployment& deployment) {
    provider("pkg").before_call = [&deployment, call](const std::string& begun) {
      if (begun == call) deployment.cancel();
    };
  };
}

void Scenario::up_and_crash(const std::function<void(Script&)>& write, const std::string& call) {
  ASHLAR_FORGET_MEMORY();
  options.mode = Mode::update;
  options.preview = false;
  Script script;
  write(script);
  QueueLoop queue;
  loop = &queue;
  begin_run();
  ScriptedProgram program(queue, options.project, options.stack, script);
  Deployment deployment({queue, clock, entropy, host, *journal, *sink}, state, options, &program);
  bool crashed = false;
  host.on_effect([&](const std::string& done) { crashed = crashed || done == call; });
  deployment.start([](const Outcome&) {});
  queue.run_until([&] { return crashed; });
  queue.clear();
  host.on_effect(nullptr);
  EXPECT_TRUE(crashed) << "the run never got as far as " << call;
  Ledger ledger(state);
  for (std::size_t i = 0; i < journal->durable; ++i) ledger.apply(journal->records[i]);
  state = ledger.snapshot();
}

void Scenario::run_on(QueueLoop& queue, Program* program) {
  begin_run();
  const Surroundings surroundings{queue, clock, entropy, host, *journal, *sink};
  Deployment deployment(surroundings, state, options, program);
  bool over = false;
  deployment.start([&](Outcome result) {
    outcome = std::move(result);
    over = true;
  });
  if (on_start) on_start(deployment);
  queue.run();
  on_start = nullptr;
  provider("pkg").before_call = nullptr;
  EXPECT_TRUE(over) << "the run did not end";
  EXPECT_FALSE(outcome.integrity_error) << outcome.integrity_error->message;
  if (over && !options.preview) state = outcome.snapshot;
}

const Outcome& Scenario::up(const std::function<void(Script&)>& write) {
  options.mode = Mode::update;
  options.preview = false;
  return run(write);
}

const Outcome& Scenario::preview(const std::function<void(Script&)>& write) {
  options.mode = Mode::update;
  options.preview = true;
  const auto& result = run(write);
  options.preview = false;
  return result;
}

const Outcome& Scenario::destroy(const std::function<void(Script&)>& write) {
  options.mode = Mode::destroy;
  options.run_program = write != nullptr;
  return run(write);
}

const Outcome& Scenario::refresh(const std::function<void(Script&)>& write) {
  options.mode = Mode::refresh;
  options.run_program = write != nullptr;
  return run(write);
}

const Outcome& Scenario::import(std::vector<ImportRequest> requests) {
  options.mode = Mode::import;
  options.imports = std::move(requests);
  return run(nullptr);
}

Calls Scenario::calls(const std::string& package) { return host.package(package).calls; }

const ResourceState* Scenario::find(const std::string& name) const {
  for (const auto& resource : state.resources) {
    if (resource->urn.name() == name && !resource->pending_delete) return resource.get();
  }
  return nullptr;
}

Calls Scenario::names() const {
  Calls result;
  for (const auto& resource : state.resources) {
    if (is_default_provider(resource->urn) || resource->urn.is_root_stack()) continue;
    std::string name(resource->urn.name());
    if (resource->pending_delete) name += "-";
    if (resource->pending_replacement) name += "?";
    result.push_back(std::move(name));
  }
  return result;
}

Urn Scenario::urn(const std::string& type, const std::string& name) const {
  return Urn::make(options.stack, options.project, "", type, name);
}

}  // namespace ashlar::deploy::testing
