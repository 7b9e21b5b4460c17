// Resources that a program looks at without managing them (reference 5.8).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deploy/testing/scenario.hpp"

namespace ashlar::deploy::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr const char* disk_type = "pkg:m:Disk";

/// A world that has a disk which no stack has made.
struct WithDisk : Scenario {
  WithDisk() { provider("pkg").world["disk-9"] = Thing{disk_type, "nine", {{"size", 1}}, ""}; }
};

void reads(Script& p) { p.resource(disk_type, "data", {{"zone", "a"}}).read("disk-9"); }
void manages(Script& p) { p.resource(disk_type, "data", {{"size", 1}}); }

TEST(Read, TakesTheOutputsIntoTheStateAsExternal) {
  WithDisk s;
  s.up(reads);

  EXPECT_THAT(s.steps(), ElementsAre("read data"));
  const auto* data = s.find("data");
  EXPECT_TRUE(data->external);
  EXPECT_EQ(data->id, "disk-9");
  EXPECT_EQ(data->inputs, (PropertyMap{{"zone", "a"}}));
  EXPECT_EQ(data->outputs.at("size"), PropertyValue(1));
  EXPECT_EQ(s.answers.at("data").outputs.at("size"), PropertyValue(1));
}

TEST(Read, TellsTheProviderItsPropertiesAsInputsAndAsOutputs) {
  WithDisk s;
  s.up(reads);

  const auto& request = s.provider("pkg").reads.at(0);
  EXPECT_EQ(request.inputs, (PropertyMap{{"zone", "a"}}));
  EXPECT_EQ(request.outputs, (PropertyMap{{"zone", "a"}}));
}

TEST(Read, SetsTheTimeOfAChangeAlone) {
  WithDisk s;
  s.up(reads);
  EXPECT_EQ(s.find("data")->created, "");
  s.up(reads);
  EXPECT_EQ(s.find("data")->modified, "");

  s.provider("pkg").world["disk-9"].inputs = {{"size", 2}};
  s.up(reads);
  EXPECT_NE(s.find("data")->modified, "");
  EXPECT_EQ(s.find("data")->created, "");
}

TEST(Read, HappensInPreviewsToo) {
  WithDisk s;
  s.preview(reads);

  EXPECT_THAT(s.calls(), ElementsAre("read data"));
  EXPECT_EQ(s.answers.at("data").outputs.at("size"), PropertyValue(1));
}

TEST(Read, OfAnIdThatIsNotKnownYetWaitsForTheRun) {
  Scenario s;
  const auto program = [](Script& p) {
    auto& made = p.resource(disk_type, "made");
    p.resource(disk_type, "seen").read_by(Script::output(made, "id"));
  };
  s.preview(program);
  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_THAT(s.answers.at("seen").outputs, IsEmpty());

  s.up(program);
  EXPECT_THAT(s.calls(), ElementsAre("create made", "read seen"));
  EXPECT_EQ(s.find("seen")->id, "made-1");
}

TEST(Read, OfNoIdIsAnError) {
  Scenario s;
  s.up([](Script& p) { p.resource(disk_type, "data").read_by(""); });

  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("the id of the pkg:m:Disk 'data' to read is empty")));
}

TEST(Read, OfWhatIsNotThereFails) {
  Scenario s;
  s.up([](Script& p) { p.resource(disk_type, "data").read("disk-9"); });

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.names(), IsEmpty());
}

TEST(Read, OfWhatIsNotInGoodHealthIsKeptAndFails) {
  WithDisk s;
  s.provider("pkg").fails_partly("read data", "offline");
  s.up(reads);

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("offline")));
  EXPECT_THAT(s.find("data")->init_errors, ElementsAre("offline"));
}

TEST(Read, MakesNamedOutputsSecret) {
  WithDisk s;
  s.up([](Script& p) {
    p.resource(disk_type, "data").read("disk-9").with([](Goal& goal) { goal.additional_secret_outputs = {"size"}; });
  });

  EXPECT_TRUE(s.find("data")->outputs.at("size").is<Secret>());
}

