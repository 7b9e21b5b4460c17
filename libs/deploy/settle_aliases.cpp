#include <unordered_map>

#include "deploy/aliases.hpp"

namespace ashlar::deploy {

namespace {

/// Present URNs by earlier ones.
using Renames = std::unordered_map<Urn, Urn>;

Renames renames_in(const std::vector<ResourceStatePtr>& resources) {
  Renames renames;
  for (const auto& state : resources) {
    for (const auto& alias : state->aliases) renames.insert_or_assign(alias, state->urn);
    if (!state->parent) continue;
    const auto parent = renames.find(*state->parent);
    if (parent == renames.end()) continue;
    const auto& urn = state->urn;
    auto moved = Urn::make(urn.stack(), urn.project(), parent->second.qualified_type(), urn.type(), urn.name());
    if (moved != urn) renames.insert_or_assign(urn, std::move(moved));
  }
  return renames;
}

bool rename(Urn& urn, const Renames& renames) {
  const auto at = renames.find(urn);
  if (at == renames.end()) return false;
  urn = at->second;
  return true;
}

bool rename(std::vector<Urn>& urns, const Renames& renames) {
  bool changed = false;
  for (auto& urn : urns) changed = rename(urn, renames) || changed;
  return changed;
}

bool rename(std::optional<Urn>& urn, const Renames& renames) { return urn && rename(*urn, renames); }

bool rename_provider(std::string& reference, const Renames& renames) {
  if (reference.empty()) return false;
  auto parsed = ProviderReference::parse(reference);
  if (!parsed || !rename(parsed->urn, renames)) return false;
  reference = parsed->text();
  return true;
}

/// A copy of `state` with present URNs throughout, or `state` itself when it has them.
ResourceStatePtr renamed(const ResourceStatePtr& state, const Renames& renames) {
  auto copy = std::make_shared<ResourceState>(*state);
  bool changed = rename(copy->urn, renames);
  changed = rename(copy->parent, renames) || changed;
  changed = rename(copy->dependencies, renames) || changed;
  for (auto& [property, urns] : copy->property_dependencies) changed = rename(urns, renames) || changed;
  changed = rename(copy->deleted_with, renames) || changed;
  changed = rename(copy->replace_with, renames) || changed;
  changed = rename_provider(copy->provider, renames) || changed;
  if (!changed && state->aliases.empty()) return state;
  copy->aliases.clear();
  return copy;
}

}  // namespace

void settle_aliases(std::vector<ResourceStatePtr>& resources) {
  const auto renames = renames_in(resources);
  if (renames.empty()) return;
  for (auto& state : resources) state = renamed(state, renames);
}

}  // namespace ashlar::deploy
