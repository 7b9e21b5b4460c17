#pragma once
/// What a stack consists of, and the records by which a run changes that (reference 5.19).

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "resource/resource_state.hpp"

namespace ashlar::deploy {

enum class PendingKind { creating, updating, deleting, reading, importing };

/// A provider call that has been announced and whose end is not known.
struct PendingOperation {
  ResourceStatePtr resource;
  PendingKind kind = PendingKind::creating;
  std::string token;  ///< the create's operation token; empty for other kinds and for what another tool left behind
};

/// The content of a checkpoint, in order: whatever a resource refers to stands before it.
struct Snapshot {
  std::vector<ResourceStatePtr> resources;
  std::vector<PendingOperation> pending_operations;
};

/// A resource's place in the ledger, for the length of one run: its index in the base snapshot, or a number from its
/// size on, counted up in the order of creation.
using EntryId = std::uint64_t;

/// Puts a state at the end of what this run has brought about, as a new entry, or, when the entry exists, in its place.
struct PutEntry {
  EntryId entry;
  ResourceStatePtr state;
};
/// Moves an entry to the end of what this run has brought about; with a new state when there is one.
struct MoveEntry {
  EntryId entry;
  ResourceStatePtr state;  ///< null: unchanged
};
/// Sets the two flags of a replacement under way.
struct MarkEntry {
  EntryId entry;
  bool pending_delete;
  bool pending_replacement;
};
struct RemoveEntry {
  EntryId entry;
};
/// Takes one pending operation of the base snapshot away: it was resolved. `index` counts the base's.
struct ResolvePending {
  std::uint64_t index;
};

using Change = std::variant<PutEntry, MoveEntry, MarkEntry, RemoveEntry, ResolvePending>;

/// One line of the journal. A record that begins an operation must be durable before the provider is called.
struct Record {
  std::uint64_t operation = 0;             ///< ties an end to its begin; 0 for records that are neither
  std::optional<PendingOperation> begins;  ///< set: announces `operation`
  bool ends = false;                       ///< `operation` is over, well or badly
  std::vector<Change> changes;
};

/// A snapshot that records are applied to. Applying the records of a journal to its base gives what the run had
/// reached.
class Ledger {
 public:
  explicit Ledger(Snapshot base);

  void apply(const Record& record);

  /// This run's entries in order of completion, then the rest of the base in its order, each after what it refers to;
  /// operations that have not ended, then those of the base that were not resolved (reference 5.19).
  [[nodiscard]] Snapshot snapshot() const;

  [[nodiscard]] EntryId next_entry() const { return entries_.size(); }
  [[nodiscard]] ResourceStatePtr state(EntryId entry) const { return entries_[entry].state; }  ///< null once removed

 private:
  struct Entry {
    ResourceStatePtr state;
    std::uint64_t position = 0;  ///< in `order_`; only the last one counts
  };

  void append(EntryId entry);

  std::size_t base_size_;
  std::vector<Entry> entries_;
  std::vector<EntryId> order_;
  std::map<std::uint64_t, PendingOperation> running_;
  std::vector<PendingOperation> base_pending_;
  std::vector<bool> base_pending_resolved_;
};

/// Checks a snapshot against the integrity rules of reference 5.19; the error names the resource and the rule.
[[nodiscard]] Status verify_integrity(const Snapshot& snapshot);

}  // namespace ashlar::deploy
