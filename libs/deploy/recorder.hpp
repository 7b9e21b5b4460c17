#pragma once

#include <optional>

#include "base/task.hpp"
#include "deploy/journal.hpp"
#include "deploy/ledger.hpp"

namespace ashlar::deploy {

/// Keeps the ledger and the journal in step: every change goes through here once. A preview has no journal.
class Recorder {
 public:
  Recorder(Journal* journal, Snapshot base) : journal_(journal), ledger_(std::move(base)) {}

  /// Announces a provider call; durable when the task is done. On failure the call must not be made.
  Task<Status> begin(std::uint64_t operation, PendingOperation pending);
  /// The call announced as `operation` is over, and this is what it changed. Nobody waits: whatever follows is recorded
  /// after it.
  void end(std::uint64_t operation, std::vector<Change> changes);
  /// Changes that need no provider.
  void note(std::vector<Change> changes);

  [[nodiscard]] std::uint64_t next_operation() { return ++operations_; }
  [[nodiscard]] EntryId next_entry() const { return ledger_.next_entry(); }
  [[nodiscard]] const Ledger& ledger() const { return ledger_; }
  /// The first record that could not be written, if any: nothing new may be begun then.
  [[nodiscard]] const std::optional<Error>& failure() const { return losses_->failure; }
  /// What the run still has to tell of it: the resources whose change is not on record.
  [[nodiscard]] std::optional<Error> loss() const;

 private:
  struct Losses {
    std::optional<Error> failure;
    bool told = false;                         ///< to the step that it kept from beginning, which shows it
    std::vector<ResourceStatePtr> unrecorded;  ///< what was made or changed though its end could not be written
  };

  void append(Record record);

  Journal* journal_;
  Ledger ledger_;
  std::uint64_t operations_ = 0;
  std::shared_ptr<Losses> losses_ = std::make_shared<Losses>();
};

}  // namespace ashlar::deploy
