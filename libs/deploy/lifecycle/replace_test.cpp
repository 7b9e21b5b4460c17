// What leads to a replacement, and what of (reference 5.4, 5.5).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "deploy/testing/scenario.hpp"

namespace ashlar::deploy::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr const char* disk_type = "pkg:m:Disk";

std::function<void(Script&)> disk(PropertyMap inputs, const std::function<void(Goal&)>& options = nullptr) {
  return [=](Script& p) {
    auto& data = p.resource(disk_type, "data", inputs);
    if (options) data.with(options);
  };
}

/// The keys that the last run's replacement of `name` was blamed on.
std::vector<std::string> keys_of(const Scenario& s, const std::string& name) {
  for (const auto& event : s.sink->events) {
    const auto* done = std::get_if<StepDone>(&event);
    if (done != nullptr && done->step.op == StepOp::replace && done->step.urn.name() == name) return done->step.keys;
  }
  return {"no replacement"};
}

const auto replaced = ElementsAre("create data", "delete data");

TEST(Diff, ThatTheProviderCannotTellIsOneOfTheInputs) {
  Scenario s;
  s.provider("pkg").amend_diff = [](const DiffRequest&, Result<DiffAnswer>& answer) { answer = DiffAnswer{}; };
  s.up(disk({{"size", 1}, {"secret", PropertyValue::secret("x")}}));
  s.up(disk({{"size", 1}, {"secret", "x"}}));
  EXPECT_THAT(s.calls(), IsEmpty());

  s.up(disk({{"size", 2}, {"secret", "x"}}));
  EXPECT_THAT(s.calls(), ElementsAre("update data"));
}

TEST(Diff, WithoutChangesReplacesNothing) {
  Scenario s;
  s.provider("pkg").amend_diff = [](const DiffRequest&, Result<DiffAnswer>& answer) {
    answer->changes = DiffAnswer::Changes::none;
    answer->replaces = {"size"};
  };
  s.up(disk({{"size", 1}}));
  s.up(disk({{"size", 2}}));

  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_EQ(s.find("data")->inputs.at("size"), PropertyValue(2));
}

TEST(Diff, ReplacesForAKeyAlone) {
  Scenario s;
  s.provider("pkg").amend_diff = [](const DiffRequest&, Result<DiffAnswer>& answer) {
    answer = DiffAnswer{};
    answer->changes = DiffAnswer::Changes::some;
    answer->replaces = {"size"};
  };
  s.up(disk({{"size", 1}}));
  s.up(disk({{"size", 2}}));

  EXPECT_THAT(s.calls(), replaced);
}

TEST(Diff, ReplacesForADetailAlone) {
  Scenario s;
  s.provider("pkg").amend_diff = [](const DiffRequest&, Result<DiffAnswer>& answer) {
    answer = DiffAnswer{};
    answer->changes = DiffAnswer::Changes::some;
    answer->has_detailed = true;
    answer->detailed["size.unit"] = {DiffKind::update_replace, false};
  };
  s.up(disk({{"size", 1}}));
  s.up(disk({{"size", 2}}));

  EXPECT_THAT(s.calls(), replaced);
  EXPECT_THAT(keys_of(s, "data"), ElementsAre("size"));
}

TEST(Diff, ThatFailsFailsTheResource) {
  Scenario s;
  s.up(disk({{"size", 1}}));
  s.provider("pkg").amend_diff = [](const DiffRequest&, Result<DiffAnswer>& answer) { answer = fail("no idea"); };
  s.up(disk({{"size", 2}}));

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("no idea")));
  EXPECT_EQ(s.find("data")->inputs.at("size"), PropertyValue(1));
}

TEST(Diff, GetsOldInputsOldOutputsAndCheckedInputs) {
  Scenario s;
  s.provider("pkg").computes("address", "here");
  s.provider("pkg").amend_check = [](const CheckRequest&, Result<CheckAnswer>& answer) {
    answer->inputs.insert_or_assign("default", true);
  };
  s.up(disk({{"size", 1}}));
  s.up(disk({{"size", 2}}));

  const auto& request = s.provider("pkg").diffs.at(0);
  EXPECT_EQ(request.old_inputs, (PropertyMap{{"size", 1}, {"default", true}}));
  EXPECT_EQ(request.old_outputs.at("address"), PropertyValue("here"));
  EXPECT_EQ(request.new_inputs, (PropertyMap{{"size", 2}, {"default", true}}));
  EXPECT_EQ(s.provider("pkg").checks.at(0).old_inputs, (PropertyMap{{"size", 1}, {"default", true}}));
}

