#include "state/journal_writer.hpp"

#include <gtest/gtest.h>

#include "state/session_test_support.hpp"

namespace ashlar::state {
namespace {

/// A store with one log, that can be held up and made to fail. Counts what is written.
class FakeLogStore final : public ObjectStore {
 public:
  class Log final : public ObjectLog {
   public:
    explicit Log(FakeLogStore& store) : store_(store) {}
    Status append(std::string_view bytes) override {
      std::unique_lock lock(store_.mutex);
      store_.changed.wait(lock, [this] { return store_.is_open; });
      if (store_.fails) return fail(store_.name + " fails");
      store_.text += bytes;
      ++store_.writes;
      store_.changed.notify_all();
      return {};
    }

   private:
    FakeLogStore& store_;
  };

  explicit FakeLogStore(std::string its_name) : name(std::move(its_name)) {}

  Result<std::unique_ptr<ObjectLog>> open_log(const std::string&, std::size_t) override {
    return std::unique_ptr<ObjectLog>(std::make_unique<Log>(*this));
  }
  Status remove_log(const std::string&) override {
    const std::lock_guard lock(mutex);
    is_removed = true;
    return {};
  }
  [[nodiscard]] std::string url(const std::string& key) const override { return name + ":" + key; }
  Result<std::string> get(const std::string&) override { return fail("not here"); }
  Status put(const std::string&, std::string_view) override { return fail("not here"); }
  Status copy(const std::string&, const std::string&) override { return fail("not here"); }
  Status remove(const std::string&) override { return fail("not here"); }
  Result<std::vector<ObjectInfo>> list(const std::string&) override { return fail("not here"); }
  Result<bool> exists(const std::string&) override { return fail("not here"); }
  Result<std::string> read_log(const std::string&) override { return fail("not here"); }

  void set(bool& flag, bool value) {
    const std::lock_guard lock(mutex);
    flag = value;
    changed.notify_all();
  }
  void wait_for_writes(int count) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return writes >= count; });
  }

  std::string name;
  std::mutex mutex;
  std::condition_variable changed;
  bool is_open = true;
  bool fails = false;
  bool is_removed = false;
  int writes = 0;
  std::string text;
};

class Journals : public testing::Test {
 protected:
  std::unique_ptr<JournalWriter> start(SecretWriting secrets = test_writing()) {
    JournalHeader header;
    header.id = "run";
    auto writer = std::make_unique<JournalWriter>(
        header, JournalPlaces{store_, "journal", spool_, "run.journal"}, std::move(secrets), loop_,
        [this](const Diagnostic& report) { reports_.push_back(report.message); });
    writer->retry_after(std::chrono::milliseconds(0));
    return writer;
  }
  static deploy::Record record(std::uint64_t operation) {
    return {operation, deploy::PendingOperation{test_resource("r", ""), deploy::PendingKind::creating, "t"}, false, {}};
  }
  /// Appends a record and waits for its answer.
  Status append(JournalWriter& writer, std::uint64_t operation) {
    Status answer;
    writer.append(record(operation), [&](const Status& status) {
      answer = status;
      loop_.stop();
    });
    loop_.run();
    return answer;
  }
  static std::vector<std::uint64_t> operations(const std::string& text) {
    std::vector<std::uint64_t> result;
    const auto journal = parse_journal(text, test_secrets());
    if (!journal || !*journal) return result;
    for (const auto& each : (*journal)->records) result.push_back(each.change.operation);
    return result;
  }
  using Operations = std::vector<std::uint64_t>;

  std::shared_ptr<FakeLogStore> store_ = std::make_shared<FakeLogStore>("store");
  std::shared_ptr<FakeLogStore> spool_ = std::make_shared<FakeLogStore>("spool");
  ThreadEventLoop loop_;
  std::vector<std::string> reports_;
};

