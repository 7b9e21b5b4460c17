// Resources that exist but did not get ready, and answers that make no sense (reference 5.4, 5.6).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deploy/testing/function_program.hpp"
#include "deploy/testing/scenario.hpp"

namespace ashlar::deploy::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* disk_type = "pkg:m:Disk";

std::function<void(Script&)> disk(int size) {
  return [=](Script& p) { p.resource(disk_type, "data", {{"size", size}}); };
}

TEST(PartialFailure, OfACreateSaysWhyAndKeepsWhatIsThere) {
  Scenario s;
  s.provider("pkg").fails_partly("create data", "no quorum");
  s.up(disk(1));

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(AllOf(HasSubstr("did not get ready"), HasSubstr("no quorum"))));
  EXPECT_EQ(s.find("data")->id, "data-1");
  EXPECT_THAT(s.find("data")->init_errors, ElementsAre("no quorum"));
  EXPECT_THAT(s.state.pending_operations, IsEmpty());
}

TEST(PartialFailure, OfAnUpdateKeepsTheNewInputsAndOutputs) {
  Scenario s;
  s.up(disk(1));
  s.provider("pkg").fails_partly("update data", "no quorum");
  s.up(disk(2));

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_EQ(s.find("data")->inputs.at("size"), PropertyValue(2));
  EXPECT_EQ(s.find("data")->outputs.at("size"), PropertyValue(2));
  EXPECT_THAT(s.find("data")->init_errors, ElementsAre("no quorum"));
}

TEST(PartialFailure, IsTriedAgainUntilItIsReady) {
  Scenario s;
  s.provider("pkg").fails_partly("create data", "no quorum").fails_partly("update data", "still no quorum");
  s.up(disk(1));
  s.up(disk(1));
  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("update data"));
  EXPECT_THAT(s.find("data")->init_errors, ElementsAre("still no quorum"));

  s.provider("pkg").heal();
  s.up(disk(1));
  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.find("data")->init_errors, IsEmpty());

  s.up(disk(1));
  EXPECT_THAT(s.calls(), IsEmpty());
}

TEST(PartialFailure, ShowsTheUpdateToComeInAPreview) {
  Scenario s;
  s.provider("pkg").fails_partly("create data", "no quorum");
  s.up(disk(1));
  s.preview(disk(1));

  EXPECT_THAT(s.steps(), ElementsAre("update data"));
}

TEST(PartialFailure, OfTheNewHalfOfAReplacementDeletesTheOldOneLater) {
  Scenario s;
  s.provider("pkg").replaces_on("size");
  s.up(disk(1));
  s.provider("pkg").fails_partly("create data", "no quorum");
  s.up(disk(2));
  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.names(), ElementsAre("data", "data-"));
  EXPECT_EQ(s.find("data")->id, "data-2");

  s.provider("pkg").heal();
  s.up(disk(2));
  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("update data", "delete data"));
  EXPECT_THAT(s.names(), ElementsAre("data"));
}

TEST(PartialFailure, IsDeletedLikeAnyOtherResource) {
  Scenario s;
  s.provider("pkg").fails_partly("create data", "no quorum");
  s.up(disk(1));
  s.destroy();

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.provider("pkg").world, IsEmpty());
}

TEST(Create, ThatGivesNoIdIsAnError) {
  Scenario s;
  s.provider("pkg").amend_create = [](const CreateRequest&, Result<CreateAnswer>& answer) { answer->id.clear(); };
  s.up(disk(1));

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("no id")));
  EXPECT_THAT(s.names(), IsEmpty());
  EXPECT_THAT(s.state.pending_operations, IsEmpty());
}

TEST(Failure, InterruptsTheProgramAndRefusesWhatItStillAsksFor) {
  Scenario s;
  s.provider("pkg").fails("create data", "quota");
  Result<RegisterAnswer> later = fail("never asked");
  FunctionProgram program([&](Monitor& monitor, const FunctionProgram::End& end) {
    Goal root;
    root.type = std::string(root_stack_type);
    root.name = "project-test";
    monitor.register_resource(root, [&, end](const Result<RegisterAnswer>&) {
      Goal goal;
      goal.type = disk_type;
      goal.name = "data";
      goal.custom = true;
      monitor.register_resource(goal, [&, end, goal](const Result<RegisterAnswer>&) {
        Goal another = goal;
        another.name = "another";
        monitor.register_resource(another, [&, end](const Result<RegisterAnswer>& answer) {
          later = answer;
          end(ProgramResult{"interrupted", false});
        });
      });
    });
  });
  s.run_with(&program);

  EXPECT_TRUE(program.interrupted);
  EXPECT_THAT(s.calls(), ElementsAre("create data"));
  ASSERT_FALSE(later);
  EXPECT_EQ(later.error().kind, ErrorKind::cancelled);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("quota")));
}

}  // namespace
}  // namespace ashlar::deploy::testing
