// Taking the state of the world into the state of the stack (reference 5.8, 5.13).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deploy/testing/scenario.hpp"

namespace ashlar::deploy::testing {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr const char* disk_type = "pkg:m:Disk";

std::function<void(Script&)> disk(PropertyMap inputs) {
  return [=](Script& p) { p.resource(disk_type, "data", inputs); };
}

/// The difference that the last run showed for `name`.
DetailedDiff shown_diff(const Scenario& s, const std::string& name) {
  for (const auto& event : s.sink->events) {
    const auto* done = std::get_if<StepDone>(&event);
    if (done != nullptr && done->step.urn.name() == name) return done->step.detailed_diff;
  }
  return {};
}

TEST(Refresh, TakesDriftIntoInputsAndOutputs) {
  Scenario s;
  s.up(disk({{"size", 1}}));
  s.provider("pkg").drift("data", "size", 7);
  s.refresh();

  EXPECT_THAT(s.calls(), ElementsAre("read data"));
  EXPECT_THAT(s.steps(), ElementsAre("update data"));
  EXPECT_EQ(s.outcome.changes[StepOp::update], 1);
  EXPECT_EQ(s.find("data")->inputs.at("size"), PropertyValue(7));
  EXPECT_EQ(s.find("data")->outputs.at("size"), PropertyValue(7));
}

TEST(Refresh, OfWhatDidNotChangeLeavesTheStateAsItWas) {
  Scenario s;
  s.up(disk({{"size", 1}}));
  const auto before = s.state.resources;
  s.refresh();

  EXPECT_THAT(s.calls(), ElementsAre("read data"));
  EXPECT_THAT(s.steps(), IsEmpty());
  EXPECT_EQ(s.state.resources, before);
}

TEST(Refresh, AsksWithIdInputsAndOutputsOfTheState) {
  Scenario s;
  s.provider("pkg").computes("arn", "a:1");
  s.up(disk({{"size", 1}}));
  s.refresh();

  ASSERT_EQ(s.provider("pkg").reads.size(), 1U);
  const auto& request = s.provider("pkg").reads[0];
  EXPECT_EQ(request.id, "data-1");
  EXPECT_EQ(request.inputs, (PropertyMap{{"size", 1}}));
  EXPECT_EQ(request.outputs.at("arn"), PropertyValue("a:1"));
}

TEST(Refresh, ShowsWhatTheWorldChangedNotWhatAnUpdateWould) {
  Scenario s;
  s.up(disk({{"size", 1}}));
  s.provider("pkg").drift("data", "label", "mine");
  s.refresh();

  const auto diff = shown_diff(s, "data");
  ASSERT_EQ(diff.size(), 1U);
  EXPECT_EQ(diff.at("label").kind, DiffKind::add);
}

TEST(Refresh, KeepsTheInputsWhenTheProviderTellsNone) {
  Scenario s;
  s.up(disk({{"size", 1}}));
  s.provider("pkg").drift("data", "size", 7);
  s.provider("pkg").amend_read = [](const ReadRequest&, Result<ReadAnswer>& answer) { answer->inputs.reset(); };
  s.refresh();

  EXPECT_EQ(s.find("data")->inputs.at("size"), PropertyValue(1));
  EXPECT_EQ(s.find("data")->outputs.at("size"), PropertyValue(7));
}

TEST(Refresh, TakesANewId) {
  Scenario s;
  s.up(disk({{"size", 1}}));
  s.provider("pkg").amend_read = [](const ReadRequest&, Result<ReadAnswer>& answer) { answer->id = "moved"; };
  s.refresh();

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_EQ(s.find("data")->id, "moved");
}

TEST(Refresh, ForgetsWhatIsGone) {
  Scenario s;
  s.up(disk({{"size", 1}}));
  s.provider("pkg").vanish("data");
  s.refresh();

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.steps(), ElementsAre("delete data"));
  EXPECT_EQ(s.outcome.changes[StepOp::remove], 1);
  EXPECT_THAT(s.names(), IsEmpty());
}

