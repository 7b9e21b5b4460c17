// Which resources a run deletes at its end: what no registration has claimed, but for what was not meant, must not go,
// or is still needed (reference 5.7, 5.11).

#include <algorithm>
#include <unordered_set>

#include "deploy/run.hpp"

namespace ashlar::deploy {

namespace {

std::vector<EntryId> unclaimed(const Run& run) {
  std::vector<EntryId> result;
  for (const auto entry : run.old.entries()) {
    if (!run.old.is_settled(entry)) result.push_back(entry);
  }
  return result;
}

/// Who refers to what, among the resources that stay.
class Users {
 public:
  void add(const ResourceState& user) {
    for (const auto& urn : references_of(user)) by_urn_[urn].push_back(user.urn);
    if (!user.provider.empty()) by_provider_[user.provider].push_back(user.urn);
  }
  /// An old copy beside the resource that took its place is needed by nobody, unless it is a provider: references to
  /// those tell the copies apart.
  [[nodiscard]] const std::vector<Urn>& of(const ResourceState& state, bool has_successor) const {
    static const std::vector<Urn> nobody;
    if (state.pending_delete && has_successor && !state.urn.is_provider()) return nobody;
    if (state.pending_delete && has_successor) {
      const auto at = by_provider_.find(ProviderReference{state.urn, state.id}.text());
      return at == by_provider_.end() ? nobody : at->second;
    }
    const auto at = by_urn_.find(state.urn);
    return at == by_urn_.end() ? nobody : at->second;
  }

 private:
  std::unordered_map<Urn, std::vector<Urn>> by_urn_;
  std::unordered_map<std::string, std::vector<Urn>> by_provider_;
};

/// The URNs that a resource stands under which does not wait for its deletion.
std::unordered_set<Urn> live_urns(const Run& run) {
  std::unordered_set<Urn> live;
  for (const auto entry : run.old.entries()) {
    const auto state = run.old.state(entry);
    if (!state->pending_delete) live.insert(state->urn);
  }
  for (const auto& [urn, registered] : run.registered) {
    if (registered->state && !registered->skipped_create) live.insert(urn);
  }
  return live;
}

Error cannot_delete(const Urn& target, const std::vector<Urn>& users) {
  constexpr std::size_t shown = 10;
  Error error = fail("cannot delete " + target.text() + ": resources that are not targeted depend on it");
  for (std::size_t i = 0; i < std::min(users.size(), shown); ++i) error.notes.push_back(users[i].text());
  if (users.size() > shown) error.notes.push_back("and " + std::to_string(users.size() - shown) + " more");
  error.help = "add --target-dependents, or target them as well";
  return error;
}

/// Takes out what `--target` and `--exclude` do not mean, and what something that stays refers to. A target that must
/// stay for that is an error: of a preview that shows the rest, else the end of all deletions.
std::vector<EntryId> meant(Run& run, const std::vector<EntryId>& entries) {
  if (run.targets.everything()) return entries;
  std::vector<EntryId> named;
  for (const auto entry : entries) {
    const auto state = run.old.state(entry);
    if (run.targets.names(state->urn, references_of(*state))) named.push_back(entry);
  }
  Users users;
  std::unordered_set<Urn> to_go;
  const std::unordered_set<EntryId> chosen(named.begin(), named.end());
  for (const auto entry : run.old.entries()) {
    if (!chosen.contains(entry)) users.add(*run.old.state(entry));
  }
  for (const auto entry : named) to_go.insert(run.old.state(entry)->urn);
  const auto live = live_urns(run);
  bool refused = false;
  std::vector<EntryId> result;
  for (auto at = named.rbegin(); at != named.rend(); ++at) {
    const auto state = run.old.state(*at);
    auto needed_by = users.of(*state, live.contains(state->urn));
    if (needed_by.empty()) {
      result.push_back(*at);
      continue;
    }
    users.add(*state);
    std::erase_if(needed_by, [&](const Urn& user) { return to_go.contains(user); });  // those are told of themselves
    if (!run.targets.has_targets() || needed_by.empty()) continue;
    refused = true;
    run.report(cannot_delete(state->urn, needed_by), state->urn);
  }
  if (refused && !run.preview()) return {};
  std::reverse(result.begin(), result.end());
  return result;
}

/// Takes out the protected ones, each with an error, or silently with `--exclude-protected`; what they refer to stays
/// too.
std::vector<EntryId> unprotected(Run& run, const std::vector<EntryId>& entries) {
  std::unordered_set<Urn> needed;
  std::vector<EntryId> result;
  for (auto at = entries.rbegin(); at != entries.rend(); ++at) {
    const auto state = run.old.state(*at);
    const bool exists = !state->pending_delete && !state->pending_replacement;
    const bool is_protected = state->protect && exists && !run.options.ignore_protect;
    if (!is_protected && !needed.contains(state->urn)) {
      result.push_back(*at);
      continue;
    }
    for (const auto& urn : references_of(*state)) needed.insert(urn);
    if (!is_protected || run.options.exclude_protected) continue;
    run.report(fail_with_help("resource " + state->urn.text() + " cannot be deleted: it is protected",
                              "remove `protect`, or run `ashlar state unprotect '" + state->urn.text() + "'`"),
               state->urn);
  }
  std::reverse(result.begin(), result.end());
  return result;
}

/// Takes out what a resource that failed in this run still needs.
std::vector<EntryId> not_needed_by_failures(const Run& run, const std::vector<EntryId>& entries) {
  if (!run.failed) return entries;
  std::unordered_set<Urn> needed;
  for (const auto& [urn, registered] : run.registered) {
    if (registered->failed) needed.insert(registered->found_as.value_or(urn));
  }
  const auto all = run.old.entries();
  for (auto at = all.rbegin(); at != all.rend(); ++at) {
    const auto state = run.old.state(*at);
    if (!needed.contains(state->urn)) continue;
    for (const auto& urn : references_of(*state)) needed.insert(urn);
  }
  std::vector<EntryId> result;
  for (const auto entry : entries) {
    if (!needed.contains(run.old.state(entry)->urn)) result.push_back(entry);
  }
  return result;
}

}  // namespace

std::vector<EntryId> condemned(Run& run) {
  return not_needed_by_failures(run, unprotected(run, meant(run, unclaimed(run))));
}

}  // namespace ashlar::deploy
