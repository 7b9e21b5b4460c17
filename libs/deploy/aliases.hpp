#pragma once
/// Under which names a resource may have been known before (reference 5.9).

#include <functional>
#include <string>
#include <vector>

#include "resource/resource_state.hpp"

namespace ashlar::deploy {

/// What a resource of this run was called in the old state, when an alias led to it.
using FoundAs = std::function<std::optional<Urn>(const Urn&)>;

/// The URNs to look for in the old state after `urn` itself, in order, without repeats: the goal's own aliases, then
/// those that follow from the parent having been found under another URN, alone and combined with each own alias.
[[nodiscard]] std::vector<Urn> alias_urns(const Goal& goal, const Urn& urn, const FoundAs& found_as);

/// Rewrites `resources`, in snapshot order, as if every resource had always had its present URN: what refers to the
/// URNs in the `aliases` of one of them refers to that one afterwards, children that no registration has met yet move
/// along with their parent, and no `aliases` remain.
void settle_aliases(std::vector<ResourceStatePtr>& resources);

}  // namespace ashlar::deploy
