#include "deploy/old_resources.hpp"

#include "deploy/targets.hpp"

namespace ashlar::deploy {

OldResources::OldResources(const Ledger& ledger, std::size_t base_size) : ledger_(ledger) {
  for (EntryId entry = 0; entry < base_size; ++entry) add(entry);
}

void OldResources::add(EntryId entry) {
  order_.push_back(entry);
  members_.insert(entry);
  const auto state = ledger_.state(entry);
  urns_.insert(state->urn);
  if (!state->pending_delete) live_.insert_or_assign(state->urn, entry);
  for (const auto& urn : references_of(*state)) {
    auto& list = dependents_[urn];
    if (list.empty() || list.back() != entry) list.push_back(entry);  // it may refer to it in several ways
  }
  if (state->urn.is_provider()) providers_.insert_or_assign(ProviderReference{state->urn, state->id}.text(), entry);
}

const std::vector<EntryId>& OldResources::dependents(const Urn& urn) const {
  static const std::vector<EntryId> none;
  const auto at = dependents_.find(urn);
  return at == dependents_.end() ? none : at->second;
}

std::optional<EntryId> OldResources::find(const Urn& urn) const {
  const auto at = live_.find(urn);
  if (at == live_.end() || is_settled(at->second)) return std::nullopt;
  const auto state = ledger_.state(at->second);
  if (!state || state->pending_delete) return std::nullopt;
  return at->second;
}

void OldResources::condemn(EntryId entry) {
  settled_.erase(entry);
  if (!members_.contains(entry)) add(entry);
}

ResourceStatePtr OldResources::provider(const std::string& reference) const {
  const auto at = providers_.find(reference);
  return at == providers_.end() ? nullptr : ledger_.state(at->second);
}

std::vector<EntryId> OldResources::entries() const {
  std::vector<EntryId> result;
  for (const auto entry : order_) {
    if (ledger_.state(entry)) result.push_back(entry);
  }
  return result;
}

}  // namespace ashlar::deploy
