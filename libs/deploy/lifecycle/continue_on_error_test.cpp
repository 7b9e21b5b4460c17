// What becomes of a run in which something fails, with and without `--continue-on-error` (reference 5.6, 5.7, 5.17).

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

/// The ways in which `user` may depend on `other`.
using Dependency = std::function<void(Declared& user, Declared& other)>;
const std::vector<Dependency> dependencies{
    [](Declared& user, Declared& other) { user.depends_on(other); },
    [](Declared& user, Declared& other) { user.child_of(other); },
    [](Declared& user, Declared& other) { user.deleted_with(other); },
    [](Declared& user, Declared& other) { user.replaced_with(other); },
    [](Declared& user, Declared& other) { user.goal.properties["of"] = Script::output(other, "id"); },
};

/// A stack whose runs go on after failures.
struct Enduring : Scenario {
  Enduring() { options.continue_on_error = true; }
};

std::function<void(Script&)> disks(int size, std::vector<std::string> names) {
  return [=](Script& p) {
    for (const auto& name : names) p.resource(disk_type, name, {{"size", size}});
  };
}

TEST(Failure, LetsWhatIsUnderWayEndAndRecordsIt) {
  Scenario s;
  s.provider("pkg").fails("create first", "quota");
  s.up(disks(1, {"first", "second"}));

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_FALSE(s.outcome.cancelled);
  EXPECT_THAT(s.calls(), ElementsAre("create first", "create second"));
  EXPECT_THAT(s.names(), ElementsAre("second"));
}

TEST(Failure, KeepsWhatWaitsForItsTurnFromBeginning) {
  Scenario s;
  s.options.parallel = 1;
  s.provider("pkg").fails("create first", "quota");
  s.up(disks(1, {"first", "second"}));

  EXPECT_THAT(s.calls(), ElementsAre("create first"));
}

TEST(Failure, KeepsDeletesFromBeginning) {
  Scenario s;
  s.up(disks(1, {"old", "data"}));
  s.provider("pkg").fails("update data", "busy");
  s.up(disks(2, {"data"}));

  EXPECT_THAT(s.calls(), ElementsAre("update data"));
  EXPECT_THAT(s.names(), UnorderedElementsAre("old", "data"));
  EXPECT_EQ(s.find("data")->inputs.at("size"), PropertyValue(1));
}

TEST(Failure, OfTheNewHalfKeepsTheOldOne) {
  Scenario s;
  s.provider("pkg").replaces_on("size");
  s.up(disks(1, {"data"}));
  s.provider("pkg").fails("create data", "quota");
  s.up(disks(2, {"data"}));

  EXPECT_THAT(s.names(), ElementsAre("data"));
  EXPECT_EQ(s.find("data")->id, "data-1");
}

TEST(Failure, OfADeleteKeepsWhatItNeeds) {
  Scenario s;
  s.up([](Script& p) {
    auto& network = p.resource("pkg:m:Network", "network");
    p.resource(disk_type, "disk").depends_on(network);
  });
  s.provider("pkg").fails("delete disk", "busy");
  s.destroy();

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("delete disk"));
  EXPECT_THAT(s.names(), ElementsAre("network", "disk"));
}

TEST(Failure, OfADeleteEndsADestroyWithWhatIsUnderWay) {
  Scenario s;
  s.up([](Script& p) {
    auto& network = p.resource("pkg:m:Network", "network");
    p.resource(disk_type, "disk").depends_on(network);
    p.resource(disk_type, "other");
  });
  s.provider("pkg").fails("delete other", "busy");
  s.destroy();

  EXPECT_THAT(s.calls(), UnorderedElementsAre("delete disk", "delete other"));
  EXPECT_THAT(s.names(), UnorderedElementsAre("network", "other"));
}

TEST(ContinueOnError, GoesOnWithWhatDoesNotDependOnTheFailure) {
  Enduring s;
  s.options.parallel = 1;
  s.provider("pkg").fails("create first", "quota").fails("create third", "quota");
  s.up(disks(1, {"first", "second", "third", "fourth"}));

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("quota"), HasSubstr("quota")));
  EXPECT_THAT(s.names(), UnorderedElementsAre("second", "fourth"));
  EXPECT_EQ(s.answers.at("first").outcome, RegisterOutcome::fail);
  EXPECT_EQ(s.answers.at("second").outcome, RegisterOutcome::success);
}

