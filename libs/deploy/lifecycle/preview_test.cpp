// Previews (reference 5.1, 5.6): the same decisions, nothing done, and outputs as far as they can be known.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deploy/testing/scenario.hpp"

namespace ashlar::deploy::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* disk_type = "pkg:m:Disk";

std::function<void(Script&)> disk(int size) {
  return [size](Script& p) { p.resource(disk_type, "data", {{"size", size}}); };
}

TEST(Preview, AsksTheProviderWhatACreateWouldGive) {
  Scenario s;
  s.provider("pkg").computes("address", "here");
  s.preview(disk(1));

  EXPECT_THAT(s.provider("pkg").previewed, ElementsAre("create data"));
  EXPECT_THAT(s.calls(), IsEmpty());
  const auto& answer = s.answers.at("data");
  EXPECT_TRUE(answer.id_unknown);
  EXPECT_EQ(answer.outputs.at("size"), PropertyValue(1));
  EXPECT_TRUE(answer.outputs.at("address").is<Computed>());
}

TEST(Preview, AsksTheProviderWhatAnUpdateWouldGive) {
  Scenario s;
  s.up(disk(1));
  s.preview(disk(2));

  EXPECT_THAT(s.provider("pkg").previewed, ElementsAre("update data"));
  EXPECT_EQ(s.answers.at("data").id, "data-1");
  EXPECT_EQ(s.answers.at("data").outputs.at("size"), PropertyValue(2));
  EXPECT_EQ(s.find("data")->inputs.at("size"), PropertyValue(1));
}

TEST(Preview, TakesTheInputsForOutputsWhenTheProviderHasNoPreviews) {
  Scenario s;
  s.provider("pkg").without_preview().computes("address", "here");
  s.preview(disk(1));
  EXPECT_THAT(s.provider("pkg").previewed, IsEmpty());
  EXPECT_EQ(s.answers.at("data").outputs, (PropertyMap{{"size", 1}}));

  s.up(disk(1));
  s.preview(disk(2));
  EXPECT_THAT(s.provider("pkg").previewed, IsEmpty());
  EXPECT_EQ(s.answers.at("data").outputs, (PropertyMap{{"size", 2}}));
}

TEST(Preview, WritesNoJournalAndLeavesTheState) {
  Scenario s;
  s.up(disk(1));
  s.preview([](Script&) {});

  EXPECT_THAT(s.steps(), ElementsAre("delete data"));
  EXPECT_THAT(s.journal->records, IsEmpty());
  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_THAT(s.names(), ElementsAre("data"));
}

TEST(Preview, ShowsWhatFollowsFromAnIdThatIsNotKnownYet) {
  Scenario s;
  s.provider("pkg").replaces_on("kind");
  const auto program = [](const char* kind) {
    return [kind](Script& p) {
      auto& data = p.resource(disk_type, "data", {{"kind", kind}});
      p.resource(disk_type, "user", {{"disk", Script::output(data, "id")}});
    };
  };
  s.up(program("a"));
  s.preview(program("b"));

  EXPECT_THAT(s.steps(), ElementsAre("create-replacement data", "replace data", "update user", "delete-replaced data"));
  EXPECT_TRUE(s.provider("pkg").diffs.back().new_inputs.at("disk").is<Computed>());
}

TEST(Preview, ShowsADeleteBeforeReplaceWithoutADelete) {
  Scenario s;
  s.provider("pkg").replaces_on("size").deletes_before_replacing();
  s.up(disk(1));
  s.preview(disk(2));

  EXPECT_THAT(s.steps(), ElementsAre("delete-replaced data", "replace data", "create-replacement data"));
  EXPECT_THAT(s.calls(), IsEmpty());
}

}  // namespace
}  // namespace ashlar::deploy::testing
