// Asks the providers how the world is and takes that into the state (reference 5.8).

#include <unordered_set>

#include "deploy/provider_resources.hpp"
#include "deploy/steps/steps.hpp"

namespace ashlar::deploy {

namespace {

struct Refreshes {
  std::size_t running = 0;
  Promised<bool> over;
  std::unordered_set<std::string> gone;
  std::vector<EntryId> gone_entries;
  bool failed = false;
};

bool is_refreshable(const ResourceState& state) {
  return state.custom && !state.urn.is_provider() && !state.pending_delete && !state.pending_replacement &&
         state.view_of.empty();
}

Task<Result<ReadAnswer>> read_again(Run& run, const ResourceState& state) {
  auto finding = run.providers->instance(state.provider);
  auto instance = co_await finding;
  if (!instance) co_return instance.error();
  if (!(*instance)->configured) {
    ReadAnswer as_it_was{state.id, state.inputs, state.outputs, state.refresh_before_update, {}};
    co_return as_it_was;
  }
  ReadRequest request{state.urn, state.id, state.inputs, state.outputs, state.custom_timeouts.read, run.preview()};
  auto asking = ask<ReadAnswer>([&](auto done) { (*instance)->provider->read(std::move(request), std::move(done)); });
  auto answer = co_await asking;
  co_return answer;
}

std::shared_ptr<ResourceState> refreshed_state(const Run& run, const ResourceState& old, ReadAnswer answer) {
  auto next = std::make_shared<ResourceState>(old);
  next->id = answer.id;
  if (answer.inputs && !old.external) {
    next->inputs = *std::move(answer.inputs);
    reuse_equal_values(next->inputs, old.inputs);
  }
  next->outputs = std::move(answer.outputs);
  next->init_errors = std::move(answer.init_errors);
  mark_secret_outputs(*next);
  reuse_equal_values(next->outputs, old.outputs);
  const bool changed = next->id != old.id || !(next->inputs == old.inputs) || !(next->outputs == old.outputs) ||
                       next->init_errors != old.init_errors;
  if (changed) next->modified = run.now();
  return next;
}

/// What the watchers are told: the operation that the world went through, and what differs.
StepInfo result_info(const StepInfo& refreshing, ResourceStatePtr next) {
  auto info = refreshing;
  info.new_state = std::move(next);
  if (!info.new_state) {
    info.op = StepOp::remove;
    return info;
  }
  const auto& old = *info.old_state;
  info.detailed_diff = diff_properties(old.inputs, info.new_state->inputs);
  if (info.detailed_diff.empty()) {
    info.detailed_diff = diff_properties(old.outputs, info.new_state->outputs);
    for (auto& [path, change] : info.detailed_diff) change.input_diff = false;
  }
  info.has_detailed_diff = true;
  info.diffs = top_level_keys(info.detailed_diff);
  info.op = info.detailed_diff.empty() ? StepOp::same : StepOp::update;
  return info;
}

Task<void> refresh_one(Run& run, std::shared_ptr<Refreshes> refreshes, EntryId entry) {
  const auto old = run.old.state(entry);
  StepInfo info(StepOp::refresh, old->urn);
  info.old_state = old;
  info.provider = old->provider;
  auto turn = run.calls.acquire();
  co_await turn;
  if (!run.may_begin()) {
    refreshes->failed = true;
  } else {
    run.emit(StepStarted{info});
    auto reading = read_again(run, *old);
    auto answer = co_await reading;
    if (!answer) {
      refreshes->failed = true;
      step_failed(run, info, answer.error());
    } else if (answer->id.empty()) {
      refreshes->gone.insert(old->urn.text());
      refreshes->gone_entries.push_back(entry);
      const auto result = result_info(info, nullptr);
      run.emit(StepDone{result});
      run.count(result);
    } else {
      for (const auto& reason : answer->init_errors) run.diagnose(Severity::warning, reason, old->urn);
      const auto next = refreshed_state(run, *old, *std::move(answer));
      const auto result = result_info(info, next);
      if (result.op != StepOp::same || next->init_errors != old->init_errors)
        run.recorder.note({PutEntry{entry, next}});
      run.emit(StepDone{result});
      run.count(result);
    }
  }
  run.calls.release();
  if (--refreshes->running == 0) refreshes->over.set(true);
}

/// Forgets the vanished resources and the references to them, in one record; children of a vanished parent go to its
/// own nearest surviving ancestor.
void forget_vanished(Run& run, const Refreshes& refreshes, const std::map<std::string, std::optional<Urn>>& parents) {
  if (refreshes.gone.empty()) return;
  std::vector<Change> changes;
  for (const auto entry : refreshes.gone_entries) changes.emplace_back(RemoveEntry{entry});
  const std::unordered_set<EntryId> vanished(refreshes.gone_entries.begin(), refreshes.gone_entries.end());
  const auto is_gone = [&](const Urn& urn) { return refreshes.gone.contains(urn.text()); };
  for (const auto entry : run.old.entries()) {
    if (vanished.contains(entry)) continue;
    const auto state = run.old.state(entry);
    auto repaired = std::make_shared<ResourceState>(*state);
    std::erase_if(repaired->dependencies, is_gone);
    for (auto& [property, urns] : repaired->property_dependencies) std::erase_if(urns, is_gone);
    std::erase_if(repaired->replace_with, is_gone);
    if (repaired->deleted_with && is_gone(*repaired->deleted_with)) repaired->deleted_with.reset();
    while (repaired->parent && is_gone(*repaired->parent)) {
      const auto at = parents.find(repaired->parent->text());
      repaired->parent = at == parents.end() ? std::nullopt : at->second;
    }
    const bool changed = repaired->dependencies != state->dependencies ||
                         repaired->property_dependencies != state->property_dependencies ||
                         repaired->replace_with != state->replace_with ||
                         repaired->deleted_with != state->deleted_with || repaired->parent != state->parent;
    if (changed) changes.emplace_back(PutEntry{entry, repaired});
  }
  run.recorder.note(std::move(changes));
}

}  // namespace

Task<bool> refresh_entries(Run& run, std::vector<EntryId> entries) {
  auto refreshes = std::make_shared<Refreshes>();
  std::map<std::string, std::optional<Urn>> parents;
  for (const auto entry : run.old.entries()) {
    const auto state = run.old.state(entry);
    parents.emplace(state->urn.text(), state->parent);
  }
  refreshes->running = entries.size() + 1;
  for (const auto entry : entries) spawn(refresh_one(run, refreshes, entry));
  if (--refreshes->running == 0) refreshes->over.set(true);
  co_await refreshes->over;
  forget_vanished(run, *refreshes, parents);
  co_return !refreshes->failed;
}

Task<void> refresh_all(Run& run) {
  std::vector<EntryId> chosen;
  for (const auto entry : run.old.entries()) {
    const auto state = run.old.state(entry);
    if (is_refreshable(*state) && run.targets.contains(state->urn, references_of(*state))) chosen.push_back(entry);
  }
  auto refreshing = refresh_entries(run, std::move(chosen));
  co_await refreshing;
}

}  // namespace ashlar::deploy
