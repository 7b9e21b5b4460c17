// Ctrl-C (reference 5.1, 5.17, 5.20). The second one leaves the process at once: what that means is tested with the
// journals of runs that die.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deploy/testing/function_program.hpp"
#include "deploy/testing/scenario.hpp"

namespace ashlar::deploy::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr const char* disk_type = "pkg:m:Disk";

std::function<void(Script&)> chain(int size) {
  return [=](Script& p) {
    auto& first = p.resource(disk_type, "first", {{"size", size}});
    p.resource(disk_type, "second", {{"size", size}}).depends_on(first);
  };
}

TEST(Cancel, LetsWhatIsUnderWayEndRecordsItAndBeginsNothingMore) {
  Scenario s;
  s.cancel_at("create first");
  s.up(chain(1));

  EXPECT_TRUE(s.outcome.cancelled);
  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("create first"));
  EXPECT_THAT(s.names(), ElementsAre("first"));
  EXPECT_THAT(s.state.pending_operations, IsEmpty());
  EXPECT_THAT(s.sink->errors, IsEmpty());
}

TEST(Cancel, LetsAllThatRunsInParallelEnd) {
  Scenario s;
  s.cancel_at("create b");
  s.up([](Script& p) {
    for (const auto* name : {"a", "b", "c"}) p.resource(disk_type, name);
  });

  EXPECT_THAT(s.names(), UnorderedElementsAre("a", "b", "c"));
}

/// What began after the providers were told to end would not hear of it, and might run for hours.
TEST(Cancel, WhileAStepIsBeingRecordedKeepsItFromBeginning) {
  for (const auto kind : {PendingKind::creating, PendingKind::updating, PendingKind::deleting}) {
    Scenario s;
    const auto one = [](Script& p) { p.resource(disk_type, "it", {{"size", 1}}); };
    if (kind != PendingKind::creating) s.up(one);
    const auto before = s.names();
    s.on_start = [&](Deployment& deployment) {
      s.journal->on_append = [&] {
        const auto& begun = s.journal->records.back().begins;
        if (begun && begun->resource->urn.name() == "it") deployment.cancel();
      };
    };
    if (kind == PendingKind::creating) s.up(one);
    if (kind == PendingKind::updating) s.up([](Script& p) { p.resource(disk_type, "it", {{"size", 2}}); });
    if (kind == PendingKind::deleting) s.destroy();

    EXPECT_TRUE(s.outcome.cancelled);
    EXPECT_THAT(s.calls(), IsEmpty());
    EXPECT_THAT(s.steps(), IsEmpty());
    EXPECT_THAT(s.names(), before);
    EXPECT_THAT(s.state.pending_operations, IsEmpty());
    EXPECT_THAT(s.sink->errors, IsEmpty());
    for (const auto& event : s.sink->events) {
      const auto* started = std::get_if<StepStarted>(&event);
      EXPECT_FALSE(started != nullptr && started->step.urn.name() == "it") << "told of a step that never began";
    }
  }
}

TEST(Cancel, AsksEveryProviderToEnd) {
  Scenario s;
  s.cancel_at("create data");
  s.up([](Script& p) {
    auto& east = p.provider("pkg", "east");
    auto& theirs = p.resource("other:m:Disk", "theirs");
    p.resource(disk_type, "data").provided_by(east).depends_on(theirs);
  });

  EXPECT_EQ(s.provider("pkg").cancels, 1);
  EXPECT_EQ(s.provider("other").cancels, 1);
}

TEST(Cancel, RecordsThatACallWasGivenUp) {
  Scenario s;
  s.up(chain(1));
  s.cancel_at("update first");
  s.provider("pkg").fails("update first", "cancelled");
  s.up(chain(2));

  EXPECT_TRUE(s.outcome.cancelled);
  EXPECT_EQ(s.find("first")->inputs.at("size"), PropertyValue(1));
  EXPECT_THAT(s.state.pending_operations, IsEmpty());
}

