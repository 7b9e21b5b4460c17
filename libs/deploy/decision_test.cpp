#include "deploy/decision.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deploy/testing/states.hpp"

namespace ashlar::deploy {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::state_of;

std::string forced_key(const ResourceState& old, const ResourceState& next, const ReplacementFacts& facts) {
  const auto decision = replacement_before_diff(old, next, facts);
  return decision ? decision->keys.at(0) : "";
}

/// The first rule that holds decides: each of these also meets all rules below it.
TEST(ReplacementBeforeDiff, TakesTheFirstRuleThatHolds) {
  auto old = state_of("a");
  auto next = state_of("a");
  ReplacementFacts facts;
  EXPECT_EQ(forced_key(*old, *next, facts), "");
  facts.provider_changed = true;
  EXPECT_EQ(forced_key(*old, *next, facts), "provider");
  facts.deleted_with_replaced = true;
  EXPECT_EQ(forced_key(*old, *next, facts), "deletedWith");
  facts.replaced_with = true;
  EXPECT_EQ(forced_key(*old, *next, facts), "replaceWith");
  facts.targeted = true;
  EXPECT_EQ(forced_key(*old, *next, facts), "id");
  old->replacement_trigger = 1;
  next->replacement_trigger = 2;
  EXPECT_EQ(forced_key(*old, *next, facts), "replacementTrigger");
}

TEST(ReplacementBeforeDiff, TakesATaintForAReplacementTarget) {
  auto old = state_of("a");
  old->taint = true;
  EXPECT_EQ(forced_key(*old, *state_of("a"), {}), "id");
}

TEST(TriggerChanged, LooksThroughSecretsAndTakesUnknownForChanged) {
  EXPECT_FALSE(trigger_changed(1, 1));
  EXPECT_TRUE(trigger_changed(1, 2));
  EXPECT_FALSE(trigger_changed(PropertyValue::secret(1), 1));
  EXPECT_TRUE(trigger_changed(1, PropertyValue::computed()));
  EXPECT_TRUE(trigger_changed(PropertyValue::computed(), 1));
  EXPECT_FALSE(trigger_changed(PropertyValue(), 1)) << "a trigger that comes";
  EXPECT_FALSE(trigger_changed(1, PropertyValue())) << "a trigger that goes";
  EXPECT_FALSE(trigger_changed(PropertyValue(), PropertyValue::computed()));
}

DiffAnswer some(std::vector<std::string> diffs, DetailedDiff detailed = {}) {
  DiffAnswer answer;
  answer.changes = DiffAnswer::Changes::some;
  answer.diffs = std::move(diffs);
  answer.detailed = std::move(detailed);
  answer.has_detailed = !answer.detailed.empty();
  return answer;
}

TEST(DecideFromDiff, NeedsAReasonToReplace) {
  const auto old = state_of("a");
  EXPECT_EQ(decide_from_diff(*old, some({"size"})).kind, ChangeKind::update);

  auto keyed = some({"size"});
  keyed.replaces = {"size"};
  EXPECT_EQ(decide_from_diff(*old, keyed).kind, ChangeKind::replace);

  const auto detailed = some({}, {{"size.unit", {DiffKind::update_replace, false}}, {"tag", {DiffKind::add, false}}});
  EXPECT_EQ(decide_from_diff(*old, detailed).kind, ChangeKind::replace);
  EXPECT_THAT(decide_from_diff(*old, detailed).keys, ElementsAre("size"));
}

TEST(DecideFromDiff, DoesNothingWithoutChangesWhateverElseTheAnswerSays) {
  DiffAnswer none;
  none.changes = DiffAnswer::Changes::none;
  none.replaces = {"size"};
  EXPECT_EQ(decide_from_diff(*state_of("a"), none).kind, ChangeKind::same);
}

TEST(DecideFromDiff, TriesAgainWhatDidNotGetReadyAndMakesAgainWhatIsGone) {
  DiffAnswer none;
  none.changes = DiffAnswer::Changes::none;
  auto old = state_of("a");
  old->init_errors = {"offline"};
  EXPECT_EQ(decide_from_diff(*old, none).kind, ChangeKind::update);
  old->pending_replacement = true;
  EXPECT_EQ(decide_from_diff(*old, none).kind, ChangeKind::replace);
  EXPECT_EQ(decide_from_diff(*old, some({"size"})).kind, ChangeKind::replace);
}

TEST(DecideComponent, UpdatesForOtherInputsSecretMarksIncluded) {
  auto old = state_of("a");
  old->inputs = {{"size", 1}};
  EXPECT_EQ(decide_component(*old, {{"size", 1}}).kind, ChangeKind::same);
  EXPECT_EQ(decide_component(*old, {{"size", 2}}).kind, ChangeKind::update);
  EXPECT_EQ(decide_component(*old, {{"size", PropertyValue::secret(1)}}).kind, ChangeKind::update);
}

TEST(Definite, ComparesTheInputsWhenTheProviderCannotTell) {
  const auto diff = definite(DiffAnswer(), {{"a", 1}, {"b", PropertyValue::secret(1)}}, {{"a", 2}, {"b", 1}});
  EXPECT_EQ(diff.changes, DiffAnswer::Changes::some);
  EXPECT_THAT(diff.diffs, ElementsAre("a"));
  EXPECT_EQ(definite(DiffAnswer(), {{"a", 1}}, {{"a", 1}}).changes, DiffAnswer::Changes::none);
}

TEST(ApplyReplaceOnChanges, TurnsTheNamedChangesIntoReplacingOnes) {
  auto diff = some({"a", "b"}, {{"a.x", {DiffKind::update, false}}, {"b", {DiffKind::add, false}}});
  apply_replace_on_changes(diff, {"a"}, false);
  EXPECT_THAT(diff.replaces, ElementsAre("a"));
  EXPECT_EQ(diff.detailed.at("a.x").kind, DiffKind::update_replace);
  EXPECT_EQ(diff.detailed.at("b").kind, DiffKind::add);
}

TEST(ApplyReplaceOnChanges, CountsInitErrorsAsAChangeOfTheirOwn) {
  DiffAnswer none;
  none.changes = DiffAnswer::Changes::none;
  apply_replace_on_changes(none, {"size"}, true);
  EXPECT_THAT(none.replaces, IsEmpty());
  apply_replace_on_changes(none, {"#initerror"}, true);
  EXPECT_THAT(none.replaces, ElementsAre("#initerror"));
  EXPECT_EQ(none.changes, DiffAnswer::Changes::some);
}

}  // namespace
}  // namespace ashlar::deploy