TEST(ContinueOnError, SkipsWhatDependsOnAFailureInAnyWayAndAllThatDependsOnThat) {
  for (const auto& depend : dependencies) {
    Enduring s;
    s.provider("pkg").fails("create other", "quota");
    s.up([&](Script& p) {
      auto& other = p.resource(disk_type, "other");
      auto& user = p.resource(disk_type, "user");
      depend(user, other);
      p.resource(disk_type, "last").depends_on(user);
    });

    EXPECT_THAT(s.calls(), ElementsAre("create other"));
    EXPECT_EQ(s.answers.at("user").outcome, RegisterOutcome::skip);
    EXPECT_EQ(s.answers.at("last").outcome, RegisterOutcome::skip);
    EXPECT_THAT(s.names(), IsEmpty());
  }
}

TEST(ContinueOnError, SkipsWhatAProviderWouldServeThatCannotBeConfigured) {
  Enduring s;
  s.provider("pkg").fails("configure", "no credentials");
  s.up([](Script& p) {
    auto& east = p.provider("pkg", "east");
    p.resource(disk_type, "data").provided_by(east);
    p.resource("other:m:Disk", "theirs");
  });

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("no credentials")));
  EXPECT_THAT(s.names(), ElementsAre("theirs"));
}

TEST(ContinueOnError, DoesNotReadWhatDependsOnAFailure) {
  Enduring s;
  s.provider("pkg").fails("create group", "quota");
  s.provider("pkg").world["vpc-1"] = {disk_type, "there", {}, ""};
  s.up([](Script& p) {
    auto& group = p.resource(disk_type, "group");
    p.resource(disk_type, "there").read("vpc-1").child_of(group);
  });

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("create group"));
  EXPECT_THAT(s.names(), IsEmpty());
}

TEST(ContinueOnError, LeavesWhatIsSkippedAsItWas) {
  Enduring s;
  const auto program = [](int size) {
    return [size](Script& p) {
      auto& base = p.resource(disk_type, "base", {{"size", size}});
      p.resource(disk_type, "user", {{"size", size}}).depends_on(base);
      p.resource(disk_type, "apart", {{"size", size}});
    };
  };
  s.up(program(1));
  s.provider("pkg").fails("update base", "busy");
  s.up(program(2));
  EXPECT_THAT(s.calls(), UnorderedElementsAre("update base", "update apart"));
  EXPECT_EQ(s.find("base")->inputs.at("size"), PropertyValue(1));
  EXPECT_EQ(s.find("user")->inputs.at("size"), PropertyValue(1));
  EXPECT_EQ(s.find("apart")->inputs.at("size"), PropertyValue(2));

  s.provider("pkg").heal();
  s.up(program(2));
  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("update base", "update user"));
}

TEST(ContinueOnError, SkipsWhatDependsOnAResourceThatDidNotGetReady) {
  Enduring s;
  s.provider("pkg").fails_partly("create base", "not ready");
  s.up([](Script& p) {
    auto& base = p.resource(disk_type, "base");
    p.resource(disk_type, "user").depends_on(base);
  });

  EXPECT_THAT(s.calls(), ElementsAre("create base"));
  EXPECT_THAT(s.names(), ElementsAre("base"));
}

TEST(ContinueOnError, GoesOnAfterInputsThatAreRefused) {
  Enduring s;
  s.provider("pkg").refuses("kind", "no such kind");
  s.up([](Script& p) {
    p.resource(disk_type, "bad", {{"kind", "x"}});
    p.resource(disk_type, "good");
  });

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.names(), ElementsAre("good"));
}

TEST(ContinueOnError, GoesOnAfterAnImportThatFails) {
  Enduring s;
  s.provider("pkg").fails("read data", "access denied");
  s.up([](Script& p) {
    p.resource(disk_type, "data").with([](Goal& goal) { goal.import_id = "x"; });
    p.resource(disk_type, "other");
  });

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.names(), ElementsAre("other"));
}

