// Components that their provider constructs (reference 1.2, 5.2).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deploy/testing/component_maker.hpp"
#include "deploy/testing/function_program.hpp"

namespace ashlar::deploy::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// A scenario whose package constructs groups.
class RemoteComponent : public ::testing::Test {
 protected:
  const Outcome& up(const std::function<void(Script&)>& write) {
    maker.attend();
    return s.up(write);
  }
  const Outcome& preview(const std::function<void(Script&)>& write) {
    maker.attend();
    return s.preview(write);
  }

  Scenario s;
  ComponentMaker maker{s};
};

TEST_F(RemoteComponent, IsConstructedByItsProviderWhichRegistersWhatIsInIt) {
  up([](Script& p) { p.remote_component(group_type, "group", {{"size", 1}}); });

  EXPECT_THAT(s.calls(), ElementsAre("construct group", "create group-disk"));
  EXPECT_THAT(s.names(), ElementsAre("group", "group-disk"));
  EXPECT_FALSE(s.find("group")->custom);
  EXPECT_EQ(s.find("group-disk")->parent, s.find("group")->urn);
  EXPECT_EQ(s.find("group-disk")->urn.qualified_type(), "pkg:m:Group$pkg:m:Disk");
  EXPECT_FALSE(s.outcome.failed);
}

TEST_F(RemoteComponent, IsAnsweredWithItsOutputsAndWhatTheyDependOn) {
  up([](Script& p) {
    auto& group = p.remote_component(group_type, "group", {{"size", 1}});
    p.resource(disk_type, "copy", {{"of", Script::output(group, "disk")}});
  });

  const auto& answer = s.answers.at("group");
  EXPECT_EQ(answer.urn, s.find("group")->urn);
  EXPECT_EQ(answer.outputs, (PropertyMap{{"disk", "group-disk-1"}}));
  EXPECT_EQ(answer.property_dependencies, (PropertyDependencies{{"disk", {s.find("group-disk")->urn}}}));
  EXPECT_EQ(s.find("copy")->inputs.at("of"), PropertyValue("group-disk-1"));
  EXPECT_EQ(s.find("group")->outputs, (PropertyMap{{"disk", "group-disk-1"}}));
}

TEST_F(RemoteComponent, SeesNoOutputValuesInItsAnswerButWhatTheyDependOn) {
  maker.amend_answer = [&](Result<ConstructAnswer>& answer) {
    const auto inner = std::make_shared<const PropertyValue>("x");
    answer->outputs = {{"key", OutputValue{inner, true, {s.urn(disk_type, "other")}}}};
    answer->dependencies.clear();
  };
  up([](Script& p) { p.remote_component(group_type, "group"); });

  EXPECT_EQ(s.answers.at("group").outputs.at("key"), PropertyValue::secret("x"));
  EXPECT_THAT(s.answers.at("group").property_dependencies.at("key"), ElementsAre(s.urn(disk_type, "other")));
}

TEST_F(RemoteComponent, GetsTheInputsAsTheProgramGaveThemWithWhatTheyDependOn) {
  const auto inner = std::make_shared<const PropertyValue>(3);
  up([&](Script& p) {
    auto& other = p.resource(disk_type, "other", {{"size", 3}});
    p.remote_component(group_type, "group",
                       {{"size", Script::output(other, "size")},
                        {"secret", PropertyValue::secret("s")},
                        {"output", OutputValue{inner, true, {s.urn(disk_type, "other")}}}})
        .depends_on(other);
  });

  const auto& goal = maker.requests.at(0).goal;
  EXPECT_EQ(goal.properties.at("secret"), PropertyValue::secret("s"));
  EXPECT_TRUE(goal.properties.at("output").is<OutputValue>());
  EXPECT_THAT(goal.property_dependencies.at("size"), ElementsAre(s.urn(disk_type, "other")));
  EXPECT_THAT(goal.dependencies, ElementsAre(s.urn(disk_type, "other")));
  EXPECT_THAT(s.find("group-disk")->dependencies, ElementsAre(s.urn(disk_type, "other")));
}

