// Components and the stack: outputs that programs register (reference 1.1, 5.6, 5.14).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deploy/testing/function_program.hpp"
#include "deploy/testing/scenario.hpp"

namespace ashlar::deploy::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* disk_type = "pkg:m:Disk";

std::function<void(Script&)> group(PropertyMap inputs, PropertyMap outputs) {
  return [=](Script& p) { p.component("my:Group", "group", inputs).outputs(outputs); };
}

TEST(Component, HasNoIdAndTheOutputsThatItRegisters) {
  Scenario s;
  s.up(group({{"size", 1}}, {{"address", "here"}}));

  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_THAT(s.find("group")->id, IsEmpty());
  EXPECT_FALSE(s.find("group")->custom);
  EXPECT_EQ(s.find("group")->inputs, (PropertyMap{{"size", 1}}));
  EXPECT_EQ(s.find("group")->outputs, (PropertyMap{{"address", "here"}}));
  EXPECT_THAT(s.answers.at("group").outputs, IsEmpty());
}

TEST(Component, LosesTheOutputsThatItNoLongerRegisters) {
  Scenario s;
  s.up(group({}, {{"a", 1}, {"b", 1}}));
  s.up(group({}, {{"b", 2}}));

  EXPECT_EQ(s.find("group")->outputs, (PropertyMap{{"b", 2}}));
}

TEST(Component, IsUpdatedWhenItsInputsChange) {
  Scenario s;
  s.up(group({{"size", 1}}, {}));
  const auto modified = s.find("group")->modified;
  s.up(group({{"size", 2}}, {}));

  EXPECT_EQ(s.outcome.changes[StepOp::update], 1);
  EXPECT_EQ(s.find("group")->inputs, (PropertyMap{{"size", 2}}));
  EXPECT_EQ(s.find("group")->modified, modified);  // its content is that of its children
}

TEST(Component, IsDeletedWithoutACall) {
  Scenario s;
  s.up([](Script& p) {
    auto& group = p.component("my:Group", "group");
    p.resource(disk_type, "data").child_of(group);
  });
  s.up([](Script&) {});

  EXPECT_THAT(s.steps(), ElementsAre("delete data", "delete group"));
  EXPECT_THAT(s.calls(), ElementsAre("delete data"));
}

TEST(Component, ShowsItsOutputsWhenTheyAreRegistered) {
  Scenario s;
  s.up(group({}, {{"address", "here"}}));

  int shown = 0;
  for (const auto& event : s.sink->events) {
    const auto* registered = std::get_if<OutputsRegistered>(&event);
    if (registered == nullptr || registered->step.urn.name() != "group") continue;
    ++shown;
    EXPECT_EQ(registered->step.op, StepOp::create);
    EXPECT_EQ(registered->step.new_state->outputs.at("address"), PropertyValue("here"));
  }
  EXPECT_EQ(shown, 1);
}

TEST(RegisterOutputs, MayBeDoneOnce) {
  Scenario s;
  std::vector<std::string> errors;
  FunctionProgram program([&](Monitor& monitor, const FunctionProgram::End& end) {
    Goal stack{.type = "pulumi:pulumi:Stack", .name = "project-test"};
    monitor.register_resource(stack, [&, end](const Result<RegisterAnswer>&) {
      monitor.register_resource(Goal{.type = "my:Group", .name = "group"}, [&, end](Result<RegisterAnswer> answer) {
        const auto note = [&](const Status& status) { errors.push_back(status ? "" : status.error().message); };
        monitor.register_outputs(answer->urn, {{"a", 1}}, note);
        monitor.register_outputs(answer->urn, {{"a", 2}}, note);
        end(ProgramResult{});
      });
    });
  });
  s.run_with(&program);

  EXPECT_THAT(errors, ElementsAre("", HasSubstr("have been registered already")));
  EXPECT_TRUE(s.outcome.failed);
  EXPECT_EQ(s.find("group")->outputs.at("a"), PropertyValue(1));
}

TEST(RegisterOutputs, NeedsARegisteredResource) {
  Scenario s;
  std::string error;
  FunctionProgram program([&](Monitor& monitor, const FunctionProgram::End& end) {
    monitor.register_outputs(s.urn("my:Group", "nobody"), {}, [&](const Status& status) {
      if (!status) error = status.error().message;
    });
    end(ProgramResult{});
  });
  s.run_with(&program);

  EXPECT_THAT(error, HasSubstr("was not registered"));
  EXPECT_TRUE(s.outcome.failed);
}

std::function<void(Script&)> exports(PropertyMap outputs, bool fails = false) {
  return [=](Script& p) {
    p.resource(disk_type, "data", {{"size", fails ? 2 : 1}});
    for (const auto& [key, value] : outputs) p.export_output(key, value);
  };
}

const PropertyMap& stack_outputs(const Scenario& s) { return s.find("project-test")->outputs; }

TEST(StackOutputs, AreThoseOfTheLastRun) {
  Scenario s;
  s.up(exports({{"a", 1}, {"b", 1}}));
  EXPECT_EQ(stack_outputs(s), (PropertyMap{{"a", 1}, {"b", 1}}));
  EXPECT_EQ(s.outcome.stack_outputs, stack_outputs(s));

  s.up(exports({{"b", 2}}));
  EXPECT_EQ(stack_outputs(s), (PropertyMap{{"b", 2}}));
}

TEST(StackOutputs, AreAppliedWhenAllElseIsDone) {
  Scenario s;
  s.up([](Script& p) { p.resource(disk_type, "old"); });
  s.up(exports({{"a", 1}}));

  const auto& events = s.sink->events;
  ASSERT_FALSE(events.empty());
  const auto* last = std::get_if<OutputsRegistered>(&events.back());
  ASSERT_NE(last, nullptr);
  EXPECT_TRUE(last->step.urn.is_root_stack());
}

TEST(StackOutputs, OfAFailedRunAreMergedOverTheEarlierOnes) {
  Scenario s;
  s.up(exports({{"a", 1}, {"b", 1}}));
  s.provider("pkg").fails("delete extra", "no");
  s.up([](Script& p) {
    p.resource(disk_type, "data", {{"size", 1}});
    p.resource(disk_type, "extra");
    p.export_output("a", 1);
    p.export_output("b", 1);
  });
  s.up(exports({{"b", 2}}));

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_EQ(stack_outputs(s), (PropertyMap{{"a", 1}, {"b", 2}}));
}

TEST(StackOutputs, StayWhenTheProgramFailsBeforeItHasAny) {
  Scenario s;
  s.up(exports({{"a", 1}}));
  s.up([](Script& p) { p.throws("boom"); });

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_EQ(stack_outputs(s), (PropertyMap{{"a", 1}}));
}

TEST(StackOutputs, OfAPreviewAreWhatIsKnown) {
  Scenario s;
  s.provider("pkg").computes("address", "there");
  s.preview([](Script& p) {
    auto& data = p.resource(disk_type, "data", {{"size", 1}});
    p.export_output("size", Script::output(data, "size"));
    p.export_output("address", Script::output(data, "address"));
  });

  EXPECT_EQ(s.outcome.stack_outputs.at("size"), PropertyValue(1));
  EXPECT_TRUE(s.outcome.stack_outputs.at("address").is<Computed>());
  EXPECT_THAT(s.state.resources, IsEmpty());
}

}  // namespace
}  // namespace ashlar::deploy::testing
