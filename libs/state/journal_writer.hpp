#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "base/diagnostic.hpp"
#include "base/event_loop.hpp"
#include "deploy/journal.hpp"
#include "state/journal_format.hpp"
#include "state/object_store.hpp"

namespace ashlar::state {

/// Where a journal goes: beside the checkpoint, and while that fails into a file of this machine.
struct JournalPlaces {
  std::shared_ptr<ObjectStore> store;
  std::string key;
  std::shared_ptr<ObjectStore> spool;  ///< may be null: then a store that fails, fails the records
  std::string spool_key;
};

/// The journal of one run. A thread of its own encodes what has gathered, writes it at once and makes it durable once
/// for all of it; the answers are posted to the loop. No file is made before the first record that somebody waits for.
class JournalWriter final : public deploy::Journal {
 public:
  using Report = std::function<void(Diagnostic)>;

  /// `loop` outlives this. `secrets.encrypt` and the functions of both stores are called on the writer's thread.
  /// `report` is called on the loop's thread, when the store fails and when it works again.
  JournalWriter(JournalHeader header, JournalPlaces places, SecretWriting secrets, EventLoop& loop, Report report);
  /// Writes what somebody waits for and ends the thread. Leaves the files.
  ~JournalWriter() override;

  void append(deploy::Record record, std::function<void(Status)> done) override;

  /// Ends the run: all that was appended and, with it, the word that a checkpoint of this hash follows become durable,
  /// in the store or the spool. Nothing is written when there is no file yet. Blocks; call once, append nothing
  /// afterwards.
  Status finish(const std::string& checkpoint);
  /// Whether records have gone to a file, in either place.
  [[nodiscard]] bool has_files();
  /// Removes both files. After `finish`.
  Status remove_files();

  /// How long after a failure the store is tried again, at first; growing up to half a minute. For tests.
  void retry_after(std::chrono::milliseconds delay);

 private:
  struct Item {
    deploy::Record record;
    std::function<void(Status)> done;
  };
  using Time = std::chrono::steady_clock::time_point;

  void run();
  void write_group(std::deque<Item> group);
  Status write_durably();
  Status write_to_store();
  Status write_to_spool();
  void store_failed(const Error& error);
  void store_works_again();
  void stop_thread();

  const std::string header_line_;
  const JournalPlaces places_;
  const SecretWriting secrets_;
  EventLoop& loop_;
  const Report report_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Item> queue_;
  bool somebody_waits_ = false;  ///< for something in `queue_`
  bool due_ = false;             ///< and it is to be written now
  bool stopping_ = false;
  bool has_files_ = false;
  std::chrono::milliseconds first_delay_{1000};

  // The writer's thread only, until it has ended.
  std::uint64_t next_number_ = 1;
  std::optional<Error> lost_;  ///< why a record could not be encoded
  std::unique_ptr<ObjectLog> log_;
  std::unique_ptr<ObjectLog> spool_log_;
  std::string unstored_;     ///< lines that are not durable in the store yet
  std::size_t spooled_ = 0;  ///< how many bytes of them are durable in the spool
  bool header_is_stored_ = false;
  bool store_fails_ = false;
  Time retry_at_{};
  std::chrono::milliseconds delay_{};

  const std::shared_ptr<bool> alive_ = std::make_shared<bool>();  ///< ends with this; for what is posted
  std::thread thread_;                                            // last: it uses all of the above
};

}  // namespace ashlar::state
