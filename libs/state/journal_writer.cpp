#include "state/journal_writer.hpp"

#include <algorithm>
#include <utility>

namespace ashlar::state {

JournalWriter::JournalWriter(JournalHeader header, JournalPlaces places, SecretWriting secrets, EventLoop& loop,
                             Report report)
    : header_line_(encode_header(header)),
      places_(std::move(places)),
      secrets_(std::move(secrets)),
      loop_(loop),
      report_(std::move(report)),
      thread_([this] { run(); }) {}

JournalWriter::~JournalWriter() { stop_thread(); }

void JournalWriter::stop_thread() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void JournalWriter::append(deploy::Record record, std::function<void(Status)> done) {
  bool first_to_wait = false;
  {
    const std::lock_guard lock(mutex_);
    first_to_wait = done && !somebody_waits_;
    somebody_waits_ = somebody_waits_ || static_cast<bool>(done);
    queue_.push_back({std::move(record), std::move(done)});
  }
  // What the loop has to do already may append more: the write goes out after that, with all of it.
  if (!first_to_wait) return;
  loop_.post([this, alive = std::weak_ptr<bool>(alive_)] {
    if (alive.expired()) return;
    {
      const std::lock_guard lock(mutex_);
      due_ = true;
    }
    changed_.notify_one();
  });
}

void JournalWriter::retry_after(std::chrono::milliseconds delay) {
  const std::lock_guard lock(mutex_);
  first_delay_ = delay;
}

void JournalWriter::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    const auto is_due = [this] { return due_ || stopping_; };
    if (store_fails_) {
      changed_.wait_until(lock, retry_at_, is_due);
    } else {
      changed_.wait(lock, is_due);
    }
    // What nobody waits for is worth writing at the end only where a file tells of what it belongs to.
    const bool takes_queue = somebody_waits_ || (stopping_ && has_files_);
    auto group = takes_queue ? std::exchange(queue_, {}) : std::deque<Item>();
    if (stopping_ && group.empty()) return;
    somebody_waits_ = due_ = false;
    lock.unlock();
    write_group(std::move(group));
    lock.lock();
    has_files_ = header_is_stored_ || spool_log_ != nullptr;
  }
}

void JournalWriter::write_group(std::deque<Item> group) {
  std::vector<std::function<void(Status)>> waiting;
  for (auto& item : group) {
    auto line = encode_record(next_number_, item.record, secrets_);
    if (line) {
      ++next_number_;
      unstored_ += *line;
    } else if (!lost_) {
      lost_ = line.error().within("cannot put a record into the journal");
    }
    if (item.done) waiting.push_back(std::move(item.done));
  }
  auto status = write_durably();
  if (lost_) status = *lost_;  // a record is missing: those after it do not stand on what they need
  if (waiting.empty()) return;
  loop_.post([waiting = std::move(waiting), status = std::move(status)] {
    for (const auto& done : waiting) done(status);
  });
}

Status JournalWriter::write_durably() {
  if (unstored_.empty()) return {};
  Status stored;
  if (!store_fails_ || std::chrono::steady_clock::now() >= retry_at_) {
    stored = write_to_store();
    if (stored) {
      if (store_fails_) store_works_again();
      return {};
    }
    store_failed(stored.error());
  }
  auto spooled = write_to_spool();
  if (spooled) return {};
  Error error = stored ? spooled.error() : stored.error();
  if (!stored) error.notes.push_back("nor could the record be kept on this machine: " + spooled.error().message);
  return error;
}

Status JournalWriter::write_to_store() {
  if (!log_) {
    auto log = places_.store->open_log(places_.key, 0);
    if (!log) return log.error();
    log_ = std::move(*log);
  }
  auto status = header_is_stored_ ? log_->append(unstored_) : log_->append(header_line_ + unstored_);
  if (!status) return status;
  header_is_stored_ = true;
  unstored_.clear();
  spooled_ = 0;
  return {};
}

Status JournalWriter::write_to_spool() {
  if (!places_.spool) return fail("there is no place for it");
  if (!spool_log_) {
    auto log = places_.spool->open_log(places_.spool_key, 0);
    if (!log) return log.error();
    if (auto status = (*log)->append(header_line_ + unstored_); !status) return status;
    spool_log_ = std::move(*log);
  } else if (auto status = spool_log_->append(unstored_.substr(spooled_)); !status) {
    return status;
  }
  spooled_ = unstored_.size();
  return {};
}

void JournalWriter::store_failed(const Error& error) {
  constexpr std::chrono::milliseconds longest{30'000};
  if (store_fails_) {
    delay_ = std::min(longest, delay_ * 6 / 5);
  } else {
    const std::lock_guard lock(mutex_);
    delay_ = first_delay_;
  }
  retry_at_ = std::chrono::steady_clock::now() + delay_;
  const bool is_news = !std::exchange(store_fails_, true);
  if (!is_news || !report_ || !places_.spool) return;
  Diagnostic diagnostic;
  diagnostic.severity = Severity::warning;
  diagnostic.message = "the state cannot be written: " + error.message + "\nWhat happens is recorded in " +
                       places_.spool->url(places_.spool_key) + " until it can be written again.";
  loop_.post([report = report_, diagnostic = std::move(diagnostic)] { report(diagnostic); });
}

/// The store has everything now. The spool's file goes only then; should that fail, its records are known to be in the
/// journal too.
void JournalWriter::store_works_again() {
  store_fails_ = false;
  if (spool_log_) {
    spool_log_.reset();
    (void)places_.spool->remove_log(places_.spool_key);  // harmless if it stays: the records carry numbers
  }
  if (!report_) return;
  loop_.post([report = report_] {
    report({Severity::info, "The state can be written again; nothing was lost.", {}, false, 0});
  });
}

Status JournalWriter::finish(const std::string& checkpoint) {
  stop_thread();
  if (!has_files_) return {};
  retry_at_ = {};
  unstored_ += encode_commit(next_number_++, checkpoint);
  return write_durably();
}

bool JournalWriter::has_files() {
  const std::lock_guard lock(mutex_);
  return has_files_;
}

Status JournalWriter::remove_files() {
  if (auto status = places_.store->remove_log(places_.key); !status) return status;
  return places_.spool && spool_log_ ? places_.spool->remove_log(places_.spool_key) : Status();
}

}  // namespace ashlar::state
