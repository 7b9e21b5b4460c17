#pragma once
/// Creates that were begun and whose end nobody saw (reference 5.13). The engine asks the providers first; what they
/// cannot tell is decided by the user.

#include "cmd/ashlar/engine/run_flags.hpp"
#include "cmd/ashlar/shell/shell.hpp"
#include "state/journal_replay.hpp"

namespace ashlar::cli {

/// Adds creates that the state does not know, because another tool wrote it meanwhile, to its pending operations: from
/// there on they are resolved like its own.
void add_unreconciled(deploy::Snapshot& snapshot, const std::vector<state::UnreconciledCreate>& creates);

/// The creates that are still pending: the indexes of their operations.
[[nodiscard]] std::vector<std::size_t> pending_creates(const deploy::Snapshot& snapshot);

/// Takes the resource of a pending create into the snapshot under the id that the user found, to be read by a refresh.
/// It completes a replacement when there is one of the same URN. REQUIRES: `index` is a pending create.
void import_pending(deploy::Snapshot& snapshot, std::size_t index, const std::string& id);

/// `--import-pending-creates URN --import-pending-creates ID`, any number of pairs. Returns how many there were.
[[nodiscard]] Result<std::size_t> import_named_creates(deploy::Snapshot& snapshot,
                                                       const std::vector<std::string>& urns_and_ids);

/// Decides about the creates that are pending after a refresh: drops them all when the user said so, else asks about
/// each when somebody is there. Says what it did. `imported` gets the URNs of those that are now to be read; the result
/// tells whether the snapshot changed.
[[nodiscard]] Result<bool> settle_pending_creates(Shell& shell, const RunFlags& flags, deploy::Snapshot& snapshot,
                                                  std::vector<std::string>& imported);

}  // namespace ashlar::cli
