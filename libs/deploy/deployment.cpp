#include "deploy/deployment.hpp"

#include "deploy/provider_resources.hpp"
#include "deploy/refresh.hpp"
#include "deploy/run.hpp"
#include "deploy/steps/steps.hpp"

namespace ashlar::deploy {

namespace {

Task<void> answer_registration(Run& run, Goal goal, std::vector<Transform> transforms, Done<RegisterAnswer> done);
Task<void> answer_read(Run& run, ReadGoal goal, Done<ReadResourceAnswer> done);
Task<void> answer_invoke(Run& run, FunctionCall call, Done<FunctionAnswer> done);
Task<void> answer_call(Run& run, MethodCall call, Done<MethodAnswer> done);

}  // namespace

/// The monitor of one run, and its phases.
class Deployment::Impl final : public Monitor {
 public:
  Impl(Surroundings surroundings, Snapshot base, Options options, Program* program)
      : run_(surroundings, std::move(base), std::move(options), program) {}

  void start(std::function<void(Outcome)> done) {
    auto phases = go();
    spawn(std::move(phases), [this, done = std::move(done)] {
      auto outcome = take_outcome();
      done(std::move(outcome));
    });
  }

  void cancel() {
    if (run_.cancelled) return;
    run_.cancelled = true;
    run_.close();
    run_.providers->cancel();
  }

  void register_resource(Goal goal, std::vector<Transform> transforms, Done<RegisterAnswer> done) override {
    track(answer_registration(run_, std::move(goal), std::move(transforms), std::move(done)));
  }
  void add_stack_transform(Transform transform) override { run_.stack_transforms.push_back(std::move(transform)); }
  void add_invoke_transform(InvokeTransform transform) override {
    run_.invoke_transforms.push_back(std::move(transform));
  }
  void read_resource(ReadGoal goal, Done<ReadResourceAnswer> done) override {
    track(answer_read(run_, std::move(goal), std::move(done)));
  }
  void invoke(FunctionCall call, Done<FunctionAnswer> done) override {
    track(answer_invoke(run_, std::move(call), std::move(done)));
  }
  void call(MethodCall call, Done<MethodAnswer> done) override {
    track(answer_call(run_, std::move(call), std::move(done)));
  }
  void register_outputs(Urn urn, PropertyMap outputs, Done<void> done) override {
    if (run_.closed && !urn.is_root_stack()) return done(closed_error());
    auto status = deploy::register_outputs(run_, urn, std::move(outputs));
    if (!status) run_.fail(status.error(), urn);
    done(std::move(status));
  }
  void wait_for_shutdown(Done<void> done) override {
    if (shutdown_waiter_) return done(fail("SignalAndWaitForShutdown was called twice"));
    shutdown_waiter_ = std::move(done);
    run_.registrations_over = true;
    run_.check_quiet();
  }
  void log(Diagnostic diagnostic) override {
    if (diagnostic.severity == Severity::error) run_.failed = true;
    run_.emit(DiagnosticRaised{std::move(diagnostic)});
  }

 private:
  void track(Task<void> task) {
    ++run_.in_flight;
    spawn(std::move(task), [this] {
      --run_.in_flight;
      run_.check_quiet();
    });
  }

  /// The phases of a run (reference 5.1).
  Task<void> go() {
    auto preparing = prepare();
    const bool ready = co_await preparing;
    if (ready && run_.runs_program()) {
      auto running = run_program();
      co_await running;
    }
    if (ready && program_succeeded_) check_targets(run_.targets.exact());
    if (ready && program_succeeded_ && !run_.closed) {
      auto finishing = deal_with_leftovers();
      co_await finishing;
    }
    if (ready && run_.runs_program() && run_.options.mode != Mode::destroy) finish_stack_outputs(run_);
    release_program();
    if (ready && run_.runs_program()) co_await program_ended_;
    if (auto loss = run_.recorder.loss()) run_.fail(*loss);
  }

  /// All that comes before the program. False when the run ends there.
  Task<bool> prepare() {
    auto recovering = recover_pending(run_);
    co_await recovering;
    if (run_.closed) co_return false;
    if (run_.options.mode == Mode::import) {
      auto importing = import_all(run_);
      co_await importing;
      co_return false;
    }
    if (run_.options.mode == Mode::refresh && !run_.runs_program()) {
      check_targets(run_.targets.exact());
      check_targets(run_.targets.exact_excludes());
    }
    check_targets(run_.replace_targets.exact());
    if (run_.closed) co_return false;
    bool refreshed = true;
    if (!run_.refreshes_registrations()) {
      const bool all = run_.options.refresh_first || run_.options.mode == Mode::refresh;
      auto refreshing = refresh_all(run_, all ? Refreshed::all : Refreshed::flagged);
      refreshed = co_await refreshing;
    }
    co_return refreshed&& run_.may_begin();
  }

