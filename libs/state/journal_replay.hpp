#pragma once
/// What the records of a journal amount to.

#include <string>
#include <vector>

#include "base/result.hpp"
#include "deploy/ledger.hpp"
#include "state/journal_format.hpp"

namespace ashlar::state {

/// Applies records to the snapshot that they were written for. Fails when they do not fit it.
[[nodiscard]] Result<deploy::Snapshot> replay(deploy::Snapshot base, const std::vector<JournalRecord>& records);

/// A create that a journal tells of, while the state, which another tool wrote meanwhile, does not know it. Whoever
/// runs the stack next reads, adopts or dismisses it.
struct UnreconciledCreate {
  std::string journal;       ///< the key of the file that keeps it
  ResourceStatePtr state;    ///< with its id and outputs when `is_finished`, else as it was to be
  std::string token;         ///< the operation token; may be empty
  bool is_finished = false;  ///< false: nobody knows whether the provider made it
};

/// The creates of a journal that `state` does not hold, neither as resources nor as pending operations.
[[nodiscard]] std::vector<UnreconciledCreate> unknown_creates(const std::vector<JournalRecord>& records,
                                                              const deploy::Snapshot& state);

}  // namespace ashlar::state