TEST(Refresh, ForgetsTheReferencesToWhatIsGone) {
  Scenario s;
  s.up([](Script& p) {
    auto& gone = p.resource(disk_type, "gone");
    auto& stays = p.resource(disk_type, "stays");
    p.resource(disk_type, "user", {{"disk", Script::output(gone, "id")}, {"other", Script::output(stays, "id")}})
        .deleted_with(gone)
        .replaced_with(gone);
  });
  const auto stays = s.find("stays")->urn;
  s.provider("pkg").vanish("gone");
  s.refresh();

  const auto& user = *s.find("user");
  EXPECT_THAT(user.dependencies, ElementsAre(stays));
  EXPECT_THAT(user.property_dependencies.at("other"), ElementsAre(stays));
  EXPECT_EQ(user.property_dependencies.count("disk") == 0 ? 0U : user.property_dependencies.at("disk").size(), 0U);
  EXPECT_FALSE(user.deleted_with);
  EXPECT_THAT(user.replace_with, IsEmpty());
}

TEST(Refresh, GivesTheChildrenOfWhatIsGoneToItsNearestAncestorThatIsLeft) {
  Scenario s;
  s.up([](Script& p) {
    auto& top = p.component("my:Group", "top");
    auto& middle = p.resource(disk_type, "middle").child_of(top);
    auto& lower = p.resource(disk_type, "lower").child_of(middle);
    p.resource(disk_type, "leaf").child_of(lower);
  });
  const auto urn = s.find("leaf")->urn;
  s.provider("pkg").vanish("middle");
  s.provider("pkg").vanish("lower");
  s.refresh();

  EXPECT_EQ(s.find("leaf")->parent, s.find("top")->urn);
  EXPECT_EQ(s.find("leaf")->urn, urn);
}

TEST(Refresh, KeepsReferencesToAUrnOfWhichOneCopyIsLeft) {
  Scenario s;
  s.provider("pkg").replaces_on("size").fails("delete base", "busy");
  const auto program = [](int size) {
    return [size](Script& p) {
      auto& base = p.resource(disk_type, "base", {{"size", size}});
      p.resource(disk_type, "user", {{"disk", Script::output(base, "id")}});
    };
  };
  s.up(program(1));
  s.up(program(2));
  ASSERT_THAT(s.names(), UnorderedElementsAre("base", "user", "base-"));
  s.provider("pkg").heal().world.erase("base-1");
  s.refresh();

  EXPECT_THAT(s.names(), ElementsAre("base", "user"));
  EXPECT_THAT(s.find("user")->dependencies, ElementsAre(s.find("base")->urn));
}

TEST(Refresh, LeavesComponentsAndProvidersAlone) {
  Scenario s;
  s.up([](Script& p) {
    auto& east = p.provider("pkg", "east", {{"region", "east"}});
    auto& group = p.component("my:Group", "group").outputs({{"answer", 42}});
    p.resource(disk_type, "data").child_of(group).provided_by(east);
  });
  const auto before = s.state.resources;
  s.refresh();

  EXPECT_THAT(s.calls(), ElementsAre("read data"));
  EXPECT_THAT(s.provider("pkg").configurations, ElementsAre(PropertyMap{{"region", "east"}}));
  EXPECT_EQ(s.state.resources, before);
}

TEST(Refresh, OfWhatIsOnlyReadComparesOutputsWithoutADiffCall) {
  Scenario s;
  s.provider("pkg").world["vpc-1"] = {disk_type, "there", {{"size", 1}}, ""};
  s.up([](Script& p) { p.resource(disk_type, "there").read("vpc-1"); });
  s.provider("pkg").drift("there", "size", 2);
  s.refresh();

  EXPECT_THAT(s.steps(), ElementsAre("update there"));
  EXPECT_THAT(s.provider("pkg").diffs, IsEmpty());
  EXPECT_EQ(s.find("there")->outputs.at("size"), PropertyValue(2));
  EXPECT_TRUE(s.find("there")->external);
}

