#include "deploy/run.hpp"

#include "deploy/provider_resources.hpp"

namespace ashlar::deploy {

Run::Run(Surroundings surroundings, Snapshot base, Options chosen, Program* source)
    : with(surroundings),
      options(std::move(chosen)),
      program(source),
      recorder(options.preview ? nullptr : &with.journal, base),
      old(recorder.ledger(), base.resources.size()),
      targets(options.targets, options.excludes, options.target_dependents, options.exclude_dependents),
      replace_targets(options.replace_targets),
      providers(std::make_shared<ProviderResources>(*this)),
      calls(options.parallel),
      base_pending(std::move(base.pending_operations)) {}

Run::~Run() = default;

void Run::emit(const Event& event) const {
  const StepInfo* step = nullptr;
  if (const auto* started = std::get_if<StepStarted>(&event)) step = &started->step;
  if (const auto* done = std::get_if<StepDone>(&event)) step = &done->step;
  if (step == nullptr || !is_default_provider(step->urn)) with.events.on_event(event);
}

void Run::diagnose(Severity severity, std::string message, const std::optional<Urn>& urn) {
  Diagnostic diagnostic;
  diagnostic.severity = severity;
  diagnostic.message = std::move(message);
  if (urn) diagnostic.urn = urn->text();
  emit(DiagnosticRaised{std::move(diagnostic)});
}

void Run::report(const Error& error, const std::optional<Urn>& urn) {
  failed = true;
  diagnose(Severity::error, format_error(error), urn);
}

void Run::fail(const Error& error, const std::optional<Urn>& urn) {
  // What follows from a failure that has been shown is not shown once more.
  if (was_reported(error) && (failed || cancelled)) {
    failed = true;
  } else {
    report(error, urn);
  }
  const bool goes_on = options.continue_on_error || endures_failures;
  if (!goes_on) close();
}

void Run::close() {
  if (closed) return;
  closed = true;
  for (auto& end : at_close) with.loop.post(std::move(end));
  at_close.clear();
  if (program != nullptr) program->interrupt();
}

void Run::check_quiet() {
  if (registrations_over && in_flight == 0) quiet.set(true);
}

Registered* Run::find(const Urn& urn) {
  const auto at = registered.find(urn);
  return at == registered.end() ? nullptr : at->second.get();
}

const Urn& Run::present(const Urn& urn) const {
  const auto at = renamed.find(urn);
  return at == renamed.end() ? urn : at->second;
}

void Run::count(const StepInfo& step) {
  if (step.logical && !is_default_provider(step.urn)) ++changes[step.op];
}

bool is_default_provider(const Urn& urn) {
  return urn.is_provider() && (urn.name() == "default" || urn.name().starts_with("default_")) &&
         urn.qualified_type() == urn.type();
}

}  // namespace ashlar::deploy
