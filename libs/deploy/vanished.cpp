#include <algorithm>
#include <unordered_set>

#include "deploy/refresh.hpp"

namespace ashlar::deploy {

namespace {

/// The URNs that nothing in the state has any more, each with its parent.
std::unordered_map<Urn, std::optional<Urn>> urns_gone(const Run& run, const std::unordered_set<EntryId>& vanished) {
  std::unordered_map<Urn, std::optional<Urn>> gone;
  for (const auto entry : vanished) {
    const auto state = run.old.state(entry);
    gone.emplace(state->urn, state->parent);
  }
  for (const auto entry : run.old.entries()) {
    if (!vanished.contains(entry)) gone.erase(run.old.state(entry)->urn);
  }
  return gone;
}

}  // namespace

void forget_vanished(Run& run, const std::vector<EntryId>& entries) {
  if (entries.empty()) return;
  const std::unordered_set<EntryId> vanished(entries.begin(), entries.end());
  const auto gone = urns_gone(run, vanished);
  const auto is_gone = [&](const Urn& urn) { return gone.contains(urn); };
  std::vector<Change> changes;
  for (const auto entry : run.old.entries()) {
    if (vanished.contains(entry)) {
      changes.emplace_back(RemoveEntry{entry});
      continue;
    }
    const auto state = run.old.state(entry);
    const auto references = references_of(*state);
    if (std::none_of(references.begin(), references.end(), is_gone)) continue;
    auto repaired = std::make_shared<ResourceState>(*state);
    std::erase_if(repaired->dependencies, is_gone);
    for (auto& [property, urns] : repaired->property_dependencies) std::erase_if(urns, is_gone);
    std::erase_if(repaired->replace_with, is_gone);
    if (repaired->deleted_with && is_gone(*repaired->deleted_with)) repaired->deleted_with.reset();
    while (repaired->parent && is_gone(*repaired->parent)) {
      const auto above = gone.at(*repaired->parent);
      repaired->parent = above;
    }
    changes.emplace_back(PutEntry{entry, std::move(repaired)});
  }
  run.recorder.note(std::move(changes));
}

}  // namespace ashlar::deploy