TEST(Refresh, ForgetsWhatIsOnlyReadAndIsGone) {
  Scenario s;
  s.provider("pkg").world["vpc-1"] = {disk_type, "there", {{"size", 1}}, ""};
  s.up([](Script& p) { p.resource(disk_type, "there").read("vpc-1"); });
  s.provider("pkg").vanish("there");
  s.refresh();

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.names(), IsEmpty());
}

TEST(Refresh, DoesNotAskAboutWhatAReplacementDeleted) {
  Scenario s;
  s.provider("pkg").replaces_on("size").deletes_before_replacing();
  s.up(disk({{"size", 1}}));
  s.provider("pkg").fails("create data", "quota");
  s.up(disk({{"size", 2}}));
  ASSERT_THAT(s.names(), ElementsAre("data?"));
  s.refresh();

  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_THAT(s.names(), ElementsAre("data?"));
}

TEST(Refresh, AsksAboutWhatWaitsForItsDeletion) {
  Scenario s;
  s.provider("pkg").replaces_on("size").fails("delete data", "busy");
  s.up(disk({{"size", 1}}));
  s.up(disk({{"size", 2}}));
  s.provider("pkg").heal().world.erase("data-1");
  s.refresh();

  EXPECT_THAT(s.calls(), ElementsAre("read data", "read data"));
  EXPECT_THAT(s.names(), ElementsAre("data"));
  EXPECT_EQ(s.find("data")->id, "data-2");
}

TEST(Refresh, ThatFindsAResourceInBadHealthWarnsAndLetsTheNextUpdateTryAgain) {
  Scenario s;
  s.up(disk({{"size", 1}}));
  s.provider("pkg").fails_partly("read data", "no quorum");
  s.refresh();

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.sink->warnings, ElementsAre(HasSubstr("no quorum")));
  EXPECT_THAT(s.find("data")->init_errors, ElementsAre("no quorum"));

  s.provider("pkg").heal();
  s.up(disk({{"size", 1}}));
  EXPECT_THAT(s.calls(), ElementsAre("update data"));
  EXPECT_THAT(s.find("data")->init_errors, IsEmpty());
}

TEST(Refresh, ThatFindsAResourceInGoodHealthAgainForgetsItsErrors) {
  Scenario s;
  s.provider("pkg").fails_partly("create data", "not ready");
  s.up(disk({{"size", 1}}));
  s.provider("pkg").heal();
  s.refresh();

  EXPECT_THAT(s.find("data")->init_errors, IsEmpty());
}

TEST(Refresh, ThatFailsForOneGoesOnWithTheOthers) {
  Scenario s;
  s.options.parallel = 1;
  const auto program = [](Script& p) {
    p.resource(disk_type, "first", {{"size", 1}});
    p.resource(disk_type, "second", {{"size", 1}});
  };
  s.up(program);
  s.provider("pkg").drift("second", "size", 7);
  s.provider("pkg").fails("read first", "access denied");
  s.refresh();

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("access denied")));
  EXPECT_THAT(s.names(), UnorderedElementsAre("first", "second"));
  EXPECT_EQ(s.find("second")->outputs.at("size"), PropertyValue(7));
}

TEST(Refresh, OfManyTellsOnceThatTheirProviderCannotBeConfigured) {
  Scenario s;
  const auto program = [](Script& p) {
    p.resource(disk_type, "first");
    p.resource(disk_type, "second");
    p.resource("other:m:Disk", "theirs", {{"size", 1}});
  };
  s.up(program);
  s.provider("pkg").fails("configure", "credentials expired");
  s.provider("other").drift("theirs", "size", 7);
  s.refresh();
  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("credentials expired")));
  EXPECT_EQ(s.find("theirs")->outputs.at("size"), PropertyValue(7));

  s.up(program);
  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("credentials expired")));

  s.options.continue_on_error = true;
  s.destroy();
  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("credentials expired")));
  EXPECT_THAT(s.names(), UnorderedElementsAre("first", "second"));
}

