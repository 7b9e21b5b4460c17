#pragma once
/// Under which names a resource may have been known before (reference 5.9).

#include <string>
#include <vector>

#include "resource/resource_state.hpp"

namespace ashlar::deploy {

/// A parent as alias resolution sees it: what it is called now, and the URN it was found under when that was another.
struct AliasParent {
  Urn urn;
  std::optional<Urn> found_as;
};

/// The URNs to look for in the old state after `urn` itself, in order, without repeats: the goal's own aliases, then
/// those that follow from the parent having been found under another URN, alone and combined with each own alias.
[[nodiscard]] std::vector<Urn> alias_urns(const Goal& goal, const Urn& urn, const std::optional<AliasParent>& parent);

}  // namespace ashlar::deploy
