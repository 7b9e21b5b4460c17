#include "state/journal_format.hpp"

#include <gtest/gtest.h>

#include "state/journal_replay.hpp"
#include "state/test_codec.hpp"

namespace ashlar::state {
namespace {

using namespace deploy;

ResourceStatePtr resource(const std::string& name, const std::string& id = "") {
  ResourceState state{*Urn::parse("urn:pulumi:dev::shop::a:b:C::" + name)};
  state.custom = true;
  state.id = id;
  state.inputs["password"] = PropertyValue::secret("hunter2");
  return std::make_shared<const ResourceState>(std::move(state));
}

JournalHeader header() {
  return {"run-1",
          "organization/shop/dev",
          "base",
          "ashlar v0.1.0",
          "update",
          "2026-11-22T10:56:40Z",
          SecretsProvider{"passphrase", R"({"salt":"v1:x"})"}};
}

Record begin(std::uint64_t operation, const std::string& name) {
  return {operation, PendingOperation{resource(name), PendingKind::creating, "token-" + name}, false, {}};
}

Record end(std::uint64_t operation, EntryId entry, const std::string& name) {
  return {operation, std::nullopt, true, {PutEntry{entry, resource(name, "id-" + name)}}};
}

std::string text_of(const std::vector<Record>& records) {
  std::string text = encode_header(header());
  std::uint64_t number = 0;
  for (const auto& record : records) text += *encode_record(++number, record, test_writing());
  return text;
}

SecretReadingFor opened() {
  return [](const std::optional<SecretsProvider>&) { return test_reading(); };
}

ParsedJournal parsed(const std::string& text) {
  auto journal = parse_journal(text, opened());
  EXPECT_TRUE(journal) << journal.error().message;
  EXPECT_TRUE(journal->has_value());
  return std::move(**journal);
}

TEST(JournalFormat, EveryKindOfRecordComesBack) {
  const std::vector<Record> records{
      begin(1, "a"),
      end(1, 0, "a"),
      {0,
       std::nullopt,
       false,
       {MoveEntry{0, nullptr}, MoveEntry{0, resource("a", "moved")}, MarkEntry{0, true, false}}},
      {2, PendingOperation{resource("a", "i"), PendingKind::deleting, ""}, false, {}},
      {2, std::nullopt, true, {RemoveEntry{0}, ResolvePending{3}}},
  };
  const auto text = text_of(records);
  EXPECT_EQ(text.find("hunter2"), std::string::npos);
  const auto journal = parsed(text + encode_commit(6, "after"));
  EXPECT_EQ(encode_header(journal.header), encode_header(header()));
  ASSERT_EQ(journal.records.size(), 6U);
  EXPECT_EQ(journal.records[5].checkpoint, "after");
  EXPECT_EQ(journal.torn_bytes, 0U);
  std::string again = encode_header(journal.header);
  for (std::size_t i = 0; i < 5; ++i)
    again += *encode_record(journal.records[i].number, journal.records[i].change, SecretWriting{});
  EXPECT_EQ(again, text);
}

TEST(JournalFormat, AnUnfinishedLastLineCountsAsNotWritten) {
  const auto whole = text_of({begin(1, "a")});
  const auto text = text_of({begin(1, "a"), end(1, 0, "a")});
  for (auto length = whole.size(); length < text.size(); ++length) {
    const auto journal = parsed(text.substr(0, length));
    EXPECT_EQ(journal.records.size(), 1U);
    EXPECT_EQ(journal.good_length, whole.size());
    EXPECT_EQ(journal.torn_bytes, length - whole.size());
  }
  for (std::size_t length = 0; length < encode_header(header()).size(); ++length) {
    const auto journal = parse_journal(text.substr(0, length), opened());
    ASSERT_TRUE(journal);
    EXPECT_FALSE(journal->has_value()) << length;
  }
}

TEST(JournalFormat, AFlippedBitEndsTheJournalAndWhatFollowsIsNotForgotten) {
  auto text = text_of({begin(1, "a"), end(1, 0, "a"), begin(2, "b"), end(2, 1, "b")});
  text[text.find("id-a")] = 'X';
  const auto journal = parsed(text);
  EXPECT_EQ(journal.records.size(), 1U);
  EXPECT_EQ(journal.stranded.size(), 2U);
}

TEST(JournalFormat, AJournalOfTheFutureIsRefused) {
  const auto journal = parse_journal("b2f886ec {\"journal\":2,\"id\":\"x\",\"tool\":\"ashlar v9\"}\n", opened());
  ASSERT_FALSE(journal);
  EXPECT_NE(journal.error().help.find("ashlar v9"), std::string::npos);
}

TEST(Replay, AppliesRecordsToTheirBase) {
  Snapshot base{{resource("old", "1")}, {}};
  const auto journal = parsed(
      text_of({begin(1, "a"), end(1, 1, "a"), begin(2, "b"), {0, std::nullopt, false, {MoveEntry{0, nullptr}}}}));
  const auto snapshot = replay(base, journal.records);
  ASSERT_TRUE(snapshot) << snapshot.error().message;
  ASSERT_EQ(snapshot->resources.size(), 2U);
  EXPECT_EQ(snapshot->resources[0]->id, "id-a");
  EXPECT_EQ(snapshot->resources[1]->id, "1");
  ASSERT_EQ(snapshot->pending_operations.size(), 1U);
  EXPECT_EQ(snapshot->pending_operations[0].token, "token-b");
}

TEST(Replay, RecordsThatDoNotFitAreAnErrorNotACrash) {
  const std::vector<Record> records{
      {0, std::nullopt, false, {PutEntry{7, resource("a")}}}, {0, std::nullopt, false, {MoveEntry{0, nullptr}}},
      {0, std::nullopt, false, {MarkEntry{0, true, true}}},   {0, std::nullopt, false, {RemoveEntry{5}}},
      {0, std::nullopt, false, {ResolvePending{0}}},
  };
  for (const auto& record : records) EXPECT_FALSE(replay(Snapshot{}, {{1, record, ""}}));
  const Record removal{0, std::nullopt, false, {RemoveEntry{0}}};
  const Record mark{0, std::nullopt, false, {MarkEntry{0, true, true}}};
  EXPECT_FALSE(replay(Snapshot{{resource("a")}, {}}, {{1, removal, ""}, {2, mark, ""}}));
}

TEST(UnknownCreates, AreThoseThatNeitherResourcesNorPendingOperationsHold) {
  const auto records = parsed(text_of({begin(1, "known"),
                                       end(1, 0, "known"),
                                       begin(2, "lost"),
                                       end(2, 1, "lost"),
                                       begin(3, "undone"),
                                       end(3, 2, "undone"),
                                       {0, std::nullopt, false, {RemoveEntry{2}}},
                                       begin(4, "failed"),
                                       {4, std::nullopt, true, {}},
                                       begin(5, "open"),
                                       begin(6, "pending")}))
                           .records;
  const Snapshot state{{resource("known", "id-known")},
                       {{resource("pending"), PendingKind::creating, "token-pending"}}};
  const auto creates = unknown_creates(records, state);
  ASSERT_EQ(creates.size(), 2U);
  EXPECT_EQ(creates[0].state->id, "id-lost");
  EXPECT_EQ(creates[0].token, "token-lost");
  EXPECT_TRUE(creates[0].is_finished);
  EXPECT_EQ(creates[1].state->urn.name(), "open");
  EXPECT_FALSE(creates[1].is_finished);
}

}  // namespace
}  // namespace ashlar::state