TEST(Check, RunsAgainWithoutOldInputsForAReplacement) {
  Scenario s;
  s.provider("pkg").replaces_on("size");
  s.provider("pkg").amend_check = [](const CheckRequest& request, Result<CheckAnswer>& answer) {
    const auto* old = find(request.old_inputs, "name");
    answer->inputs.insert_or_assign("name", old != nullptr ? *old : PropertyValue(request.random_seed));
  };
  s.up(disk({{"size", 1}}));
  const auto name = s.find("data")->inputs.at("name");
  s.up(disk({{"size", 2}}));

  EXPECT_EQ(s.provider("pkg").checks.size(), 2U);
  EXPECT_EQ(s.provider("pkg").checks[0].random_seed, s.provider("pkg").checks[1].random_seed);
  EXPECT_THAT(s.provider("pkg").checks[1].old_inputs, IsEmpty());
  EXPECT_FALSE(s.find("data")->inputs.at("name") == name);
}

TEST(ReplaceOnChanges, TurnsAnUpdateIntoAReplacement) {
  Scenario s;
  const auto options = [](Goal& goal) { goal.replace_on_changes = {"size"}; };
  s.up(disk({{"size", 1}, {"kind", "a"}}, options));
  s.up(disk({{"size", 1}, {"kind", "b"}}, options));
  EXPECT_THAT(s.calls(), ElementsAre("update data"));

  s.up(disk({{"size", 2}, {"kind", "b"}}, options));
  EXPECT_THAT(s.calls(), replaced);
  EXPECT_THAT(keys_of(s, "data"), ElementsAre("size"));
}

TEST(ReplaceOnChanges, TakesWildcardsAndPaths) {
  for (const char* path : {"*", "[\"*\"]", "tags.a", "tags"}) {
    Scenario s;
    const auto options = [=](Goal& goal) { goal.replace_on_changes = {path}; };
    s.up(disk({{"tags", PropertyMap{{"a", 1}, {"b", 1}}}}, options));
    s.up(disk({{"tags", PropertyMap{{"a", 2}, {"b", 1}}}}, options));
    EXPECT_THAT(s.calls(), replaced) << path;
  }
  Scenario s;
  const auto options = [](Goal& goal) { goal.replace_on_changes = {"tags.a"}; };
  s.up(disk({{"tags", PropertyMap{{"a", 1}, {"b", 1}}}}, options));
  s.up(disk({{"tags", PropertyMap{{"a", 1}, {"b", 2}}}}, options));
  EXPECT_THAT(s.calls(), ElementsAre("update data"));
}

TEST(ReplaceOnChanges, SeesThatTheResourceDidNotGetReady) {
  Scenario s;
  const auto options = [](Goal& goal) { goal.replace_on_changes = {"#initerror"}; };
  s.provider("pkg").fails_partly("create data", "slow");
  s.up(disk({{"size", 1}}, options));
  s.provider("pkg").heal();
  s.up(disk({{"size", 1}}, options));

  EXPECT_THAT(s.calls(), replaced);
  EXPECT_THAT(keys_of(s, "data"), ElementsAre("#initerror"));
}

TEST(ReplaceOnChanges, HoldsForAProviderThatCannotTell) {
  Scenario s;
  s.provider("pkg").amend_diff = [](const DiffRequest&, Result<DiffAnswer>& answer) { answer = DiffAnswer{}; };
  const auto options = [](Goal& goal) { goal.replace_on_changes = {"size"}; };
  s.up(disk({{"size", 1}}, options));
  s.up(disk({{"size", 2}}, options));

  EXPECT_THAT(s.calls(), replaced);
}

std::function<void(Script&)> triggered(PropertyValue trigger) {
  return disk({{"size", 1}}, [=](Goal& goal) { goal.replacement_trigger = trigger; });
}