TEST_F(RemoteComponent, IsToldAboutTheRun) {
  s.options.config = {{"project:a", "1"}, {"project:b", PropertyValue::secret("2")}};
  s.options.parallel = 3;
  preview([](Script& p) { p.remote_component(group_type, "group"); });

  const auto& run = maker.requests.at(0).run;
  EXPECT_EQ(run.project, "project");
  EXPECT_EQ(run.stack, "test");
  EXPECT_EQ(run.organization, "organization");
  EXPECT_EQ(run.config, s.options.config);
  EXPECT_EQ(run.parallel, 3);
  EXPECT_TRUE(run.preview);
}

TEST_F(RemoteComponent, GetsItsOptionsAndInheritsFromItsParent) {
  up([&](Script& p) {
    auto& chosen = p.provider("other", "chosen");
    auto& outer = p.component("my:Outer", "outer").protect().provides("other", chosen);
    p.remote_component(group_type, "group").child_of(outer).with([](Goal& goal) {
      goal.retain_on_delete = true;
      goal.ignore_changes = {"a"};
      goal.custom_timeouts.create = 5;
      goal.aliases.push_back({.name = "old"});
    });
  });

  const auto& goal = maker.requests.at(0).goal;
  EXPECT_EQ(goal.parent, s.find("outer")->urn);
  EXPECT_EQ(goal.protect, true);
  EXPECT_EQ(goal.retain_on_delete, true);
  EXPECT_THAT(goal.ignore_changes, ElementsAre("a"));
  EXPECT_EQ(goal.custom_timeouts.create, 5);
  EXPECT_EQ(goal.aliases.at(0).name, "old");
  EXPECT_THAT(goal.providers.at("other"), HasSubstr("::chosen::"));
  EXPECT_TRUE(s.find("group-disk")->protect);
}

TEST_F(RemoteComponent, IsServedByTheProviderThatItNames) {
  up([](Script& p) {
    auto& chosen = p.provider("pkg", "chosen", {{"region", "x"}});
    p.remote_component(group_type, "group").provided_by(chosen);
  });

  EXPECT_EQ(s.provider("pkg").served_with.at("construct group").at("region"), PropertyValue("x"));
}

TEST_F(RemoteComponent, StaysAsItIsWhenNothingChanged) {
  const auto program = [](Script& p) { p.remote_component(group_type, "group", {{"size", 1}}); };
  up(program);
  up(program);

  EXPECT_THAT(s.calls(), ElementsAre("construct group"));
  EXPECT_THAT(s.steps(), IsEmpty());
  EXPECT_THAT(s.names(), ElementsAre("group", "group-disk"));
}

TEST_F(RemoteComponent, IsRenamedByAnAliasTogetherWithWhatIsInIt) {
  up([](Script& p) { p.remote_component(group_type, "old", {{"size", 1}}); });
  up([](Script& p) { p.remote_component(group_type, "new", {{"size", 1}}).alias({.name = "old"}); });

  EXPECT_THAT(s.calls(), ElementsAre("construct new"));
  EXPECT_THAT(s.names(), ElementsAre("new", "new-disk"));
}

TEST_F(RemoteComponent, IsDeletedWithWhatIsInIt) {
  up([](Script& p) { p.remote_component(group_type, "group", {{"size", 1}}); });
  up([](Script&) {});

  EXPECT_THAT(s.calls(), ElementsAre("delete group-disk"));
  EXPECT_THAT(s.names(), IsEmpty());
}

TEST_F(RemoteComponent, OfAPreviewHasUnknownOutputs) {
  preview([](Script& p) { p.remote_component(group_type, "group", {{"size", 1}}); });

  EXPECT_TRUE(s.answers.at("group").outputs.at("disk").is<Computed>());
  EXPECT_FALSE(s.outcome.failed);
}

TEST_F(RemoteComponent, StandsForItselfInAPreviewThatCannotConfigureItsProvider) {
  s.provider("pkg").computes("address", "a");
  preview([](Script& p) {
    auto& disk = p.resource(disk_type, "disk");
    auto& chosen = p.provider("pkg", "chosen", {{"address", Script::output(disk, "address")}});
    p.remote_component(group_type, "group", {{"size", 1}}).provided_by(chosen);
  });

  EXPECT_THAT(maker.requests, IsEmpty());
  EXPECT_FALSE(s.outcome.failed);
  EXPECT_EQ(s.answers.at("group").urn, s.urn(group_type, "group"));
}