TEST_F(Journals, WhatGathersWhileTheDiskIsBusyIsWrittenAtOnceAndAnsweredInOrder) {
  const auto writer = start();
  store_->set(store_->is_open, false);
  Operations answered;
  constexpr std::uint64_t count = 100;
  for (std::uint64_t i = 1; i <= count; ++i) {
    writer->append(record(i), [&, i](const Status& status) {
      EXPECT_TRUE(status);
      answered.push_back(i);
      if (i == count) loop_.stop();
    });
  }
  store_->set(store_->is_open, true);
  loop_.run();
  EXPECT_LE(store_->writes, 2);
  EXPECT_EQ(answered, operations(store_->text));
  EXPECT_EQ(answered.size(), count);
}

TEST_F(Journals, ANoteGoesWithTheNextRecordThatSomebodyWaitsFor) {
  const auto writer = start();
  writer->append(record(1), nullptr);
  ASSERT_TRUE(append(*writer, 2));
  EXPECT_EQ(store_->writes, 1);
  EXPECT_EQ(operations(store_->text), (Operations{1, 2}));
}

TEST_F(Journals, NotesAloneMakeNoFile) {
  auto writer = start();
  writer->append(record(1), nullptr);
  ASSERT_TRUE(writer->finish("hash"));
  EXPECT_FALSE(writer->has_files());
  EXPECT_EQ(store_->text, "");
}

TEST_F(Journals, TheEndOfARunWritesTheLastNotesAndTheCheckpointsName) {
  const auto writer = start();
  ASSERT_TRUE(append(*writer, 1));
  writer->append(record(2), nullptr);
  ASSERT_TRUE(writer->finish("hash"));
  const auto journal = parse_journal(store_->text, test_secrets());
  ASSERT_EQ((*journal)->records.size(), 3U);
  EXPECT_EQ((*journal)->records[2].checkpoint, "hash");
  EXPECT_TRUE(writer->has_files());
  ASSERT_TRUE(writer->remove_files());
  EXPECT_TRUE(store_->is_removed);
}

TEST_F(Journals, WhileTheStoreFailsRecordsGoToTheSpoolAndBackWhenItWorksAgain) {
  const auto writer = start();
  ASSERT_TRUE(append(*writer, 1));
  store_->set(store_->fails, true);
  ASSERT_TRUE(append(*writer, 2));
  ASSERT_TRUE(append(*writer, 3));
  EXPECT_EQ(operations(store_->text), (Operations{1}));
  EXPECT_EQ(operations(spool_->text), (Operations{2, 3}));
  store_->set(store_->fails, false);
  store_->wait_for_writes(2);  // it tries again by itself
  ASSERT_TRUE(append(*writer, 4));
  EXPECT_EQ(operations(store_->text), (Operations{1, 2, 3, 4}));
  EXPECT_TRUE(spool_->is_removed);
  ASSERT_EQ(reports_.size(), 2U);
  EXPECT_EQ(reports_[0],
            "the state cannot be written: store fails\nWhat happens is recorded in spool:run.journal until it can be "
            "written again.");
  EXPECT_EQ(reports_[1], "The state can be written again; nothing was lost.");
}

TEST_F(Journals, ARecordThatCanBeKeptNowhereFails) {
  const auto writer = start();
  store_->set(store_->fails, true);
  spool_->set(spool_->fails, true);
  const auto failed = append(*writer, 1);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().message, "store fails");
  EXPECT_EQ(failed.error().notes,
            (std::vector<std::string>{"nor could the record be kept on this machine: spool fails"}));
  store_->set(store_->fails, false);
  ASSERT_TRUE(append(*writer, 2));
  EXPECT_EQ(operations(store_->text), (Operations{1, 2}));
}

TEST_F(Journals, ARecordThatCannotBeEncryptedFailsAndSoDoThoseAfterIt) {
  SecretWriting broken;
  broken.encrypt = [](const std::string&) -> Result<std::string> { return fail("no key"); };
  const auto writer = start(broken);
  writer->append(record(1), nullptr);
  const auto failed = append(*writer, 2);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().message, "cannot put a record into the journal: cannot encrypt a secret: no key");
}

}  // namespace
}  // namespace ashlar::state
