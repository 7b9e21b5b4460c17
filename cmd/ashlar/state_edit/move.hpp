#pragma once
/// Moving resources from one stack's state to another's.

#include <string>
#include <vector>

#include "base/result.hpp"
#include "deploy/ledger.hpp"

namespace ashlar::cli {

/// A reference that the move cuts: both ends are in different stacks afterwards.
struct BrokenReference {
  Urn resource;
  std::string description;  ///< `depends on URN`, `property "x" depends on URN` …
};

struct MovePlan {
  deploy::Snapshot source, destination;      ///< as they are to be
  std::vector<Urn> moved;                    ///< in the source's order, under their old URNs
  std::vector<BrokenReference> left_behind;  ///< of what stays, to what is moved
  std::vector<BrokenReference> taken_along;  ///< of what is moved, to what stays
  std::vector<std::string> warnings;
};

struct MoveRequest {
  std::vector<Urn> urns;
  bool include_parents = false;
  std::string stack, project;  ///< the destination's
};

/// Children go along with their parents; providers are copied where the destination has no equal ones.
[[nodiscard]] Result<MovePlan> plan_move(const deploy::Snapshot& source, const deploy::Snapshot& destination,
                                         const MoveRequest& request);

}  // namespace ashlar::cli
