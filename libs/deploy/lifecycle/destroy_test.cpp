// Destroys, with and without the program (reference 5.12).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deploy/testing/scenario.hpp"

namespace ashlar::deploy::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr const char* disk_type = "pkg:m:Disk";

std::function<void(Script&)> disk_in(const char* region, int size = 1) {
  return [=](Script& p) {
    auto& east = p.provider("pkg", "east", {{"region", region}});
    p.resource(disk_type, "data", {{"size", size}}).provided_by(east);
  };
}

TEST(Destroy, OfAnEmptyStackDoesNothing) {
  Scenario s;
  s.destroy();

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.steps(), IsEmpty());
}

TEST(Destroy, UsesTheRecordedConfiguration) {
  Scenario s;
  s.up(disk_in("one"));
  s.destroy();

  EXPECT_EQ(s.provider("pkg").served_with.at("delete data"), (PropertyMap{{"region", "one"}}));
  EXPECT_THAT(s.state.resources, IsEmpty());
}

TEST(Destroy, SendsWhatTheStateKnows) {
  Scenario s;
  s.provider("pkg").computes("arn", "a:1");
  s.up(disk_in("one"));
  s.destroy();

  ASSERT_THAT(s.provider("pkg").deletes, ::testing::SizeIs(1));
  const auto& request = s.provider("pkg").deletes[0];
  EXPECT_EQ(request.id, "data-1");
  EXPECT_EQ(request.old_inputs, (PropertyMap{{"size", 1}}));
  EXPECT_EQ(request.old_outputs.at("arn"), PropertyValue("a:1"));
}

TEST(DestroyPreview, ShowsTheDeletesAndCallsNobody) {
  Scenario s;
  s.up(disk_in("one"));
  s.options.preview = true;
  s.destroy();

  EXPECT_THAT(s.steps(), ElementsAre("delete data", "delete east", "delete project-test"));
  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_THAT(s.names(), ElementsAre("east", "data"));
}

TEST(DestroyWithProgram, UsesTheConfigurationThatTheProgramGives) {
  Scenario s;
  s.up(disk_in("one"));
  s.destroy(disk_in("two"));

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("delete data"));
  EXPECT_EQ(s.provider("pkg").served_with.at("delete data"), (PropertyMap{{"region", "two"}}));
  EXPECT_THAT(s.state.resources, IsEmpty());
}

TEST(DestroyWithProgram, NeitherCreatesNorUpdatesButSendsTheRecordedInputs) {
  Scenario s;
  s.up(disk_in("one"));
  s.destroy([](Script& p) {
    disk_in("one", 2)(p);
    auto& fresh = p.resource(disk_type, "fresh");
    p.resource(disk_type, "user", {{"of", Script::output(fresh, "id")}});
  });

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("delete data"));
  EXPECT_EQ(s.provider("pkg").deletes.at(0).old_inputs, (PropertyMap{{"size", 1}}));
  EXPECT_TRUE(s.answers.at("fresh").unknown);
  EXPECT_THAT(s.state.resources, IsEmpty());
}

TEST(DestroyWithProgram, DeletesWhatTheProgramNoLongerHasToo) {
  Scenario s;
  s.up([](Script& p) {
    p.resource(disk_type, "data");
    p.resource(disk_type, "old");
  });
  s.destroy([](Script& p) { p.resource(disk_type, "data"); });

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), UnorderedElementsAre("delete data", "delete old"));
  EXPECT_THAT(s.state.resources, IsEmpty());
}

TEST(DestroyWithProgram, TellsTheProgramWhatItHad) {
  Scenario s;
  s.provider("pkg").computes("arn", "a:1");
  s.up(disk_in("one"));
  s.destroy(disk_in("one", 2));

  EXPECT_EQ(s.answers.at("data").id, "data-1");
  EXPECT_EQ(s.answers.at("data").outputs.at("arn"), PropertyValue("a:1"));
}

TEST(DestroyWithProgram, TakesComponentsAndTheirChildrenAway) {
  Scenario s;
  const auto program = [](Script& p) {
    auto& group = p.component("my:Group", "group").outputs({{"answer", 42}});
    p.resource(disk_type, "data").child_of(group);
    p.component("my:Group", "other");
  };
  s.up(program);
  s.destroy(program);

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("delete data"));
  EXPECT_THAT(s.state.resources, IsEmpty());
}

TEST(DestroyWithProgram, ForgetsWhatIsOnlyRead) {
  Scenario s;
  s.provider("pkg").world["vpc-1"] = {disk_type, "there", {}, ""};
  const auto program = [](Script& p) { p.resource(disk_type, "there").read("vpc-1"); };
  s.up(program);
  s.destroy(program);

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.provider("pkg").deletes, IsEmpty());
  EXPECT_THAT(s.state.resources, IsEmpty());
  EXPECT_EQ(s.provider("pkg").world.size(), 1U);
}

TEST(DestroyWithProgram, DeletesWhatWasRenamed) {
  Scenario s;
  s.up([](Script& p) { p.resource(disk_type, "before"); });
  s.destroy([](Script& p) {
    Alias alias;
    alias.name = "before";
    p.resource(disk_type, "after").alias(alias);
  });

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.provider("pkg").world, IsEmpty());
  EXPECT_THAT(s.state.resources, IsEmpty());
}

TEST(DestroyWithProgram, DeletesTargetsAlone) {
  Scenario s;
  const auto program = [](Script& p) {
    p.resource(disk_type, "data");
    p.resource(disk_type, "other");
  };
  s.up(program);
  s.options.targets = {s.find("data")->urn.text()};
  s.destroy(program);

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("delete data"));
  EXPECT_THAT(s.names(), ElementsAre("other"));
}

TEST(DestroyWithProgram, TakesProtectionFromTheProgram) {
  Scenario s;
  const auto program = [](bool protect) {
    return [protect](Script& p) { p.resource(disk_type, "data").protect(protect); };
  };
  s.up(program(false));
  s.destroy(program(true));
  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("it is protected")));
  EXPECT_THAT(s.calls(), IsEmpty());

  s.destroy(program(false));
  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("delete data"));
}

TEST(DestroyWithProgram, ThatIsRefreshedFirstDoesNotDeleteWhatIsGone) {
  Scenario s;
  const auto program = [](Script& p) {
    p.resource(disk_type, "data");
    p.resource(disk_type, "gone");
  };
  s.up(program);
  s.provider("pkg").vanish("gone");
  s.options.refresh_first = true;
  s.destroy(program);

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.provider("pkg").deletes, ::testing::SizeIs(1));
  EXPECT_THAT(s.state.resources, IsEmpty());
}

}  // namespace
}  // namespace ashlar::deploy::testing