TEST(Read, OfAManagedResourceGivesItFree) {
  Scenario s;
  s.up(manages);
  const auto created = s.find("data")->created;
  s.up([](Script& p) { p.resource(disk_type, "data").read("data-1"); });
  EXPECT_THAT(s.calls(), ElementsAre("read data"));
  EXPECT_TRUE(s.find("data")->external);
  EXPECT_EQ(s.find("data")->created, created);

  s.up([](Script&) {});
  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_THAT(s.steps(), ElementsAre("discard data"));
  EXPECT_TRUE(s.provider("pkg").world.contains("data-1"));
}

TEST(Read, OfAnotherResourceReplacesTheManagedOne) {
  WithDisk s;
  s.up(manages);
  s.up(reads);

  EXPECT_THAT(s.steps(), ElementsAre("read-replacement data", "replace data", "delete-replaced data"));
  EXPECT_THAT(s.calls(), ElementsAre("read data", "delete data"));
  EXPECT_THAT(s.names(), ElementsAre("data"));
  EXPECT_EQ(s.outcome.changes.at(StepOp::replace), 1);
}

TEST(Read, ThatReplacesTakesWhatIsReplacedWithItAlong) {
  WithDisk s;
  const auto program = [](bool external) {
    return [external](Script& p) {
      auto& data = p.resource(disk_type, "data");
      if (external) data.read("disk-9");
      p.resource(disk_type, "copy").replaced_with(data);
      p.resource(disk_type, "part").deleted_with(data);
    };
  };
  s.up(program(false));
  s.up(program(true));

  EXPECT_THAT(s.calls(), Contains("create copy"));
  EXPECT_THAT(s.calls(), Contains("create part"));
}

TEST(Read, ThatBecomesManagedIsCreatedAndNotDeleted) {
  WithDisk s;
  s.up(reads);
  s.up(manages);

  EXPECT_THAT(s.steps(), ElementsAre("replace data", "create-replacement data", "discard-replaced data"));
  EXPECT_THAT(s.calls(), ElementsAre("create data"));
  EXPECT_TRUE(s.provider("pkg").world.contains("disk-9"));
  EXPECT_THAT(s.provider("pkg").checks.at(0).old_inputs, IsEmpty());
}

TEST(Read, IsForgottenByADestroyWithoutACall) {
  WithDisk s;
  s.up(reads);
  s.destroy();

  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_THAT(s.names(), IsEmpty());
}

TEST(Read, WhoseDependencyFailedIsSkippedAndTheProgramGoesOn) {
  WithDisk s;
  s.options.continue_on_error = true;
  s.provider("pkg").fails("create made", "no space");
  s.up([](Script& p) {
    auto& made = p.resource(disk_type, "made");
    auto& data = p.resource(disk_type, "data").read("disk-9").depends_on(made);
    p.resource(disk_type, "user").depends_on(data);
    p.resource(disk_type, "other");
  });

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.calls(), UnorderedElementsAre("create made", "create other"));
  EXPECT_THAT(s.names(), ElementsAre("other"));
}

TEST(Read, ThatFailsIsSkippedOverWhenTheRestShallGoOn) {
  WithDisk s;
  s.options.continue_on_error = true;
  s.provider("pkg").fails("read data", "no answer");
  s.up([](Script& p) {
    auto& data = p.resource(disk_type, "data").read("disk-9");
    p.resource(disk_type, "user").depends_on(data);
    p.resource(disk_type, "other");
  });

  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("no answer")));
  EXPECT_THAT(s.calls(), UnorderedElementsAre("read data", "create other"));
}

TEST(Read, ThatNeedsWhatIsNotTargetedIsLeftOut) {
  WithDisk s;
  s.options.targets = {s.urn(disk_type, "other").text()};
  s.up([](Script& p) {
    auto& made = p.resource(disk_type, "made");
    p.resource(disk_type, "data").read("disk-9").depends_on(made);
    p.resource(disk_type, "other");
  });

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.names(), ElementsAre("other"));
}

TEST(Read, ThatNeedsWhatIsGoneLeavesWhatItWasToTheDestroy) {
  WithDisk s;
  const auto program = [](bool external) {
    return [external](Script& p) {
      auto& made = p.resource(disk_type, "made");
      auto& data = p.resource(disk_type, "data").depends_on(made);
      if (external) data.read("disk-9");
    };
  };
  s.up(program(false));
  s.provider("pkg").world.erase(s.find("made")->id);
  s.refresh();
  s.destroy(program(true));

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("delete data"));
  EXPECT_THAT(s.names(), IsEmpty());
}

}  // namespace
}  // namespace ashlar::deploy::testing
