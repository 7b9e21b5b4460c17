#include "deploy/old_resources.hpp"

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
  if (state->urn.is_provider()) providers_.insert_or_assign(ProviderReference{state->urn, state->id}.text(), entry);
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
