// What an interrupted run leaves behind, and what the next one makes of it (reference 5.5, 5.7, 5.19).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deploy/testing/scenario.hpp"

namespace ashlar::deploy::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr const char* disk_type = "pkg:m:Disk";

std::function<void(Script&)> disk(int size) {
  return [=](Script& p) { p.resource(disk_type, "data", {{"size", size}}); };
}

const auto nothing = [](Script&) {};

/// The state says that an operation on `name` has begun and never ended.
void interrupt(Scenario& s, const std::string& name, PendingKind kind) {
  for (const auto& resource : s.state.resources) {
    if (resource->urn.name() == name) s.state.pending_operations.push_back({resource, kind, ""});
  }
}

/// A stack whose provider cannot tell what became of an interrupted create, after such an interruption.
struct AfterUnknownCreate : Scenario {
  AfterUnknownCreate() {
    provider("pkg").forgets_tokens();
    up_and_crash(disk(1), "create data");
  }
};

TEST(InterruptedCreate, IsPendingInTheState) {
  Scenario s;
  s.up_and_crash(disk(1), "create data");

  ASSERT_THAT(s.state.pending_operations, SizeIs(1));
  EXPECT_EQ(s.state.pending_operations[0].kind, PendingKind::creating);
  EXPECT_EQ(s.state.pending_operations[0].resource->urn.name(), "data");
  EXPECT_EQ(s.state.pending_operations[0].token, s.provider("pkg").world.at("data-1").token);
  EXPECT_THAT(s.names(), IsEmpty());
}

TEST(InterruptedCreate, ThatSucceededIsAdopted) {
  Scenario s;
  s.up_and_crash(disk(1), "create data");
  s.up(disk(1));

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_EQ(s.find("data")->id, "data-1");
  EXPECT_THAT(s.state.pending_operations, IsEmpty());
}

TEST(InterruptedCreate, ThatSucceededIsDeletedWhenTheProgramNoLongerHasIt) {
  Scenario s;
  s.up_and_crash(disk(1), "create data");
  s.up(nothing);

  EXPECT_THAT(s.calls(), ElementsAre("delete data"));
  EXPECT_THAT(s.provider("pkg").world, IsEmpty());
}

TEST(InterruptedCreate, ThatNeverHappenedIsDoneAgain) {
  Scenario s;
  s.up_and_crash(disk(1), "create data");
  s.provider("pkg").vanish("data");
  s.up(disk(1));

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("create data"));
  EXPECT_THAT(s.state.pending_operations, IsEmpty());
}

TEST(InterruptedCreate, OfTheNewHalfCompletesTheReplacement) {
  Scenario s;
  s.provider("pkg").replaces_on("size");
  s.up(disk(1));
  s.up_and_crash(disk(2), "create data");
  s.up(disk(2));

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("delete data"));
  EXPECT_EQ(s.find("data")->id, "data-2");
  EXPECT_THAT(s.provider("pkg").world, SizeIs(1));
}

TEST(InterruptedCreate, OfWhichNobodyKnowsIsWarnedOfAndStaysPending) {
  AfterUnknownCreate s;
  s.up(disk(1));

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.sink->warnings, ElementsAre(HasSubstr("interrupted create")));
  EXPECT_THAT(s.calls(), ElementsAre("create data"));
  EXPECT_THAT(s.state.pending_operations, SizeIs(1));
}

TEST(InterruptedCreate, OfWhichNobodyKnowsSurvivesARefreshAndADestroy) {
  AfterUnknownCreate s;
  s.refresh();
  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.state.pending_operations, SizeIs(1));

  s.destroy();
  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.state.pending_operations, SizeIs(1));
}

TEST(InterruptedCreate, IsNotRecoveredByAPreview) {
  Scenario s;
  s.up_and_crash(disk(1), "create data");
  s.preview(disk(1));

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_THAT(s.sink->warnings, IsEmpty());
  EXPECT_THAT(s.state.pending_operations, SizeIs(1));
}

TEST(InterruptedCreate, OfManyAreAllAdopted) {
  Scenario s;
  const auto program = [](Script& p) {
    for (const auto* name : {"a", "b", "c"}) p.resource(disk_type, name);
  };
  s.up_and_crash(program, "create c");
  s.up(program);

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.names(), UnorderedElementsAre("a", "b", "c"));
  EXPECT_THAT(s.provider("pkg").world, SizeIs(3));
}

TEST(InterruptedUpdate, IsLookedAtAndThenDoneAgain) {
  Scenario s;
  s.up(disk(1));
  s.up_and_crash(disk(2), "update data");
  ASSERT_THAT(s.state.pending_operations, SizeIs(1));
  EXPECT_EQ(s.state.pending_operations[0].kind, PendingKind::updating);

  s.up(disk(2));  // it had succeeded
  EXPECT_THAT(s.calls(), ElementsAre("read data"));
  EXPECT_THAT(s.state.pending_operations, IsEmpty());
  EXPECT_EQ(s.find("data")->inputs.at("size"), PropertyValue(2));
}

