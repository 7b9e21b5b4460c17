// Programs that fail, and how programs end (reference 5.1, 5.14, 5.17).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deploy/testing/function_program.hpp"
#include "deploy/testing/scenario.hpp"

namespace ashlar::deploy::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr const char* disk_type = "pkg:m:Disk";

std::function<void(Script&)> disks(std::vector<std::string> names) {
  return [=](Script& p) {
    for (const auto& name : names) p.resource(disk_type, name);
  };
}

Goal root_goal() {
  Goal goal;
  goal.type = std::string(root_stack_type);
  goal.name = "project-test";
  return goal;
}

Goal disk_goal(const std::string& name) {
  Goal goal;
  goal.type = disk_type;
  goal.name = name;
  goal.custom = true;
  return goal;
}

TEST(ProgramError, KeepsWhatWasMadeAndDeletesNothing) {
  Scenario s;
  s.up(disks({"old"}));
  s.up([](Script& p) {
    p.resource(disk_type, "data");
    p.throws("division by zero");
  });

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("division by zero")));
  EXPECT_THAT(s.calls(), ElementsAre("create data"));
  EXPECT_THAT(s.names(), UnorderedElementsAre("data", "old"));
}

TEST(ProgramError, BeforeAnyRegistrationLeavesTheStackAsItWas) {
  Scenario s;
  s.up(disks({"old"}));
  const auto before = s.state.resources;
  FunctionProgram program([](Monitor&, const FunctionProgram::End& end) { end(ProgramResult{"no main", false}); });
  s.run_with(&program);

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("no main")));
  EXPECT_EQ(s.state.resources, before);
}

TEST(ProgramError, ThatTheProgramHasToldIsNotToldAgain) {
  Scenario s;
  s.up(disks({"old"}));
  FunctionProgram program([](Monitor&, const FunctionProgram::End& end) { end(ProgramResult{"", true}); });
  s.run_with(&program);

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, IsEmpty());
  EXPECT_THAT(s.calls(), IsEmpty());
}

TEST(ProgramError, OfALanguageHostThatCannotRunItIsAnError) {
  Scenario s;
  FunctionProgram program([](Monitor&, const FunctionProgram::End& end) { end(fail("no such interpreter")); });
  s.run_with(&program);

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("no such interpreter")));
}

TEST(ProgramError, LetsWhatIsUnderWayEnd) {
  Scenario s;
  FunctionProgram program([&](Monitor& monitor, const FunctionProgram::End& end) {
    monitor.register_resource(root_goal(), [&monitor, end](const Result<RegisterAnswer>&) {
      monitor.register_resource(disk_goal("data"), [](const Result<RegisterAnswer>&) {});
    });
    s.loop->after(std::chrono::milliseconds(0), [end] { end(ProgramResult{"killed", false}); });
  });
  s.run_with(&program);

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.names(), ElementsAre("data"));
  EXPECT_THAT(s.state.pending_operations, IsEmpty());
}

TEST(ProgramError, OfADestroyDeletesNothing) {
  Scenario s;
  s.up(disks({"data"}));
  s.destroy([](Script& p) {
    p.resource(disk_type, "data");
    p.throws("division by zero");
  });

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_THAT(s.names(), ElementsAre("data"));
}

TEST(ProgramError, OfAPreviewShowsWhatCameBefore) {
  Scenario s;
  s.up(disks({"old"}));
  s.preview([](Script& p) {
    p.resource(disk_type, "data");
    p.throws("division by zero");
  });

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.steps(), ElementsAre("create data"));
}

TEST(ProgramMessage, OfSeverityErrorFailsTheRunAtItsEnd) {
  Scenario s;
  s.up(disks({"old"}));
  FunctionProgram program([](Monitor& monitor, const FunctionProgram::End& end) {
    Diagnostic message;
    message.severity = Severity::error;
    message.message = "something is odd";
    monitor.log(message);
    monitor.register_resource(root_goal(), [end](const Result<RegisterAnswer>&) { end(ProgramResult{}); });
  });
  s.run_with(&program);

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre("something is odd"));
  EXPECT_THAT(s.calls(), ElementsAre("delete old"));
}

TEST(ProgramMessage, OfLesserSeverityIsOnlyShown) {
  Scenario s;
  FunctionProgram program([](Monitor& monitor, const FunctionProgram::End& end) {
    Diagnostic message;
    message.severity = Severity::warning;
    message.message = "something is odd";
    monitor.log(message);
    end(ProgramResult{});
  });
  s.run_with(&program);

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.sink->warnings, ElementsAre("something is odd"));
}

TEST(Program, ThatEndsWithoutWaitingForTheEngineIsComplete) {
  Scenario s;
  s.up(disks({"old"}));
  FunctionProgram program([](Monitor& monitor, const FunctionProgram::End& end) {
    monitor.register_resource(root_goal(), [&monitor, end](const Result<RegisterAnswer>&) {
      monitor.register_resource(disk_goal("data"), [end](const Result<RegisterAnswer>&) { end(ProgramResult{}); });
    });
  });
  s.run_with(&program);

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("create data", "delete old"));
}

TEST(Program, ThatWaitsForTheEngineIsAnsweredWhenDeletesAreOver) {
  Scenario s;
  s.up(disks({"old"}));
  Calls when_answered;
  FunctionProgram program([&](Monitor& monitor, const FunctionProgram::End& end) {
    monitor.register_resource(root_goal(), [&, end](const Result<RegisterAnswer>&) {
      monitor.wait_for_shutdown([&, end](const Status&) {
        when_answered = s.steps();
        end(ProgramResult{});
      });
    });
  });
  s.run_with(&program);

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(when_answered, ElementsAre("delete old"));
}

TEST(Program, ThatFailsAfterItWaitedFailsTheRun) {
  Scenario s;
  FunctionProgram program([](Monitor& monitor, const FunctionProgram::End& end) {
    monitor.wait_for_shutdown([end](const Status&) { end(ProgramResult{"too late", false}); });
  });
  s.run_with(&program);

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("too late")));
}

TEST(Program, IsToldThatOthersFailedWhenItWaits) {
  Scenario s;
  s.provider("pkg").fails("delete old", "busy");
  s.up(disks({"old"}));
  bool answered = false;
  FunctionProgram program([&](Monitor& monitor, const FunctionProgram::End& end) {
    monitor.register_resource(root_goal(), [&, end](const Result<RegisterAnswer>&) {
      monitor.wait_for_shutdown([&, end](const Status&) {
        answered = true;
        end(ProgramResult{});
      });
    });
  });
  s.run_with(&program);

  EXPECT_TRUE(answered);
  EXPECT_TRUE(s.outcome.failed);
}

}  // namespace
}  // namespace ashlar::deploy::testing
