#include "deploy/ledger.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deploy/testing/states.hpp"

namespace ashlar::deploy {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::state_of;
using testing::urn_of;

/// The names of the snapshot in its order; a pending delete is marked `-`, a pending replacement `?`.
std::vector<std::string> names(const Ledger& ledger) {
  std::vector<std::string> result;
  for (const auto& resource : ledger.snapshot().resources) {
    std::string name(resource->urn.name());
    if (resource->pending_delete) name += "-";
    if (resource->pending_replacement) name += "?";
    result.push_back(std::move(name));
  }
  return result;
}

Ledger with_three() { return Ledger(Snapshot{{state_of("a"), state_of("b"), state_of("c")}, {}}); }

Record note(std::vector<Change> changes) { return Record{0, std::nullopt, false, std::move(changes)}; }

TEST(Ledger, PutsWhatTheRunDealtWithBeforeTheRestOfTheBase) {
  auto ledger = with_three();
  ledger.apply(note({MoveEntry{2, nullptr}}));
  ledger.apply(note({PutEntry{3, state_of("d")}}));

  EXPECT_THAT(names(ledger), ElementsAre("c", "d", "a", "b"));
}

TEST(Ledger, CountsTheLastMoveOnly) {
  auto ledger = with_three();
  for (const EntryId entry : {0, 1, 0}) ledger.apply(note({MoveEntry{entry, nullptr}}));

  EXPECT_THAT(names(ledger), ElementsAre("b", "a", "c"));
}

TEST(Ledger, ReplacesABaseEntryInItsPlace) {
  auto ledger = with_three();
  auto refreshed = state_of("b");
  refreshed->outputs = {{"size", 2}};
  ledger.apply(note({PutEntry{1, refreshed}}));

  EXPECT_THAT(names(ledger), ElementsAre("a", "b", "c"));
  EXPECT_EQ(ledger.state(1)->outputs.at("size"), PropertyValue(2));
}

TEST(Ledger, KeepsTheOldHalfOfAReplacementBehindTheNew) {
  auto ledger = with_three();
  ledger.apply(note({PutEntry{3, state_of("a")}, MarkEntry{0, true, false}}));
  EXPECT_THAT(names(ledger), ElementsAre("a", "a-", "b", "c"));

  ledger.apply(note({RemoveEntry{0}}));
  EXPECT_THAT(names(ledger), ElementsAre("a", "b", "c"));
  EXPECT_EQ(ledger.state(0), nullptr);
}

TEST(Ledger, MovesWhatIsReferredToBeforeItsUser) {
  auto user = state_of("user");
  user->dependencies = {urn_of("c")};
  auto ledger = with_three();
  ledger.apply(note({PutEntry{3, user}}));

  EXPECT_THAT(names(ledger), ElementsAre("c", "user", "a", "b"));
}

TEST(Ledger, KeepsOperationsThatHaveNotEnded) {
  auto ledger = with_three();
  ledger.apply(Record{1, PendingOperation{state_of("d"), PendingKind::creating, "token-1"}, false, {}});
  ledger.apply(Record{2, PendingOperation{state_of("e"), PendingKind::creating, "token-2"}, false, {}});
  ledger.apply(Record{1, std::nullopt, true, {PutEntry{3, state_of("d")}}});

  const auto pending = ledger.snapshot().pending_operations;
  ASSERT_EQ(pending.size(), 1U);
  EXPECT_EQ(pending[0].token, "token-2");
}

TEST(Ledger, CarriesUnresolvedOperationsOfTheBaseOn) {
  Snapshot base;
  base.pending_operations = {{state_of("x"), PendingKind::creating, "1"}, {state_of("y"), PendingKind::creating, "2"}};
  Ledger ledger(base);
  EXPECT_EQ(ledger.snapshot().pending_operations.size(), 2U);

  ledger.apply(note({ResolvePending{0}}));
  const auto pending = ledger.snapshot().pending_operations;
  ASSERT_EQ(pending.size(), 1U);
  EXPECT_EQ(pending[0].token, "2");
}

TEST(Ledger, TakesNoAliasesFromTheBase) {
  auto renamed = state_of("new");
  renamed->aliases = {urn_of("old")};
  const Ledger ledger(Snapshot{{renamed}, {}});

  EXPECT_THAT(ledger.snapshot().resources.at(0)->aliases, IsEmpty());
}

}  // namespace
}  // namespace ashlar::deploy
