#pragma once
/// Reads a stack: its checkpoint, and what journals that were left behind add to it.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "state/deployment.hpp"
#include "state/deployment_json.hpp"
#include "state/journal_replay.hpp"
#include "state/stack_store.hpp"

namespace ashlar::state {

/// Where a journal was found.
struct JournalFile {
  std::shared_ptr<ObjectStore> place;  ///< the store's, or the spool's
  std::string key;
  std::string text;
  bool is_aside = false;  ///< it was put aside before, because it did not fit the state
};

/// A journal that does not fit the state, for a writer to put aside until its creates are resolved.
struct OrphanedJournal {
  JournalFile file;
  std::string aside_key;                    ///< where it is kept, or is to be
  bool is_applied = false;                  ///< most of it was: only what stood after a damaged place was not
  std::vector<UnreconciledCreate> creates;  ///< empty: the state knows them all, the file may go
};

/// What becomes of a checkpoint that cannot be read.
enum class Unreadable { is_an_error, counts_as_empty };

struct LoadedStack {
  std::string key;                  ///< of the file that was read
  std::string hash;                 ///< SHA-256 of its text
  Checkpoint checkpoint;            ///< with the journal's records applied
  std::optional<Error> unreadable;  ///< why the checkpoint cannot be read, which counts as empty; no journal fits it
  bool is_replayed = false;
  std::vector<JournalFile> applied;      ///< that the checkpoint now contains, or that an earlier writer had folded in
  std::uint64_t last_record = 0;         ///< of those that were replayed
  std::size_t store_journal_length = 0;  ///< its good part
  std::vector<OrphanedJournal> orphans;
  std::vector<std::string> notes;  ///< what a user should know, a line each
};

/// `spool` may be null. A checkpoint that is damaged is an error that names the newest older state that can be read.
[[nodiscard]] Result<LoadedStack> load_stack(const StackStore& store, const StackName& stack,
                                             const SecretReadingFor& secrets, const std::shared_ptr<ObjectStore>& spool,
                                             Unreadable unreadable = Unreadable::is_an_error);

/// The key of this stack's spool files without `<id>.journal`: other stores' spools lie in the same place.
[[nodiscard]] std::string spool_prefix(const StackStore& store, const StackName& stack);

}  // namespace ashlar::state