TEST(ReplacementTrigger, ReplacesWhenItChanges) {
  Scenario s;
  s.up(triggered("a"));
  s.up(triggered("a"));
  EXPECT_THAT(s.calls(), IsEmpty());

  s.up(triggered("b"));
  EXPECT_THAT(s.calls(), replaced);
  EXPECT_THAT(keys_of(s, "data"), ElementsAre("replacementTrigger"));
}

TEST(ReplacementTrigger, DoesNotReplaceWhenItComesOrGoes) {
  Scenario s;
  s.up(triggered(PropertyValue()));
  s.up(triggered("a"));
  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_EQ(s.find("data")->replacement_trigger, PropertyValue("a"));

  s.up(triggered(PropertyValue()));
  EXPECT_THAT(s.calls(), IsEmpty());
}

TEST(ReplacementTrigger, LooksThroughSecretsAndOutputs) {
  Scenario s;
  s.up(triggered(PropertyMap{{"deep", PropertyValue::secret("a")}}));
  OutputValue output;
  output.value = std::make_shared<PropertyValue>("a");
  s.up(triggered(PropertyMap{{"deep", output}}));
  EXPECT_THAT(s.calls(), IsEmpty());

  s.up(triggered(PropertyValue::secret(PropertyMap{{"deep", "b"}})));
  EXPECT_THAT(s.calls(), replaced);
}

TEST(ReplacementTrigger, ThatIsUnknownReplacesInAPreviewAndIsAnErrorInARun) {
  Scenario s;
  s.up(triggered("a"));
  s.preview(triggered(PropertyValue::computed()));
  EXPECT_THAT(s.steps(), ElementsAre("create-replacement data", "replace data", "delete-replaced data"));

  s.up(triggered(PropertyValue::computed()));
  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("replacement trigger")));
}

TEST(ReplaceTarget, ReplacesWhatDidNotChange) {
  Scenario s;
  s.up(disk({{"size", 1}}));
  s.options.replace_targets = {s.find("data")->urn.text()};
  s.up(disk({{"size", 1}}));

  EXPECT_THAT(s.calls(), replaced);
  EXPECT_THAT(keys_of(s, "data"), ElementsAre("id"));
  ASSERT_EQ(s.provider("pkg").checks.size(), 1U);
  EXPECT_THAT(s.provider("pkg").checks[0].old_inputs, IsEmpty());
}

TEST(ReplaceTarget, ThatIsNotThereIsAnError) {
  Scenario s;
  s.up(disk({{"size", 1}}));
  s.options.replace_targets = {s.urn(disk_type, "nothing").text()};
  s.up(disk({{"size", 2}}));

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("could not be found")));
  EXPECT_THAT(s.calls(), IsEmpty());
}

void taint(Scenario& s, const std::string& name) {
  for (auto& resource : s.state.resources) {
    if (resource->urn.name() != name) continue;
    auto tainted = std::make_shared<ResourceState>(*resource);
    tainted->taint = true;
    resource = tainted;
  }
}

TEST(Taint, ReplacesOnceAndIsGone) {
  Scenario s;
  s.up(disk({{"size", 1}}));
  taint(s, "data");
  s.up(disk({{"size", 1}}));
  EXPECT_THAT(s.calls(), replaced);
  EXPECT_THAT(keys_of(s, "data"), ElementsAre("id"));
  EXPECT_FALSE(s.find("data")->taint);

  s.up(disk({{"size", 1}}));
  EXPECT_THAT(s.calls(), IsEmpty());
}

TEST(Taint, StaysOnWhatIsNotTargeted) {
  Scenario s;
  const auto program = [](Script& p) {
    p.resource(disk_type, "data");
    p.resource(disk_type, "other");
  };
  s.up(program);
  taint(s, "data");
  s.options.targets = {s.find("other")->urn.text()};
  s.up(program);

  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_TRUE(s.find("data")->taint);
}

std::function<void(Script&)> followers(int size, bool delete_first = false) {
  return [=](Script& p) {
    auto& leader = p.resource(disk_type, "leader", {{"size", size}}).with([=](Goal& goal) {
      if (delete_first) goal.delete_before_replace = true;
    });
    auto& follower = p.resource(disk_type, "follower").replaced_with(leader);
    p.resource(disk_type, "last").replaced_with(follower);
    p.resource(disk_type, "bystander");
  };
}

