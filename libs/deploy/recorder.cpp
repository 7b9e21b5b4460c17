#include "deploy/recorder.hpp"

namespace ashlar::deploy {

Task<Status> Recorder::begin(std::uint64_t operation, PendingOperation pending) {
  Record record{operation, std::move(pending), false, {}};
  ledger_.apply(record);
  if (journal_ == nullptr) co_return Status();
  Promised<Status> durable;
  journal_->append(std::move(record), [durable](Status status) mutable { durable.set(std::move(status)); });
  Status status = co_await durable;
  if (!status) {
    if (!*failure_) *failure_ = status.error();
    Record over{operation, std::nullopt, true, {}};
    ledger_.apply(over);
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
    done = [failure = failure_](const Status& status) {
      if (!status && !*failure) *failure = status.error();
    };
  }
  journal_->append(std::move(record), std::move(done));
}

}  // namespace ashlar::deploy