TEST(Cancel, InterruptsTheProgram) {
  Scenario s;
  FunctionProgram program([&](Monitor&, const FunctionProgram::End& end) {
    s.loop->post([end] { end(ProgramResult{"interrupted", false}); });
  });
  s.on_start = [](Deployment& deployment) { deployment.cancel(); };
  s.run_with(&program);

  EXPECT_TRUE(program.interrupted);
  EXPECT_TRUE(s.outcome.cancelled);
  EXPECT_THAT(s.sink->errors, IsEmpty());
}

TEST(Cancel, TwiceIsTheSameAsOnce) {
  Scenario s;
  s.on_start = [&](Deployment& deployment) {
    s.provider("pkg").before_call = [&](const std::string&) {
      deployment.cancel();
      deployment.cancel();
    };
  };
  s.up(chain(1));

  EXPECT_TRUE(s.outcome.cancelled);
  EXPECT_EQ(s.provider("pkg").cancels, 1);
  EXPECT_THAT(s.names(), ElementsAre("first"));
}

TEST(Cancel, EndsARunThatWouldGoOnAfterErrorsToo) {
  Scenario s;
  s.options.continue_on_error = true;
  s.cancel_at("create first");
  s.up(chain(1));

  EXPECT_TRUE(s.outcome.cancelled);
  EXPECT_THAT(s.calls(), ElementsAre("create first"));
}

TEST(Cancel, OfADestroyKeepsTheRest) {
  Scenario s;
  s.up(chain(1));
  s.cancel_at("delete second");
  s.destroy();

  EXPECT_TRUE(s.outcome.cancelled);
  EXPECT_THAT(s.calls(), ElementsAre("delete second"));
  EXPECT_THAT(s.names(), ElementsAre("first"));

  s.destroy();
  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.state.resources, IsEmpty());
}

TEST(Cancel, OfARefreshKeepsWhatWasRead) {
  Scenario s;
  s.options.parallel = 1;
  s.up(chain(1));
  s.provider("pkg").drift("first", "size", 7);
  s.provider("pkg").drift("second", "size", 7);
  s.cancel_at("read first");
  s.refresh();

  EXPECT_TRUE(s.outcome.cancelled);
  EXPECT_THAT(s.calls(), ElementsAre("read first"));
  EXPECT_EQ(s.find("first")->outputs.at("size"), PropertyValue(7));
  EXPECT_EQ(s.find("second")->outputs.at("size"), PropertyValue(1));
}

TEST(Cancel, OfARefreshKeepsTheUpdateFromBeginning) {
  Scenario s;
  s.up(chain(1));
  s.options.refresh_first = true;
  s.cancel_at("read first");
  s.up(chain(2));

  EXPECT_TRUE(s.outcome.cancelled);
  EXPECT_THAT(s.provider("pkg").updates, IsEmpty());
}

TEST(Cancel, OfAPreviewEndsIt) {
  Scenario s;
  s.on_start = [](Deployment& deployment) { deployment.cancel(); };
  s.preview(chain(1));

  EXPECT_TRUE(s.outcome.cancelled);
  EXPECT_THAT(s.steps(), IsEmpty());
}

TEST(Cancel, BetweenTheHalvesOfADeleteBeforeReplaceIsResumed) {
  Scenario s;
  s.provider("pkg").replaces_on("size").deletes_before_replacing();
  s.up(chain(1));
  s.cancel_at("delete first");
  s.up(chain(2));
  EXPECT_THAT(s.names(), ElementsAre("first?", "second"));

  s.up(chain(2));
  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.names(), ElementsAre("first", "second"));
  EXPECT_THAT(s.provider("pkg").world, SizeIs(2));
}

TEST(Cancel, AfterTheNewHalfLeavesTheOldOneToBeDeletedLater) {
  Scenario s;
  s.provider("pkg").replaces_on("size");
  s.up(chain(1));
  s.cancel_at("create first");
  s.up(chain(2));
  EXPECT_THAT(s.names(), ElementsAre("first", "first-", "second"));

  s.up(chain(2));
  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.provider("pkg").world, SizeIs(2));
}

}  // namespace
}  // namespace ashlar::deploy::testing
