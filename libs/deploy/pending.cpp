// What became of the creates that an earlier run announced and never saw the end of.

#include "deploy/provider_resources.hpp"
#include "deploy/steps/steps.hpp"

namespace ashlar::deploy {

namespace {

/// Takes the found resource into the state as if its create had been answered.
void adopt(Run& run, std::uint64_t index, const PendingOperation& pending, RecoverAnswer answer) {
  auto state = std::make_shared<ResourceState>(*pending.resource);
  state->id = std::move(answer.id);
  if (!answer.inputs.empty()) state->inputs = std::move(answer.inputs);
  state->outputs = std::move(answer.outputs);
  state->created = state->modified = run.now();
  mark_secret_outputs(*state);
  const auto entry = run.recorder.next_entry();
  run.recorder.note({PutEntry{entry, state}, ResolvePending{index}});
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
  // What stands in the state under this name was created after all, by a later run.
  const bool superseded = run.old.find(pending.resource->urn).has_value();
  if (answer.outcome == RecoverAnswer::Outcome::created && !superseded) {
    adopt(run, index, pending, std::move(answer));
  } else if (answer.outcome == RecoverAnswer::Outcome::not_created) {
    run.recorder.note({ResolvePending{index}});
  } else {
    run.diagnose(Severity::warning,
                 "it is not known whether an interrupted create of this resource succeeded\n"
                 "help: look for it in the cloud; run `ashlar refresh` to clear or import what is pending",
                 pending.resource->urn);
  }
}

}  // namespace

Task<void> recover_pending(Run& run) {
  if (run.preview()) co_return;
  for (std::uint64_t index = 0; index < run.base_pending.size(); ++index) {
    const auto& pending = run.base_pending[index];
    if (pending.kind != PendingKind::creating) {
      run.diagnose(
          Severity::warning,
          "an earlier run was interrupted while it changed this resource; `ashlar refresh` shows how it is now",
          pending.resource->urn);
      continue;
    }
    // Providers and components exist in the state alone.
    if (!pending.resource->custom || pending.resource->urn.is_provider()) {
      run.recorder.note({ResolvePending{index}});
      continue;
    }
    auto recovering = recover_one(run, index, pending);
    co_await recovering;
  }
}

}  // namespace ashlar::deploy