  /// What no registration was about is deleted, or refreshed when that is all that is wanted.
  Task<void> deal_with_leftovers() {
    if (run_.options.mode != Mode::refresh) {
      auto deleting = delete_leftovers(run_);
      co_await deleting;
    } else if (run_.runs_program()) {
      auto refreshing = refresh_all(run_, Refreshed::unsettled);
      co_await refreshing;
    }
  }

  Task<void> run_program() {
    run_.program->run(*this, [this](const Result<ProgramResult>& result) { on_program_end(result); });
    co_await run_.quiet;
  }

  void on_program_end(const Result<ProgramResult>& result) {
    const bool bad = !result || !result->error.empty() || result->bail;
    if (bad && !run_.closed) {
      // The run was not ending: it is the program that failed. It may have told the user itself.
      program_succeeded_ = false;
      if (!result) {
        run_.fail(result.error());
      } else if (!result->error.empty()) {
        run_.fail(fail(result->error));
      }
      run_.failed = true;
    }
    if (run_.closed) program_succeeded_ = false;
    run_.registrations_over = true;
    program_ended_.set(true);
    run_.check_quiet();
  }

  void release_program() {
    if (shutdown_waiter_) std::exchange(shutdown_waiter_, nullptr)(Status());
  }

  /// Each of `targets` is, or was, a resource of the stack.
  void check_targets(const std::vector<std::string>& targets) {
    for (const auto& target : targets) {
      const auto urn = Urn::parse(target);
      if (urn && (run_.old.had(*urn) || run_.find(*urn) != nullptr)) continue;
      auto error = fail("the target '" + target + "' could not be found in the stack");
      error.help = "`ashlar stack --show-urns` lists the URNs";
      if (target.find('$') == std::string::npos) error.help += "; the `$` in one needs single quotes in a shell";
      run_.fail(error);
    }
  }

  Outcome take_outcome() {
    Outcome outcome;
    outcome.snapshot = run_.recorder.ledger().snapshot();
    outcome.changes = run_.changes;
    outcome.failed = run_.failed || run_.cancelled;
    outcome.cancelled = run_.cancelled;
    // A preview that went on after a mistake shows what cannot be.
    const bool consistent = !(run_.preview() && run_.failed);
    if (auto intact = verify_integrity(outcome.snapshot); consistent && !intact) {
      outcome.integrity_error = intact.error();
    }
    if (run_.root) {
      if (const auto* stack = run_.find(*run_.root); stack != nullptr && stack->state)
        outcome.stack_outputs = stack->state->outputs;
    }
    return outcome;
  }

  Run run_;
  bool program_succeeded_ = true;
  Promised<bool> program_ended_;
  Done<void> shutdown_waiter_;
};

namespace {

Task<void> answer_registration(Run& run, Goal goal, std::vector<Transform> transforms, Done<RegisterAnswer> done) {
  auto working = register_transformed(run, std::move(goal), std::move(transforms));
  auto answer = co_await working;
  done(std::move(answer));
}

Task<void> answer_read(Run& run, ReadGoal goal, Done<ReadResourceAnswer> done) {
  auto working = read_resource(run, std::move(goal));
  auto answer = co_await working;
  done(std::move(answer));
}

Task<void> answer_invoke(Run& run, FunctionCall call, Done<FunctionAnswer> done) {
  auto working = invoke_function(run, std::move(call));
  auto answer = co_await working;
  done(std::move(answer));
}

Task<void> answer_call(Run& run, MethodCall call, Done<MethodAnswer> done) {
  auto working = call_method(run, std::move(call));
  auto answer = co_await working;
  done(std::move(answer));
}

}  // namespace

Deployment::Deployment(Surroundings surroundings, Snapshot base, Options options, Program* program)
    : impl_(std::make_unique<Impl>(surroundings, std::move(base), std::move(options), program)) {}
Deployment::~Deployment() = default;
void Deployment::start(std::function<void(Outcome)> done) { impl_->start(std::move(done)); }
void Deployment::cancel() { impl_->cancel(); }
Monitor& Deployment::monitor() { return *impl_; }

}  // namespace ashlar::deploy
