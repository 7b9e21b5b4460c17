// What became of the creates that an earlier run announced and never saw the end of.

#include "deploy/provider_resources.hpp"
#include "deploy/refresh.hpp"
#include "deploy/steps/steps.hpp"

namespace ashlar::deploy {

namespace {

/// What stands in the state under the same URN, when the found resource is the new half of a replacement that was
/// interrupted: that replacement is completed. When it is older than what stands there, a later run has made another:
/// the found one has to go.
std::vector<Change> make_room(Run& run, ResourceState& found) {
  const auto standing = run.old.find(found.urn);
  if (!standing) return {};
  const auto old = run.old.state(*standing);
  if (old->created > found.created) {
    found.pending_delete = true;
    return {};
  }
  if (old->pending_replacement) return {RemoveEntry{*standing}};
  return {MarkEntry{*standing, true, false}};
}

/// Takes the found resource into the state as if its create had been answered.
void adopt(Run& run, std::uint64_t index, const PendingOperation& pending, RecoverAnswer answer) {
  auto state = std::make_shared<ResourceState>(*pending.resource);
  state->id = std::move(answer.id);
  if (!answer.inputs.empty()) state->inputs = std::move(answer.inputs);
  state->outputs = std::move(answer.outputs);
  state->modified = run.now();
  state->aliases.clear();  // settled in the run that matched them
  mark_secret_outputs(*state);
  auto changes = make_room(run, *state);
  const auto entry = run.recorder.next_entry();
  changes.insert(changes.begin(), PutEntry{entry, state});
  changes.emplace_back(ResolvePending{index});
  run.recorder.note(std::move(changes));
  run.old.add(entry);
  run.diagnose(Severity::info, "an interrupted create had succeeded (id " + state->id + "): it is taken into the state",
               state->urn);
}

Task<void> recover_one(Run& run, std::uint64_t index, PendingOperation pending) {
  auto finding = run.providers->instance(pending.resource->provider);
  auto instance = co_await finding;
  RecoverAnswer answer;
  if (instance && (*instance)->configured) {
    RecoverRequest request{pending.resource->urn, pending.resource->inputs, pending.token};
    auto asking = ask<RecoverAnswer>(
        [&](auto done) { (*instance)->provider->recover_create(std::move(request), std::move(done)); });
    auto told = co_await asking;
    if (told) answer = *std::move(told);
  }
  if (answer.outcome == RecoverAnswer::Outcome::created) {
    adopt(run, index, pending, std::move(answer));
  } else if (answer.outcome == RecoverAnswer::Outcome::not_created) {
    run.recorder.note({ResolvePending{index}});
  } else {
    run.diagnose(Severity::warning,
                 "it is not known whether an interrupted create of this resource succeeded\n"
                 "help: look for it where it would have been made; then run `ashlar refresh` with "
                 "--import-pending-creates or --clear-pending-creates",
                 pending.resource->urn);
  }
}

/// An update or a delete that was interrupted may have happened or not: the provider is asked how the resource is now.
Task<void> look_again(Run& run, std::uint64_t index, PendingOperation pending) {
  std::vector<EntryId> entries;
  for (const auto entry : run.old.entries()) {
    const auto state = run.old.state(entry);
    if (state->urn == pending.resource->urn && state->id == pending.resource->id) entries.push_back(entry);
  }
  auto refreshing = refresh_entries(run, std::move(entries), nullptr);
  const bool refreshed = co_await refreshing;
  if (refreshed) run.recorder.note({ResolvePending{index}});
}

}  // namespace

Task<void> recover_pending(Run& run) {
  if (run.preview()) co_return;
  for (std::uint64_t index = 0; index < run.base_pending.size() && run.may_begin(); ++index) {
    const auto& pending = run.base_pending[index];
    const bool in_world = pending.resource->custom && !pending.resource->urn.is_provider();
    const bool was_changing = pending.kind == PendingKind::updating || pending.kind == PendingKind::deleting;
    if (!in_world || (pending.kind != PendingKind::creating && !was_changing)) {
      // It exists in the state alone, or was only looked at.
      run.recorder.note({ResolvePending{index}});
      continue;
    }
    auto recovering = was_changing ? look_again(run, index, pending) : recover_one(run, index, pending);
    co_await recovering;
  }
}

}  // namespace ashlar::deploy