TEST(Refresh, ThatFailsBeforeAnUpdateKeepsTheUpdateFromBeginning) {
  Scenario s;
  s.up(disk({{"size", 1}}));
  s.provider("pkg").fails("read data", "access denied");
  s.options.refresh_first = true;
  s.up(disk({{"size", 2}}));

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("read data"));
  EXPECT_EQ(s.find("data")->inputs.at("size"), PropertyValue(1));
}

TEST(Refresh, IsDoneInParallelAsFarAsTheUserAllows) {
  for (const int parallel : {1, 2, 16}) {
    Scenario s;
    s.up([](Script& p) {
      for (const auto* name : {"a", "b", "c", "d"}) p.resource(disk_type, name);
    });
    s.options.parallel = parallel;
    s.refresh();

    EXPECT_EQ(s.calls().size(), 4U);
    EXPECT_EQ(s.provider("pkg").most_in_flight, std::min(parallel, 4));
  }
}

TEST(RefreshPreview, ShowsDriftAndChangesNothing) {
  Scenario s;
  s.up(disk({{"size", 1}}));
  s.provider("pkg").drift("data", "size", 7);
  s.options.preview = true;
  s.refresh();

  EXPECT_THAT(s.steps(), ElementsAre("update data"));
  EXPECT_EQ(s.find("data")->inputs.at("size"), PropertyValue(1));
  EXPECT_THAT(s.journal->records, IsEmpty());
}

TEST(RefreshFirst, LetsTheUpdateRepairTheDrift) {
  Scenario s;
  s.up(disk({{"size", 1}}));
  s.provider("pkg").drift("data", "size", 7);
  s.options.refresh_first = true;
  s.up(disk({{"size", 1}}));

  EXPECT_THAT(s.calls(), ElementsAre("read data", "update data"));
  EXPECT_EQ(s.provider("pkg").world.at("data-1").inputs.at("size"), PropertyValue(1));
}

TEST(RefreshFirst, LetsTheUpdateMakeAgainWhatIsGone) {
  Scenario s;
  s.up(disk({{"size", 1}}));
  s.provider("pkg").vanish("data");
  s.options.refresh_first = true;
  s.up(disk({{"size", 1}}));

  EXPECT_THAT(s.calls(), ElementsAre("read data", "create data"));
  EXPECT_EQ(s.find("data")->id, "data-2");
}

TEST(RefreshFirst, KeepsADestroyFromDeletingWhatIsGone) {
  Scenario s;
  s.up([](Script& p) {
    p.resource(disk_type, "gone");
    p.resource(disk_type, "there");
  });
  s.provider("pkg").vanish("gone");
  s.options.refresh_first = true;
  s.destroy();

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.provider("pkg").deletes, ::testing::SizeIs(1));
  EXPECT_THAT(s.state.resources, IsEmpty());
}

TEST(RefreshBeforeUpdate, IsDoneForTheResourcesThatAskForIt) {
  Scenario s;
  const auto flag = [](const auto& request, auto& answer) {
    answer->refresh_before_update = request.urn.name() == "volatile";
  };
  s.provider("pkg").amend_create = flag;
  s.provider("pkg").amend_read = flag;
  s.provider("pkg").amend_update = flag;
  const auto program = [](Script& p) {
    p.resource(disk_type, "volatile", {{"size", 1}});
    p.resource(disk_type, "steady", {{"size", 1}});
  };
  s.up(program);
  s.provider("pkg").drift("volatile", "size", 7);
  s.provider("pkg").drift("steady", "size", 7);
  s.up(program);
  EXPECT_THAT(s.calls(), ElementsAre("read volatile", "update volatile"));

  s.provider("pkg").vanish("volatile");
  s.destroy();
  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("read volatile", "delete steady"));
}

