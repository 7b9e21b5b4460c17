// The `import` option (reference 5.3, 5.8): a registration that takes over what exists.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deploy/testing/scenario.hpp"

namespace ashlar::deploy::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* disk_type = "pkg:m:Disk";

/// A world that has a disk of size 1, which no stack knows of.
struct WithDisk : Scenario {
  WithDisk() { provider("pkg").world["disk-9"] = Thing{disk_type, "nine", {{"size", 1}}, ""}; }
};

std::function<void(Script&)> disk(int size, const std::string& import_id = "",
                                  const std::function<void(Goal&)>& options = nullptr) {
  return [=](Script& p) {
    p.resource(disk_type, "data", {{"size", size}}).with([&](Goal& goal) {
      goal.import_id = import_id;
      if (options) options(goal);
    });
  };
}

TEST(ImportOption, ReadsTheResourceByItsIdAlone) {
  WithDisk s;
  s.up(disk(1, "disk-9"));

  EXPECT_THAT(s.calls(), ElementsAre("read data"));
  EXPECT_THAT(s.provider("pkg").reads.at(0).inputs, IsEmpty());
  EXPECT_THAT(s.provider("pkg").reads.at(0).outputs, IsEmpty());
  EXPECT_EQ(s.find("data")->id, "disk-9");
  EXPECT_EQ(s.find("data")->import_id, "disk-9");
  EXPECT_FALSE(s.find("data")->created.empty());
}

TEST(ImportOption, WithoutAChangeIsTheOnlyStep) {
  WithDisk s;
  s.up(disk(1, "disk-9"));

  EXPECT_THAT(s.steps(), ElementsAre("import data"));
  EXPECT_EQ(s.outcome.changes.at(StepOp::import), 1);
  EXPECT_FALSE(s.outcome.changes.contains(StepOp::same));
}

TEST(ImportOption, IsFollowedByAnUpdateWhenTheProgramWantsOtherInputs) {
  WithDisk s;
  s.up(disk(2, "disk-9"));

  EXPECT_THAT(s.calls(), ElementsAre("read data", "update data"));
  EXPECT_EQ(s.find("data")->inputs.at("size"), PropertyValue(2));
}

TEST(ImportOption, KeepsInputsWhoseChangesAreIgnored) {
  WithDisk s;
  s.up(disk(2, "disk-9", [](Goal& goal) { goal.ignore_changes = {"size"}; }));

  EXPECT_THAT(s.calls(), ElementsAre("read data"));
  EXPECT_EQ(s.find("data")->inputs.at("size"), PropertyValue(1));
}

TEST(ImportOption, OfWhatIsNotThereFails) {
  Scenario s;
  s.up(disk(1, "disk-9"));

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("no pkg:m:Disk with the id 'disk-9' to import")));
  EXPECT_THAT(s.names(), IsEmpty());
}

TEST(ImportOption, NeedsAProviderThatReadsInputs) {
  WithDisk s;
  s.provider("pkg").amend_read = [](const ReadRequest&, Result<ReadAnswer>& answer) { answer->inputs.reset(); };
  s.up(disk(1, "disk-9"));

  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("it gave no inputs")));
}

TEST(ImportOption, DoesNotGoWithAReplacement) {
  WithDisk s;
  s.provider("pkg").replaces_on("size");
  s.preview(disk(2, "disk-9"));
  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.sink->warnings, ElementsAre(HasSubstr("need a replacement")));

  s.up(disk(2, "disk-9"));
  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("need a replacement")));
  EXPECT_THAT(s.calls(), ElementsAre("read data"));
}

TEST(ImportOption, MeansNothingOnceItIsImported) {
  WithDisk s;
  s.up(disk(1, "disk-9"));
  s.up(disk(1, "disk-9"));
  EXPECT_THAT(s.calls(), IsEmpty());

  s.up(disk(1));
  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_EQ(s.find("data")->import_id, "");
}

TEST(ImportOption, OfWhatDidNotGetReadyTriesAgain) {
  WithDisk s;
  s.provider("pkg").fails_partly("read data", "offline");
  s.up(disk(1, "disk-9"));

  EXPECT_THAT(s.calls(), ElementsAre("read data", "update data"));
}

TEST(ImportOption, ReadsInAPreviewAndRecordsNothing) {
  WithDisk s;
  s.preview(disk(1, "disk-9"));

  EXPECT_THAT(s.calls(), ElementsAre("read data"));
  EXPECT_THAT(s.journal->records, IsEmpty());
}

TEST(ImportOption, ReplacesTheResourceThatHadItsUrn) {
  WithDisk s;
  s.up(disk(1));
  s.up(disk(1, "disk-9"));

  EXPECT_THAT(s.steps(), ElementsAre("import-replacement data", "replace data", "delete-replaced data"));
  EXPECT_EQ(s.provider("pkg").deletes.at(0).id, "data-1");
  EXPECT_EQ(s.find("data")->id, "disk-9");
  EXPECT_THAT(s.names(), ElementsAre("data"));
}

TEST(ImportOption, KeepsTheReplacedResourceWhileItCannotBeDeleted) {
  WithDisk s;
  s.up(disk(1));
  s.provider("pkg").fails("delete data", "busy");
  s.up(disk(1, "disk-9"));
  EXPECT_THAT(s.names(), ElementsAre("data", "data-"));

  s.provider("pkg").heal();
  s.up(disk(1, "disk-9"));
  EXPECT_THAT(s.calls(), ElementsAre("delete data"));
  EXPECT_EQ(s.provider("pkg").deletes.at(0).id, "data-1");
}

TEST(ImportOption, DoesNotReplaceAProtectedResource) {
  WithDisk s;
  s.up(disk(1, "", [](Goal& goal) { goal.protect = true; }));
  s.up(disk(1, "disk-9", [](Goal& goal) { goal.protect = true; }));

  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("it is protected")));
  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_EQ(s.find("data")->id, "data-1");
}

TEST(ImportOption, AdoptsWhatWasOnlyRead) {
  WithDisk s;
  s.up([](Script& p) { p.resource(disk_type, "data", {{"size", 1}}).read("disk-9"); });
  s.up(disk(1, "disk-9"));

  EXPECT_THAT(s.steps(), ElementsAre("import-replacement data", "replace data", "discard-replaced data"));
  EXPECT_THAT(s.calls(), ElementsAre("read data"));
  EXPECT_FALSE(s.find("data")->external);
}

TEST(ImportOption, ByAnotherIdOfTheSameThingDoesNotDeleteIt) {
  WithDisk s;
  s.provider("pkg").amend_read = [](const ReadRequest&, Result<ReadAnswer>& answer) {
    answer = ReadAnswer{.id = "disk-9", .inputs = PropertyMap{{"size", 1}}};
  };
  s.up(disk(1, "by-name/nine"));
  s.up(disk(1, "by-number/9"));

  EXPECT_THAT(s.calls(), ElementsAre("read data"));
  EXPECT_THAT(s.names(), ElementsAre("data"));
  EXPECT_EQ(s.find("data")->import_id, "by-number/9");
}

}  // namespace
}  // namespace ashlar::deploy::testing
