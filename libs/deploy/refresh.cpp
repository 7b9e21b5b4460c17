// Asks the providers how the world is and takes that into the state (reference 5.8).

#include "deploy/refresh.hpp"
#include "deploy/decision.hpp"
#include "deploy/provider_resources.hpp"
#include "deploy/steps/steps.hpp"

namespace ashlar::deploy {

namespace {

struct Refreshes {
  std::size_t running = 0;
  Promised<bool> over;
  std::vector<EntryId> vanished;
  bool failed = false;
};

bool is_refreshable(const ResourceState& state) {
  return state.custom && !state.urn.is_provider() && !state.pending_replacement && state.view_of.empty();
}

Task<Result<ReadAnswer>> read_again(const Run& run, const ProviderInstance& instance, const ResourceState& state) {
  if (!instance.configured) {
    ReadAnswer as_it_was{state.id, state.inputs, state.outputs, state.refresh_before_update, {}};
    co_return as_it_was;
  }
  ReadRequest request{state.urn, state.id, state.inputs, state.outputs, state.custom_timeouts.read, run.preview()};
  auto asking = ask<ReadAnswer>([&](auto done) { instance.provider->read(std::move(request), std::move(done)); });
  auto answer = co_await asking;
  co_return answer;
}

/// What was secret stays so, whatever the provider makes of it.
void keep_secret_marks(PropertyMap& next, const PropertyMap& old) {
  for (auto& [key, value] : next) {
    const auto* before = find(old, key);
    if (before != nullptr && before->is<Secret>()) value = PropertyValue::secret(std::move(value));
  }
  reuse_equal_values(next, old);
}

std::shared_ptr<ResourceState> refreshed_state(const Run& run, const ResourceState& old, ReadAnswer answer) {
  auto next = std::make_shared<ResourceState>(old);
  next->id = answer.id;
  if (answer.inputs) {
    next->inputs = *std::move(answer.inputs);
    keep_secret_marks(next->inputs, old.inputs);
  }
  next->outputs = std::move(answer.outputs);
  next->init_errors = std::move(answer.init_errors);
  next->refresh_before_update = answer.refresh_before_update;
  mark_secret_outputs(*next);
  keep_secret_marks(next->outputs, old.outputs);
  if (!(next->inputs == old.inputs) || !(next->outputs == old.outputs)) next->modified = run.now();
  return next;
}

bool is_worth_recording(const ResourceState& old, const ResourceState& next) {
  return next.id != old.id || next.modified != old.modified || next.init_errors != old.init_errors ||
         next.refresh_before_update != old.refresh_before_update;
}

DiffKind inverse(DiffKind kind) {
  switch (kind) {
    case DiffKind::add:
      return DiffKind::remove;
    case DiffKind::add_replace:
      return DiffKind::remove_replace;
    case DiffKind::remove:
      return DiffKind::add;
    case DiffKind::remove_replace:
      return DiffKind::add_replace;
    case DiffKind::update:
    case DiffKind::update_replace:
      return kind;
  }
  return kind;
}

DiffAnswer difference_of_outputs(const ResourceState& old, const ResourceState& next) {
  DiffAnswer diff;
  diff.detailed = diff_properties(old.outputs, next.outputs);
  for (auto& [path, change] : diff.detailed) change.input_diff = false;
  diff.has_detailed = true;
  diff.diffs = top_level_keys(diff.detailed);
  diff.changes = diff.detailed.empty() ? DiffAnswer::Changes::none : DiffAnswer::Changes::some;
  return diff;
}

/// What an update with the recorded inputs would change, the other way round: so it is shown what the world changed.
/// External resources have no inputs that anybody wants them to have: their outputs tell.
Task<Result<DiffAnswer>> drift(const Run& run, const ProviderInstance& instance, const ResourceState& old,
                               const ResourceState& next) {
  if (old.external || !instance.configured) co_return difference_of_outputs(old, next);
  DiffRequest request{next.urn, next.id, next.inputs, next.outputs, old.inputs, old.ignore_changes, run.preview()};
  auto asking = ask<DiffAnswer>([&](auto done) { instance.provider->diff(std::move(request), std::move(done)); });
  auto answer = co_await asking;
  if (!answer) co_return answer;
  auto diff = definite(*std::move(answer), next.inputs, old.inputs);
  for (auto& [path, change] : diff.detailed) change.kind = inverse(change.kind);
  co_return diff;
}

StepInfo result_info(const StepInfo& refreshing, ResourceStatePtr next, const DiffAnswer& diff) {
  auto info = refreshing;
  info.new_state = std::move(next);
  info.op = diff.changes == DiffAnswer::Changes::some ? StepOp::update : StepOp::same;
  info.diffs = diff.diffs;
  info.detailed_diff = diff.detailed;
  info.has_detailed_diff = diff.has_detailed;
  return info;
}

void finish(Run& run, const StepInfo& result) {
  run.emit(StepDone{result});
  run.count(result);
}

/// Reads one resource and records what came of it. Vanished ones are recorded together, at the end.
Task<Status> refresh_one(Run& run, Refreshes& refreshes, EntryId entry, ProviderInstancePtr instance) {
  const auto old = run.old.state(entry);
  StepInfo info(StepOp::refresh, old->urn);
  info.old_state = old;
  info.provider = old->provider;
  run.emit(StepStarted{info});
  if (instance == nullptr) {
    auto finding = run.providers->serving(*old);
    auto found = co_await finding;
    if (!found) co_return step_failed(run, info, found.error());
    instance = *found;
  }
  auto reading = read_again(run, *instance, *old);
  auto answer = co_await reading;
  if (!answer) co_return step_failed(run, info, answer.error());
  if (answer->id.empty()) {
    refreshes.vanished.push_back(entry);
    info.op = StepOp::remove;
    finish(run, info);
    co_return Status();
  }
  if (!answer->init_errors.empty()) {
    std::string message = "the resource is not in good health:";
    for (const auto& reason : answer->init_errors) message += "\n  " + reason;
    run.diagnose(Severity::warning, message, old->urn);
  }
  const auto next = refreshed_state(run, *old, *std::move(answer));
  auto comparing = drift(run, *instance, *old, *next);
  auto diff = co_await comparing;
  if (!diff) co_return step_failed(run, info, diff.error());
  if (is_worth_recording(*old, *next)) run.recorder.note({PutEntry{entry, next}});
  finish(run, result_info(info, next, *diff));
  co_return Status();
}

Task<void> refresh_in_turn(Run& run, std::shared_ptr<Refreshes> refreshes, EntryId entry,
                           ProviderInstancePtr instance) {
  auto turn = run.calls.acquire();
  co_await turn;
  Status status = closed_error();
  if (run.may_begin()) {
    auto refreshing = refresh_one(run, *refreshes, entry, std::move(instance));
    status = co_await refreshing;
  }
  if (!status) refreshes->failed = true;
  run.calls.release();
  if (--refreshes->running == 0) refreshes->over.set(true);
}

}  // namespace

Task<bool> refresh_entries(Run& run, std::vector<EntryId> entries, ProviderInstancePtr instance) {
  std::erase_if(entries, [&](EntryId entry) { return !is_refreshable(*run.old.state(entry)); });
  auto refreshes = std::make_shared<Refreshes>();
  refreshes->running = entries.size() + 1;
  for (const auto entry : entries) spawn(refresh_in_turn(run, refreshes, entry, instance));
  if (--refreshes->running == 0) refreshes->over.set(true);
  co_await refreshes->over;
  forget_vanished(run, refreshes->vanished);
  co_return !refreshes->failed;
}

Task<bool> refresh_all(Run& run, Refreshed which) {
  std::vector<EntryId> chosen;
  for (const auto entry : run.old.entries()) {
    const auto state = run.old.state(entry);
    if (which == Refreshed::flagged && !state->refresh_before_update) continue;
    if (which == Refreshed::unsettled && run.old.is_settled(entry)) continue;
    if (run.targets.contains(state->urn, references_of(*state))) chosen.push_back(entry);
  }
  run.endures_failures = true;
  auto refreshing = refresh_entries(run, std::move(chosen), nullptr);
  const bool refreshed = co_await refreshing;
  run.endures_failures = false;
  co_return refreshed;
}

}  // namespace ashlar::deploy