TEST_F(RemoteComponent, ThatItsProviderRefusesFailsTheRunAndDeletesNothing) {
  up([](Script& p) { p.remote_component(group_type, "group", {{"size", 1}}); });
  s.provider("pkg").on_construct = [](const ConstructRequest&, const Done<ConstructAnswer>& done) {
    done(fail("the size is odd"));
  };
  s.options.continue_on_error = true;
  up([](Script& p) {
    p.remote_component(group_type, "group", {{"size", 1}}).with([](Goal& goal) {
      goal.source_position = "project:///main.cpp#7,3";
    });
  });

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(AllOf(HasSubstr("constructing pkg:m:Group 'group': the size is odd"),
                                                HasSubstr("at main.cpp:7"))));
  EXPECT_THAT(s.names(), ElementsAre("group", "group-disk"));
}

TEST_F(RemoteComponent, WhoseProviderConstructsNothingIsAnError) {
  up([](Script& p) { p.remote_component("other:m:Group", "group"); });

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("constructs no components")));
}

TEST_F(RemoteComponent, ThatWasNotRegisteredIsAnError) {
  maker.amend_answer = [&](Result<ConstructAnswer>& answer) { answer->urn = s.urn(group_type, "another"); };
  up([](Script& p) { p.remote_component(group_type, "group"); });

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("has not registered it")));
}

TEST_F(RemoteComponent, EndsWithTheRunWhenAResourceInItFailsAndItsProviderHangs) {
  s.provider("pkg").fails("create group-disk", "no space");
  maker.hangs_on_failure = true;
  up([](Script& p) { p.remote_component(group_type, "group", {{"size", 1}}); });

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("no space")));
  EXPECT_FALSE(s.answers.contains("group"));
}

TEST_F(RemoteComponent, EndsWhenTheRunIsCancelled) {
  Deployment* running = nullptr;
  s.provider("pkg").on_construct = [&](const ConstructRequest&, const Done<ConstructAnswer>&) { running->cancel(); };
  s.on_start = [&](Deployment& deployment) { running = &deployment; };
  s.up([](Script& p) { p.remote_component(group_type, "group"); });

  EXPECT_TRUE(s.outcome.cancelled);
  EXPECT_THAT(s.sink->errors, IsEmpty());
}

TEST_F(RemoteComponent, IsNotConstructedWhenItIsAChildOfNothing) {
  up([&](Script& p) {
    p.remote_component(group_type, "group").with([&](Goal& goal) { goal.parent = s.urn("my:Outer", "nobody"); });
  });

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("has not been registered")));
}

TEST_F(RemoteComponent, IsUnknownWhenItIsNotTargetedAndNotThere) {
  s.options.targets = {s.urn(disk_type, "other").text()};
  up([](Script& p) {
    p.remote_component(group_type, "group", {{"size", 1}});
    p.resource(disk_type, "other");
  });

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_TRUE(s.answers.at("group").unknown);
  EXPECT_THAT(s.names(), ElementsAre("other"));
}

TEST_F(RemoteComponent, IsDestroyedByADestroyThatRunsTheProgram) {
  const auto program = [](Script& p) { p.remote_component(group_type, "group", {{"size", 1}}); };
  up(program);
  maker.attend();
  s.destroy(program);

  EXPECT_THAT(s.calls(), ElementsAre("construct group", "delete group-disk"));
  EXPECT_THAT(s.names(), IsEmpty());
}

TEST(Registration, TakesWhatItsOutputValuesDependOnIntoTheState) {
  Scenario s;
  const auto inner = std::make_shared<const PropertyValue>("v");
  s.up([&](Script& p) {
    auto& other = p.resource(disk_type, "other");
    p.resource(disk_type, "data", {{"name", OutputValue{inner, true, {s.urn(disk_type, "other")}}}}).depends_on(other);
  });

  EXPECT_EQ(s.find("data")->inputs.at("name"), PropertyValue::secret("v"));
  EXPECT_THAT(s.find("data")->property_dependencies.at("name"), ElementsAre(s.urn(disk_type, "other")));
}

}  // namespace
}  // namespace ashlar::deploy::testing