TEST(InterruptedUpdate, ThatNeverHappenedIsDoneAgain) {
  Scenario s;
  s.up(disk(1));
  s.up_and_crash(disk(2), "update data");
  s.provider("pkg").drift("data", "size", 1);
  s.up(disk(2));

  EXPECT_THAT(s.calls(), ElementsAre("read data", "update data"));
}

TEST(InterruptedUpdate, OfWhatCannotBeReadStaysPending) {
  Scenario s;
  s.up(disk(1));
  interrupt(s, "data", PendingKind::updating);
  s.provider("pkg").fails("read data", "access denied");
  s.up(disk(1));

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("access denied")));
  EXPECT_THAT(s.state.pending_operations, SizeIs(1));
}

TEST(InterruptedDelete, IsLookedAt) {
  Scenario s;
  s.up(disk(1));
  s.up_and_crash(nothing, "delete data");
  ASSERT_THAT(s.state.pending_operations, SizeIs(1));
  EXPECT_EQ(s.state.pending_operations[0].kind, PendingKind::deleting);

  s.up(nothing);  // it had succeeded
  EXPECT_THAT(s.calls(), ElementsAre("read data"));
  EXPECT_THAT(s.names(), IsEmpty());
  EXPECT_THAT(s.state.pending_operations, IsEmpty());
}

TEST(InterruptedDelete, ThatSucceededIsMadeAgainWhenTheProgramHasTheResource) {
  Scenario s;
  s.up(disk(1));
  s.up_and_crash(nothing, "delete data");
  s.up(disk(1));

  EXPECT_THAT(s.calls(), ElementsAre("read data", "create data"));
  EXPECT_THAT(s.names(), ElementsAre("data"));
}

TEST(InterruptedDelete, OfAReplacedResourceLeavesItsSuccessorAlone) {
  Scenario s;
  s.provider("pkg").replaces_on("size");
  s.up(disk(1));
  s.up_and_crash(disk(2), "delete data");
  s.up(disk(2));

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("read data"));
  EXPECT_THAT(s.names(), ElementsAre("data"));
  EXPECT_EQ(s.find("data")->id, "data-2");
}

/// The run goes on and ends by itself, but of one call nobody knows what it did.
TEST(LostProvider, LeavesTheOperationPendingAndTheNextRunFindsOutWhatBecameOfIt) {
  struct Case {
    const char* call;
    std::function<void(Script&)> before, after;
    Calls found;
  };
  for (const auto& [call, before, after, found] : {
           Case{"create data", nothing, disk(1), {}},
           Case{"update data", disk(1), disk(2), {"read data"}},
           Case{"delete data", disk(1), nothing, {"read data"}},
       }) {
    Scenario s;
    s.up(before);
    s.provider("pkg").is_lost_at(call);
    s.up(after);
    EXPECT_TRUE(s.outcome.failed);
    EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("the provider died")));
    ASSERT_THAT(s.state.pending_operations, SizeIs(1)) << call;

    s.provider("pkg").heal();
    s.up(after);
    EXPECT_FALSE(s.outcome.failed);
    EXPECT_EQ(s.calls(), found) << call;
    EXPECT_THAT(s.state.pending_operations, IsEmpty()) << call;
    EXPECT_EQ(s.names().size(), s.provider("pkg").world.size()) << call;
  }
}

TEST(InterruptedReadOrImport, IsForgottenByTheNextRun) {
  for (const auto kind : {PendingKind::reading, PendingKind::importing}) {
    Scenario s;
    s.up(disk(1));
    interrupt(s, "data", kind);
    s.up(disk(1));

    EXPECT_FALSE(s.outcome.failed);
    EXPECT_THAT(s.calls(), IsEmpty());
    EXPECT_THAT(s.state.pending_operations, IsEmpty());
  }
}

TEST(InterruptedOperation, OfAProviderResourceIsForgotten) {
  Scenario s;
  const auto program = [](Script& p) { p.provider("pkg", "east"); };
  s.up(program);
  interrupt(s, "east", PendingKind::creating);
  s.up(program);

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.state.pending_operations, IsEmpty());
}

/// A stack in which the old half of a delete-before-replace is gone and the new one could not be made.
struct HalfReplaced : Scenario {
  HalfReplaced() {
    provider("pkg").replaces_on("size").deletes_before_replacing();
    up(disk(1));
    provider("pkg").fails("create data", "quota");
    up(disk(2));
    provider("pkg").heal();
  }
};

TEST(PendingReplacement, IsKeptUntilTheNewOneExists) {
  HalfReplaced s;
  EXPECT_THAT(s.names(), ElementsAre("data?"));
  EXPECT_THAT(s.provider("pkg").world, IsEmpty());
}

TEST(PendingReplacement, IsResumedWithoutAnotherDelete) {
  for (const int size : {2, 3, 1}) {
    HalfReplaced s;
    s.up(disk(size));

    EXPECT_FALSE(s.outcome.failed);
    EXPECT_THAT(s.calls(), ElementsAre("create data"));
    EXPECT_THAT(s.steps(), ElementsAre("replace data", "create-replacement data"));
    EXPECT_THAT(s.names(), ElementsAre("data"));
    EXPECT_EQ(s.find("data")->inputs.at("size"), PropertyValue(size));
  }
}

