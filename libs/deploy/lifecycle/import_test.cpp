// `ashlar import` (reference 5.8): resources are taken over without a program.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deploy/testing/scenario.hpp"

namespace ashlar::deploy::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr const char* disk_type = "pkg:m:Disk";

/// A world that has disks nobody manages, by id.
struct WithDisks : Scenario {
  explicit WithDisks(const std::vector<std::string>& ids) {
    for (const auto& id : ids) provider("pkg").world[id] = Thing{disk_type, id, {{"size", 1}}, ""};
  }
};

ImportRequest disk(const std::string& name, const std::string& id, const std::string& parent = "") {
  ImportRequest request;
  request.type = disk_type;
  request.name = name;
  request.id = id;
  request.parent = parent;
  return request;
}

TEST(Import, TakesAResourceOverProtected) {
  WithDisks s({"disk-1"});
  s.import({disk("data", "disk-1")});

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("read data"));
  EXPECT_THAT(s.steps(), ElementsAre("import data"));
  const auto* data = s.find("data");
  EXPECT_TRUE(data->protect);
  EXPECT_EQ(data->id, "disk-1");
  EXPECT_EQ(data->import_id, "") << "a program need not repeat it";
  EXPECT_EQ(data->inputs, (PropertyMap{{"size", 1}}));
  ASSERT_TRUE(data->parent);
  EXPECT_TRUE(data->parent->is_root_stack());
}

TEST(Import, MakesComponentsThatAreParentsOfOthers) {
  WithDisks s({"disk-1"});
  ImportRequest group;
  group.type = "my:m:Group";
  group.name = "group";
  group.component = true;
  const auto& options = s.options;
  const auto urn = Urn::make(options.stack, options.project, "", group.type, group.name);
  s.import({disk("data", "disk-1", urn.text()), group});

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("read data"));
  EXPECT_FALSE(s.find("group")->custom);
  EXPECT_EQ(s.find("data")->parent, urn);
}

TEST(Import, LeavesWhatExistsAsItIs) {
  WithDisks s({"disk-1"});
  s.up([](Script& p) {
    p.resource(disk_type, "other", {{"size", 1}});
    p.export_output("answer", 42);
  });
  s.import({disk("data", "disk-1")});

  EXPECT_THAT(s.calls(), ElementsAre("read data"));
  EXPECT_THAT(s.names(), UnorderedElementsAre("other", "data"));
  EXPECT_EQ(s.outcome.stack_outputs.at("answer"), PropertyValue(42));
}

TEST(Import, OfWhatIsImportedAlreadyDoesNothing) {
  WithDisks s({"disk-1"});
  s.import({disk("data", "disk-1")});
  s.import({disk("data", "disk-1")});

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), IsEmpty());
}

TEST(Import, UnderATakenNameIsAnErrorBeforeAnythingIsRead) {
  WithDisks s({"disk-1", "disk-2"});
  s.import({disk("data", "disk-1")});
  s.import({disk("other", "disk-1"), disk("data", "disk-2")});

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(AllOf(HasSubstr("disk-2"), HasSubstr("in the state already"))));
  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_EQ(s.find("data")->id, "disk-1");
}

TEST(Import, OfTwoUnderOneNameIsAnErrorBeforeAnythingIsRead) {
  WithDisks s({"disk-1", "disk-2"});
  s.import({disk("data", "disk-1"), disk("data", "disk-2")});

  EXPECT_THAT(s.sink->errors, ElementsAre(AllOf(HasSubstr("data"), HasSubstr("imported twice"))));
  EXPECT_THAT(s.calls(), IsEmpty());
}

TEST(Import, UnderAParentThatIsNotThereIsAnErrorBeforeAnythingIsRead) {
  WithDisks s({"disk-1"});
  s.import({disk("data", "disk-1", s.urn(disk_type, "nowhere").text())});

  EXPECT_THAT(s.sink->errors, ElementsAre(AllOf(HasSubstr("nowhere"), HasSubstr("does not exist"))));
  EXPECT_THAT(s.calls(), IsEmpty());
}

TEST(Import, WaitsForAParentThatIsImportedToo) {
  WithDisks s({"disk-1", "disk-2"});
  s.import({disk("inner", "disk-2", s.urn(disk_type, "outer").text()), disk("outer", "disk-1")});

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("read outer", "read inner"));
  EXPECT_EQ(s.find("inner")->urn.qualified_type(), "pkg:m:Disk$pkg:m:Disk");
}

TEST(Import, WhoseParentCouldNotBeImportedIsLeftOut) {
  WithDisks s({"disk-2", "disk-3"});
  s.import(
      {disk("outer", "disk-1"), disk("inner", "disk-2", s.urn(disk_type, "outer").text()), disk("other", "disk-3")});

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_EQ(s.sink->errors.size(), 1U);
  EXPECT_THAT(s.calls(), UnorderedElementsAre("read outer", "read other"));
  EXPECT_THAT(s.names(), ElementsAre("other"));
}

TEST(Import, ReadsSeveralAtATime) {
  WithDisks s({"disk-1", "disk-2", "disk-3"});
  s.import({disk("a", "disk-1"), disk("b", "disk-2"), disk("c", "disk-3")});

  EXPECT_EQ(s.provider("pkg").most_in_flight, 3);
}

TEST(Import, WarnsOfInputsThatTheProviderWouldNotAccept) {
  WithDisks s({"disk-1"});
  s.provider("pkg").refuses("size", "too small");
  s.import({disk("data", "disk-1")});

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.sink->warnings, ElementsAre(HasSubstr("property 'size': too small")));
  EXPECT_EQ(s.provider("pkg").checks.at(0).old_inputs, (PropertyMap{{"size", 1}}));
  EXPECT_EQ(s.find("data")->inputs, (PropertyMap{{"size", 1}}));
}

TEST(Import, UsesTheProviderThatIsThere) {
  WithDisks s({"disk-1"});
  s.up([](Script& p) { p.provider("pkg", "east", {{"region", "east"}}); });
  auto request = disk("data", "disk-1");
  request.provider = ProviderReference{s.find("east")->urn, s.find("east")->id}.text();
  s.import({request});

  EXPECT_EQ(s.find("data")->provider, request.provider);
  EXPECT_THAT(s.provider("pkg").configurations, ElementsAre(PropertyMap{{"region", "east"}}));
}

TEST(Import, LetsAProgramTakeTheResourceOverAfterwards) {
  WithDisks s({"disk-1"});
  s.import({disk("data", "disk-1")});
  s.up([](Script& p) { p.resource(disk_type, "data", {{"size", 1}}).protect(); });

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), IsEmpty());
}

}  // namespace
}  // namespace ashlar::deploy::testing
