#pragma once

#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "deploy/ledger.hpp"

namespace ashlar::deploy {

/// What the stack held when the run began, and what the run has dealt with so far. States are looked up in the ledger,
/// which knows of refreshes and of recovered creates.
class OldResources {
 public:
  explicit OldResources(const Ledger& ledger, std::size_t base_size);

  /// The live resource of that URN that was not yet dealt with, if there is one.
  [[nodiscard]] std::optional<EntryId> find(const Urn& urn) const;
  /// Whether there was a live resource of that URN, dealt with or not.
  [[nodiscard]] bool knows(const Urn& urn) const { return live_.contains(urn); }
  /// Whether there was any resource of that URN, be it one that waits for its deletion.
  [[nodiscard]] bool had(const Urn& urn) const { return urns_.contains(urn); }
  [[nodiscard]] ResourceStatePtr state(EntryId entry) const { return ledger_.state(entry); }

  /// What has become of the provider that the base knew by `reference`, or null.
  [[nodiscard]] ResourceStatePtr provider(const std::string& reference) const;

  /// The entries that refer to `urn`, in the order of the snapshot: as they did when they were added, a refresh since
  /// may have made them forget it.
  [[nodiscard]] const std::vector<EntryId>& dependents(const Urn& urn) const;

  /// An entry that came to light after the start: a create of an earlier run that was recovered.
  void add(EntryId entry);
  /// The run has dealt with `entry`: it is no candidate for deletion.
  void settle(EntryId entry) { settled_.insert(entry); }
  /// The run will delete `entry` at its end, whether the base had it or not.
  void condemn(EntryId entry);
  /// A replacement left `entry` to be deleted at the end.
  void unsettle(EntryId entry) { settled_.erase(entry); }
  [[nodiscard]] bool is_settled(EntryId entry) const { return settled_.contains(entry); }

  /// All entries that still have a state, in the order of the snapshot.
  [[nodiscard]] std::vector<EntryId> entries() const;

 private:
  const Ledger& ledger_;
  std::vector<EntryId> order_;
  std::unordered_map<Urn, EntryId> live_;
  std::unordered_map<std::string, EntryId> providers_;  ///< by the reference at the start
  std::unordered_map<Urn, std::vector<EntryId>> dependents_;
  std::unordered_set<Urn> urns_;
  std::unordered_set<EntryId> members_;
  std::unordered_set<EntryId> settled_;
};

}  // namespace ashlar::deploy