TEST(ReplaceWith, ReplacesAlongWithTheOther) {
  Scenario s;
  s.provider("pkg").replaces_on("size");
  s.up(followers(1));
  s.up(followers(2));

  EXPECT_THAT(keys_of(s, "follower"), ElementsAre("replaceWith"));
  EXPECT_THAT(s.calls(), UnorderedElementsAre("create leader", "create follower", "create last", "delete leader",
                                              "delete follower", "delete last"));
}

TEST(ReplaceWith, DeletesFirstWhenTheOtherDoes) {
  Scenario s;
  s.provider("pkg").replaces_on("size");
  s.up(followers(1, true));
  s.up(followers(2, true));

  EXPECT_THAT(s.calls(), ElementsAre("delete last", "delete follower", "delete leader", "create leader",
                                     "create follower", "create last"));
}

TEST(ReplaceWith, DoesNothingWhenTheOtherIsUpdated) {
  Scenario s;
  s.up(followers(1));
  s.up(followers(2));

  EXPECT_THAT(s.calls(), ElementsAre("update leader"));
}

TEST(DeleteBeforeReplace, OfTheProgramOverrulesTheProvider) {
  Scenario s;
  s.provider("pkg").replaces_on("size").deletes_before_replacing();
  const auto options = [](Goal& goal) { goal.delete_before_replace = false; };
  s.up(disk({{"size", 1}}, options));
  s.up(disk({{"size", 2}}, options));
  EXPECT_THAT(s.calls(), replaced);

  s.up(disk({{"size", 3}}));
  EXPECT_THAT(s.calls(), ElementsAre("delete data", "create data"));
}

TEST(DeleteBeforeReplace, LeavesADependentThatOnlyComesAfterAlone) {
  Scenario s;
  s.provider("pkg").replaces_on("size").deletes_before_replacing();
  const auto program = [](int size) {
    return [size](Script& p) {
      auto& data = p.resource(disk_type, "data", {{"size", size}});
      p.resource("pkg:m:Machine", "after", {{"kind", "a"}}).depends_on(data);
    };
  };
  s.up(program(1));
  s.up(program(2));

  EXPECT_THAT(s.calls(), ElementsAre("delete data", "create data"));
}

TEST(DeleteBeforeReplace, AsksAboutDependentsWithReplaceOnChanges) {
  Scenario s;
  s.provider("pkg").replaces_on("size").deletes_before_replacing();
  const auto program = [](int size) {
    return [size](Script& p) {
      auto& data = p.resource(disk_type, "data", {{"size", size}});
      p.resource("pkg:m:Machine", "machine", {{"disk", Script::output(data, "id")}}).with([](Goal& goal) {
        goal.replace_on_changes = {"disk"};
      });
    };
  };
  s.up(program(1));
  s.up(program(2));

  EXPECT_THAT(s.calls(), ElementsAre("delete machine", "delete data", "create data", "create machine"));
  EXPECT_THAT(s.names(), ElementsAre("data", "machine"));
}

TEST(DeleteBeforeReplace, LeavesComponentsAndWhatIsReadAlone) {
  Scenario s;
  s.provider("pkg").replaces_on("size").deletes_before_replacing();
  s.provider("pkg").world["there"] = {"pkg:m:Net", "there", {}, ""};
  const auto program = [](int size) {
    return [size](Script& p) {
      auto& data = p.resource(disk_type, "data", {{"size", size}});
      p.component("my:Group", "group", {{"size", Script::output(data, "size")}});
      p.resource("pkg:m:Net", "net", {{"size", Script::output(data, "size")}}).read("there");
    };
  };
  s.up(program(1));
  s.up(program(2));

  EXPECT_THAT(s.calls(), ElementsAre("delete data", "create data", "read net"));
}