TEST(PendingReplacement, IsForgottenWithoutACallWhenTheProgramNoLongerHasIt) {
  HalfReplaced s;
  s.up(nothing);

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_THAT(s.steps(), ElementsAre("remove-pending-replace data"));
  EXPECT_THAT(s.names(), IsEmpty());
}

TEST(PendingReplacement, SurvivesAnotherFailure) {
  HalfReplaced s;
  s.provider("pkg").fails("create data", "quota");
  s.up(disk(2));

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.names(), ElementsAre("data?"));
}

TEST(PendingReplacement, SurvivesARefreshAndIsResumedAfterIt) {
  for (const bool with_program : {false, true}) {
    HalfReplaced s;
    s.options.refresh_first = true;
    s.options.run_program = with_program;
    s.up(disk(2));

    EXPECT_FALSE(s.outcome.failed);
    EXPECT_THAT(s.calls(), ElementsAre("create data"));
    EXPECT_THAT(s.names(), ElementsAre("data"));
  }
}

TEST(PendingReplacement, InterruptedAfterTheDeleteIsResumed) {
  Scenario s;
  s.provider("pkg").replaces_on("size").deletes_before_replacing();
  s.up(disk(1));
  s.up_and_crash(disk(2), "create data");
  EXPECT_THAT(s.names(), ElementsAre("data?"));

  s.up(disk(2));
  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_THAT(s.names(), ElementsAre("data"));
  EXPECT_EQ(s.find("data")->id, "data-2");
}

TEST(PendingReplacement, KeepsTheDependentsThatWereDeletedAlongUntilTheyAreMadeAgain) {
  Scenario s;
  s.provider("pkg").replaces_on("size").replaces_on("disk").deletes_before_replacing();
  const auto program = [](int size) {
    return [size](Script& p) {
      auto& disk = p.resource(disk_type, "disk", {{"size", size}});
      p.resource("pkg:m:Machine", "machine", {{"disk", Script::output(disk, "id")}});
    };
  };
  s.up(program(1));
  s.provider("pkg").fails("create disk", "quota");
  s.up(program(2));
  EXPECT_THAT(s.calls(), ElementsAre("delete machine", "delete disk", "create disk"));
  EXPECT_THAT(s.names(), ElementsAre("disk?", "machine?"));

  s.provider("pkg").heal();
  s.up(program(2));
  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("create disk", "create machine"));
  EXPECT_THAT(s.names(), ElementsAre("disk", "machine"));
}

/// A stack with `copies` old copies of one resource that could not be deleted.
struct WithPendingDeletes : Scenario {
  explicit WithPendingDeletes(int copies) {
    provider("pkg").replaces_on("size").fails("delete data", "busy");
    for (int size = 1; size <= copies + 1; ++size) up(disk(size));
    provider("pkg").heal();
  }
};

TEST(PendingDelete, OfManyCopiesAreAllDoneByTheNextUpdate) {
  WithPendingDeletes s(3);
  ASSERT_THAT(s.names(), UnorderedElementsAre("data", "data-", "data-", "data-"));
  s.up(disk(4));

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("delete data", "delete data", "delete data"));
  EXPECT_THAT(s.steps(), ElementsAre("delete-replaced data", "delete-replaced data", "delete-replaced data"));
  EXPECT_THAT(s.provider("pkg").world, SizeIs(1));
}

TEST(PendingDelete, OfManyCopiesAreDoneByADestroyWithTheResourceItself) {
  WithPendingDeletes s(2);
  s.destroy();

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), SizeIs(3));
  EXPECT_THAT(s.state.resources, IsEmpty());
}

TEST(PendingDelete, IsShownByAPreview) {
  WithPendingDeletes s(1);
  s.preview(disk(2));

  EXPECT_THAT(s.steps(), ElementsAre("delete-replaced data"));
  EXPECT_THAT(s.calls(), IsEmpty());
}

TEST(PendingDelete, IsDoneBeforeThatOfWhatTheCopyNeeds) {
  Scenario s;
  s.provider("pkg").replaces_on("size").fails("delete disk", "busy");
  const auto program = [](int size) {
    return [size](Script& p) {
      auto& network = p.resource("pkg:m:Network", "network", {{"size", size}});
      p.resource(disk_type, "disk", {{"size", size}}).depends_on(network);
    };
  };
  s.up(program(1));
  s.up(program(2));
  EXPECT_THAT(s.names(), UnorderedElementsAre("network", "disk", "network-", "disk-"));

  s.provider("pkg").heal();
  s.up(program(2));
  EXPECT_THAT(s.calls(), ElementsAre("delete disk", "delete network"));
}

TEST(PendingDelete, OfWhatIsReplacedOnceMoreGoesWithTheNewOldCopy) {
  WithPendingDeletes s(1);
  s.up(disk(3));

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("create data", "delete data", "delete data"));
  EXPECT_THAT(s.names(), ElementsAre("data"));
}

}  // namespace
}  // namespace ashlar::deploy::testing
