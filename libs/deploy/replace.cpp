#include "deploy/goal_state.hpp"
#include "deploy/provider_resources.hpp"
#include "deploy/registration.hpp"

namespace ashlar::deploy {

namespace {

/// The new one would have another id than the one that the program wants imported.
Status compatible_with_import(const Registration& registration) {
  if (registration.goal.import_id.empty()) return {};
  return fail_with_help(
      "the changes to " + registration.urn().text() + " need a replacement, but its `import` option is still set",
      "remove the `import` option, or make the inputs those of the imported resource");
}

StepInfo replacement_info(const Registration& registration, const Decision& decision) {
  StepInfo info(StepOp::replace, registration.urn());
  info.old_state = registration.old;
  info.keys = decision.keys;
  info.diffs = decision.diffs;
  info.detailed_diff = decision.detailed;
  info.has_detailed_diff = decision.has_detailed;
  info.provider = registration.provider;
  return info;
}

StepContext half(const Registration& registration, StepInfo info, StepOp op, std::shared_ptr<ResourceState> next) {
  StepContext step{.info = std::move(info)};
  step.info.op = op;
  step.info.logical = false;
  step.info.new_state = next;
  step.next = std::move(next);
  step.old_entry = registration.old_entry;
  step.instance = registration.instance;
  return step;
}

/// The old half of a delete-before-replace, dependents included. Its provider is the one that made it.
Task<Status> delete_old_half(Run& run, Registration& registration, const StepInfo& info) {
  auto turn = run.cascades.acquire();
  co_await turn;
  auto cascading = delete_dependents_of(run, registration.old_entry);
  Status cascaded = co_await cascading;
  run.cascades.release();
  if (!cascaded) co_return cascaded;
  auto step = half(registration, info, StepOp::delete_replaced, nullptr);
  step.info.provider = registration.old->provider;
  step.info.retain = registration.old->retain_on_delete;
  if (registration.old->custom && registration.old->provider != registration.provider) {
    auto finding = run.providers->serving(*registration.old);
    auto instance = co_await finding;
    if (!instance) co_return step_failed(run, step.info, instance.error());
    step.instance = *instance;
  }
  auto deleting = delete_resource(run, std::move(step), true);
  Status deleted = co_await deleting;
  co_return deleted;
}

Task<Result<StepOutcome>> create_new_half(Run& run, Registration& registration, const StepInfo& info,
                                          PropertyMap inputs) {
  auto next = state_of_goal(registration, std::move(inputs));
  auto step = half(registration, info, StepOp::create_replacement, std::move(next));
  registration.self->created = true;
  registration.self->replaced = true;
  auto creating = create_resource(run, std::move(step));
  auto outcome = co_await creating;
  co_return outcome;
}

}  // namespace

Status check_replaceable(Run& run, const Registration& registration) {
  const bool is_protected = registration.old->protect && registration.goal.protect.value_or(false);
  if (!is_protected || run.options.ignore_protect) return {};
  const auto error =
      fail_with_help("unable to replace resource " + registration.urn().text() + ": it is protected",
                     "remove `protect`, or run `ashlar state unprotect '" + registration.urn().text() + "'`");
  if (!run.preview()) {
    run.fail(error, registration.urn());
    return error;
  }
  run.report(error, registration.urn());
  return {};
}

void announce_replacement(Run& run, const StepInfo& info) {
  run.emit(StepStarted{info});
  run.emit(StepDone{info});
  run.count(info);
}

Task<Result<StepOutcome>> replace_existing(Run& run, Registration& registration, PropertyMap inputs,
                                           Decision decision) {
  if (auto status = check_replaceable(run, registration); !status) co_return status.error();
  if (auto status = compatible_with_import(registration); !status) {
    if (!run.preview()) {
      run.fail(status.error(), registration.urn());
      co_return status.error();
    }
    run.diagnose(Severity::warning, format_error(status.error()), registration.urn());
  }
  // Generated names and other defaults must not carry over to the new one.
  const bool already_fresh = decision.keys == std::vector<std::string>{"id"};
  if (!already_fresh) {
    auto checking = checked_inputs(run, registration, registration.goal.properties, true);
    auto fresh = co_await checking;
    if (!fresh) co_return fresh.error();
    inputs = *std::move(fresh);
  }
  auto info = replacement_info(registration, decision);
  registration.self->step = info;
  const bool delete_first = registration.goal.delete_before_replace.value_or(decision.delete_before_replace);
  if (delete_first) {
    auto deleting = delete_old_half(run, registration, info);
    Status deleted = co_await deleting;
    if (!deleted) co_return deleted.error();
    announce_replacement(run, info);
    auto creating = create_new_half(run, registration, info, std::move(inputs));
    auto outcome = co_await creating;
    co_return outcome;
  }
  auto creating = create_new_half(run, registration, info, std::move(inputs));
  auto outcome = co_await creating;
  if (outcome) {
    info.new_state = outcome->state;
    announce_replacement(run, info);
  }
  co_return outcome;
}

Task<Result<StepOutcome>> recreate(Run& run, Registration& registration) {
  auto checking = checked_inputs(run, registration, registration.goal.properties, true);
  auto inputs = co_await checking;
  if (!inputs) co_return inputs.error();
  Decision decision;
  if (const auto at = run.recreating.find(registration.old->urn); at != run.recreating.end())
    decision.keys = at->second;
  auto info = replacement_info(registration, decision);
  registration.self->step = info;
  announce_replacement(run, info);
  auto creating = create_new_half(run, registration, info, *std::move(inputs));
  auto outcome = co_await creating;
  co_return outcome;
}

}  // namespace ashlar::deploy