const auto disk_in_region = [](const char* region) {
  return [region](Script& p) {
    auto& provider = p.provider("pkg", "east", {{"region", region}});
    p.resource(disk_type, "data", {{"size", 1}}).provided_by(provider);
  };
};

TEST(RefreshWithoutProgram, UsesTheRecordedConfiguration) {
  Scenario s;
  s.up(disk_in_region("one"));
  s.refresh();

  EXPECT_EQ(s.provider("pkg").served_with.at("read data"), (PropertyMap{{"region", "one"}}));
}

TEST(RefreshWithProgram, UsesTheConfigurationThatTheProgramGives) {
  Scenario s;
  s.up(disk_in_region("one"));
  s.refresh(disk_in_region("two"));

  EXPECT_THAT(s.calls(), ElementsAre("read data"));
  EXPECT_EQ(s.provider("pkg").served_with.at("read data"), (PropertyMap{{"region", "two"}}));
  EXPECT_EQ(s.find("east")->inputs.at("region"), PropertyValue("two"));
}

TEST(RefreshWithProgram, NeitherCreatesNorChangesNorDeletes) {
  Scenario s;
  s.up([](Script& p) {
    p.resource(disk_type, "data", {{"size", 1}});
    p.resource(disk_type, "extra", {{"size", 1}});
  });
  s.provider("pkg").drift("extra", "size", 7);
  s.refresh([](Script& p) {
    p.resource(disk_type, "data", {{"size", 2}});
    p.resource(disk_type, "fresh");
  });

  EXPECT_THAT(s.calls(), ElementsAre("read data", "read extra"));
  EXPECT_THAT(s.names(), UnorderedElementsAre("data", "extra"));
  EXPECT_EQ(s.find("data")->inputs.at("size"), PropertyValue(1));
  EXPECT_EQ(s.find("extra")->outputs.at("size"), PropertyValue(7));
  EXPECT_TRUE(s.answers.at("fresh").unknown);
}

TEST(RefreshWithProgram, TellsTheProgramWhatTheWorldIsLike) {
  Scenario s;
  s.up(disk({{"size", 1}}));
  s.provider("pkg").drift("data", "size", 7);
  s.refresh(disk({{"size", 1}}));

  EXPECT_THAT(s.steps(), ElementsAre("update data"));
  EXPECT_EQ(s.answers.at("data").outputs.at("size"), PropertyValue(7));
  EXPECT_EQ(s.find("data")->inputs.at("size"), PropertyValue(7));
}

TEST(RefreshWithProgram, ForgetsWhatIsGoneAndTakesWhatDependsOnItAsItIs) {
  Scenario s;
  const auto program = [](Script& p) {
    auto& base = p.resource(disk_type, "base");
    p.resource(disk_type, "user", {{"disk", Script::output(base, "id")}});
  };
  s.up(program);
  s.provider("pkg").vanish("base");
  s.refresh(program);

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.names(), ElementsAre("user"));
  EXPECT_THAT(s.find("user")->dependencies, IsEmpty());
}

TEST(RefreshWithProgram, OfAnUpdateRefreshesAsRegistrationsArrive) {
  Scenario s;
  const auto program = [](Script& p) {
    p.resource(disk_type, "drifts", {{"size", 1}});
    p.resource(disk_type, "gone", {{"size", 1}});
  };
  s.up(program);
  s.provider("pkg").drift("drifts", "size", 7);
  s.provider("pkg").vanish("gone");
  s.options.refresh_first = s.options.run_program = true;
  s.up(program);

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), UnorderedElementsAre("read drifts", "read gone", "update drifts", "create gone"));
}

TEST(RefreshWithProgram, ThatFailsChangesNothingMore) {
  Scenario s;
  s.up(disk({{"size", 1}}));
  s.provider("pkg").fails("read data", "access denied");
  s.refresh(disk({{"size", 1}}));

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, Each(HasSubstr("access denied")));
  EXPECT_THAT(s.names(), ElementsAre("data"));
}

}  // namespace
}  // namespace ashlar::deploy::testing