TEST(DeleteBeforeReplace, ForgetsADependentThatTheProgramNoLongerHas) {
  Scenario s;
  s.provider("pkg").replaces_on("size").replaces_on("disk").deletes_before_replacing();
  s.up([](Script& p) {
    auto& data = p.resource(disk_type, "data", {{"size", 1}});
    p.resource("pkg:m:Machine", "machine", {{"disk", Script::output(data, "id")}});
  });
  s.up([](Script& p) { p.resource(disk_type, "data", {{"size", 2}}); });

  EXPECT_THAT(s.calls(), ElementsAre("delete machine", "delete data", "create data"));
  EXPECT_THAT(s.names(), ElementsAre("data"));
  EXPECT_EQ(s.outcome.changes[StepOp::remove], 0);
}

TEST(DeleteBeforeReplace, MakesADependentThatNoLongerDependsAgainAsItIs) {
  Scenario s;
  s.provider("pkg").replaces_on("size").replaces_on("disk").deletes_before_replacing();
  const auto program = [](int size, bool depends) {
    return [=](Script& p) {
      auto& data = p.resource(disk_type, "data", {{"size", size}});
      PropertyMap inputs{{"disk", depends ? Script::output(data, "id") : PropertyValue("none")}};
      p.resource("pkg:m:Machine", "machine", inputs).depends_on(data);
    };
  };
  s.up(program(1, true));
  s.up(program(2, false));

  EXPECT_THAT(s.calls(), ElementsAre("delete machine", "delete data", "create data", "create machine"));
  EXPECT_EQ(s.find("machine")->inputs.at("disk"), PropertyValue("none"));
}

TEST(Replace, DeletesTheOldOnesInReverse) {
  Scenario s;
  s.provider("pkg").replaces_on("size").replaces_on("disk");
  const auto program = [](int size) {
    return [size](Script& p) {
      auto& disk = p.resource(disk_type, "disk", {{"size", size}});
      auto& machine = p.resource("pkg:m:Machine", "machine", {{"disk", Script::output(disk, "id")}});
      p.resource("pkg:m:Label", "label", {{"disk", Script::output(machine, "id")}});
    };
  };
  s.up(program(1));
  s.up(program(2));

  EXPECT_THAT(s.calls(), ElementsAre("create disk", "create machine", "create label", "delete label", "delete machine",
                                     "delete disk"));
}

TEST(DeleteBeforeReplace, AsksOnlyAboutWhatRefersToSomethingThatGoes) {
  Scenario s;
  s.provider("pkg").replaces_on("kind").replaces_on("disk").deletes_before_replacing();
  const auto program = [](const char* kind) {
    return [kind](Script& p) {
      auto& data = p.resource(disk_type, "data", {{"kind", kind}});
      auto& user = p.resource(disk_type, "user", {{"disk", Script::output(data, "id")}});
      p.resource(disk_type, "watcher", {{"watches", Script::output(user, "id")}});
      for (int i = 0; i < 20; ++i) p.resource(disk_type, "other-" + std::to_string(i)).depends_on(data);
    };
  };
  s.up(program("a"));
  s.preview(program("b"));

  std::vector<std::string> asked;
  for (const auto& request : s.provider("pkg").diffs) {
    const auto unknown = [](const auto& input) { return input.second.template is<Computed>(); };
    if (std::any_of(request.new_inputs.begin(), request.new_inputs.end(), unknown))
      asked.emplace_back(request.urn.name());
  }
  // Of both once for the cascade; the watcher, which stays, again when its own registration comes.
  EXPECT_THAT(asked, ElementsAre("user", "watcher", "watcher"));
}

TEST(PendingDeletes, OfOneUrnAreAllDeletedByTheNextRun) {
  Scenario s;
  s.provider("pkg").replaces_on("size").fails("delete data", "busy");
  s.up(disk({{"size", 1}}));
  s.up(disk({{"size", 2}}));
  s.up(disk({{"size", 3}}));
  ASSERT_THAT(s.names(), ElementsAre("data", "data-", "data-"));

  s.provider("pkg").heal();
  s.up(disk({{"size", 3}}));
  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("delete data", "delete data"));
  EXPECT_EQ(s.provider("pkg").world.size(), 1U);
  EXPECT_THAT(s.names(), ElementsAre("data"));
}

}  // namespace
}  // namespace ashlar::deploy::testing