TEST(ContinueOnError, DeletesWhatIsLeftOverButForWhatAFailureNeeds) {
  Enduring s;
  s.up([](Script& p) {
    auto& network = p.resource("pkg:m:Network", "network");
    auto& disk = p.resource(disk_type, "disk").depends_on(network);
    p.resource("pkg:m:Machine", "machine", {{"size", 1}}).depends_on(disk);
    p.resource(disk_type, "old");
  });
  s.provider("pkg").fails("update machine", "busy");
  s.up([](Script& p) { p.resource("pkg:m:Machine", "machine", {{"size", 2}}); });

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("update machine", "delete old"));
  EXPECT_THAT(s.names(), UnorderedElementsAre("network", "disk", "machine"));
}

TEST(ContinueOnError, KeepsTheOldHalfThatAFailureStillUses) {
  Enduring s;
  s.provider("pkg").replaces_on("size");
  const auto program = [](int size) {
    return [size](Script& p) {
      auto& disk = p.resource(disk_type, "disk", {{"size", size}});
      p.resource("pkg:m:Machine", "machine", {{"disk", Script::output(disk, "id")}});
    };
  };
  s.up(program(1));
  s.provider("pkg").fails("update machine", "busy");
  s.up(program(2));
  EXPECT_THAT(s.calls(), ElementsAre("create disk", "update machine"));
  EXPECT_THAT(s.names(), UnorderedElementsAre("disk", "disk-", "machine"));

  s.provider("pkg").heal();
  s.up(program(2));
  EXPECT_THAT(s.calls(), ElementsAre("update machine", "delete disk"));
}

TEST(ContinueOnError, KnowsWhatAFailureUsedUnderItsEarlierName) {
  Enduring s;
  s.up([](Script& p) {
    auto& network = p.resource("pkg:m:Network", "network");
    p.resource(disk_type, "before", {{"size", 1}}).depends_on(network);
  });
  s.provider("pkg").fails("update after", "busy");
  s.up([](Script& p) {
    Alias alias;
    alias.name = "before";
    p.resource(disk_type, "after", {{"size", 2}}).alias(alias);
  });

  EXPECT_THAT(s.calls(), ElementsAre("update after"));
  EXPECT_NE(s.find("network"), nullptr);
}

TEST(ContinueOnError, OfADestroyDeletesAllThatCanBeDeleted) {
  Enduring s;
  s.options.parallel = 1;
  s.up([](Script& p) {
    auto& network = p.resource("pkg:m:Network", "network");
    p.resource(disk_type, "stuck").depends_on(network);
    p.resource(disk_type, "free").depends_on(network);
    auto& base = p.resource(disk_type, "base");
    p.resource(disk_type, "user").depends_on(base);
  });
  s.provider("pkg").fails("delete stuck", "busy");
  s.destroy();

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.names(), UnorderedElementsAre("network", "stuck"));

  s.provider("pkg").heal();
  s.destroy();
  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.state.resources, IsEmpty());
}

TEST(ContinueOnError, KeepsTheStackOutputsOfWhatFailed) {
  Enduring s;
  const auto program = [](int size) {
    return [size](Script& p) {
      auto& data = p.resource(disk_type, "data", {{"size", size}});
      p.export_output("size", Script::output(data, "size"));
      p.export_output("version", size);
    };
  };
  s.up(program(1));
  s.provider("pkg").fails("update data", "busy");
  s.up(program(2));

  EXPECT_EQ(s.outcome.stack_outputs.at("size"), PropertyValue(1));
  EXPECT_EQ(s.outcome.stack_outputs.at("version"), PropertyValue(2));
}

TEST(ContinueOnError, DoesNotOutliveTheProgram) {
  Enduring s;
  s.up(disks(1, {"old"}));
  s.up([](Script& p) {
    p.resource(disk_type, "data");
    p.throws("division by zero");
  });

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("create data"));
  EXPECT_THAT(s.names(), UnorderedElementsAre("data", "old"));
}

}  // namespace
}  // namespace ashlar::deploy::testing
