#include "deploy/recorder.hpp"

namespace ashlar::deploy {

namespace {

/// The resource that an operation has made or changed, if it has.
ResourceStatePtr state_left_by(const Record& record) {
  for (const auto& change : record.changes) {
    if (const auto* put = std::get_if<PutEntry>(&change)) return put->state;
    if (const auto* moved = std::get_if<MoveEntry>(&change)) return moved->state;
  }
  return nullptr;
}

}  // namespace

std::optional<Error> Recorder::loss() const {
  if (!losses_->failure || (losses_->told && losses_->unrecorded.empty())) return std::nullopt;
  if (losses_->unrecorded.empty()) return losses_->failure;
  auto error = losses_->failure->within("what these resources have become could not be recorded");
  for (const auto& state : losses_->unrecorded) error.notes.push_back(state->urn.text() + " (id " + state->id + ")");
  error.help = "unless the state can be saved at the end, run `ashlar refresh` when the cause is removed";
  return error;
}

Task<Status> Recorder::begin(std::uint64_t operation, PendingOperation pending) {
  Record record{operation, std::move(pending), false, {}};
  ledger_.apply(record);
  if (journal_ == nullptr) co_return Status();
  Promised<Status> durable;
  journal_->append(std::move(record), [durable](Status status) mutable { durable.set(std::move(status)); });
  Status status = co_await durable;
  if (!status) {
    if (!losses_->failure) losses_->failure = status.error();
    losses_->told = true;
    Record over{operation, std::nullopt, true, {}};
    ledger_.apply(over);
    co_return status.error().within("nothing is done that cannot be recorded first");
  }
  co_return status;
}

void Recorder::end(std::uint64_t operation, std::vector<Change> changes) {
  append(Record{operation, std::nullopt, true, std::move(changes)});
}

void Recorder::note(std::vector<Change> changes) { append(Record{0, std::nullopt, false, std::move(changes)}); }

void Recorder::append(Record record) {
  ledger_.apply(record);
  if (journal_ == nullptr) return;
  // An end is flushed soon, though nobody waits for it; a mere note goes with the next record that is.
  std::function<void(Status)> done;
  if (record.ends) {
    done = [losses = losses_, left = state_left_by(record)](const Status& status) {
      if (status) return;
      if (!losses->failure) losses->failure = status.error();
      if (left) losses->unrecorded.push_back(left);
    };
  }
  journal_->append(std::move(record), std::move(done));
}

}  // namespace ashlar::deploy
