#pragma once
/// Changes to a state that keep it whole. All work on the snapshot in place and leave it alone when they fail.

#include <string>
#include <vector>

#include "base/result.hpp"
#include "deploy/ledger.hpp"

namespace ashlar::cli {

/// Resources that name `urn` as parent, dependency, provider or the like.
[[nodiscard]] std::vector<ResourceStatePtr> dependents_of(const deploy::Snapshot& snapshot, const Urn& urn);

struct RemoveOptions {
  bool force = false;            ///< protected ones, too
  bool with_dependents = false;  ///< and all that need them, directly or not
};
/// Forgets resources. Returns how many were.
[[nodiscard]] Result<std::size_t> remove_resources(deploy::Snapshot& snapshot, const std::vector<Urn>& urns,
                                                   const RemoveOptions& options);

/// Sets a flag of the resources named, or of all of them. Returns how many changed.
enum class ResourceMark { protect, taint };
[[nodiscard]] Result<std::size_t> mark_resources(deploy::Snapshot& snapshot, const std::vector<Urn>& urns, bool all,
                                                 ResourceMark mark, bool value);

/// What a repair did, a line each.
[[nodiscard]] std::vector<std::string> repair(deploy::Snapshot& snapshot);

}  // namespace ashlar::cli
