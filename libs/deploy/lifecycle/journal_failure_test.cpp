// A journal that cannot be written: nothing begins that is not on record, and nothing that exists is kept from the user
// (reference 5.19; the engine's own promise beyond it).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deploy/testing/scenario.hpp"

namespace ashlar::deploy::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr const char* disk_type = "pkg:m:Disk";

bool begins(const Record& record, const char* name) {
  return record.begins && record.begins->resource->urn.name() == name;
}

/// Whether it is the end of the operation that made or changed `name`.
bool ends(const Record& record, const char* name) {
  if (!record.ends) return false;
  for (const auto& change : record.changes) {
    if (const auto* put = std::get_if<PutEntry>(&change); put != nullptr && put->state->urn.name() == name) return true;
    const auto* moved = std::get_if<MoveEntry>(&change);
    if (moved != nullptr && moved->state && moved->state->urn.name() == name) return true;
  }
  return false;
}

std::function<void(Script&)> chain(int size) {
  return [=](Script& p) {
    auto& first = p.resource(disk_type, "first", {{"size", size}});
    p.resource(disk_type, "second", {{"size", size}}).depends_on(first);
  };
}

TEST(JournalFailure, AtTheBeginningKeepsTheCallFromBeingMade) {
  Scenario s;
  s.journal_fails = [](const Record& record) { return begins(record, "first"); };
  s.up(chain(1));

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_THAT(s.names(), IsEmpty());
  EXPECT_THAT(s.state.pending_operations, IsEmpty());
  EXPECT_THAT(s.sink->errors, ElementsAre(AllOf(HasSubstr("no space left"), Not(HasSubstr("could not be recorded")))));
}

TEST(JournalFailure, AtTheBeginningOfAnUpdateOrDeleteKeepsTheResource) {
  for (const bool deleted : {false, true}) {
    Scenario s;
    s.up(chain(1));
    s.journal_fails = [](const Record& record) { return record.begins.has_value(); };
    if (deleted) {
      s.destroy();
    } else {
      s.up(chain(2));
    }

    EXPECT_TRUE(s.outcome.failed);
    EXPECT_THAT(s.calls(), IsEmpty());
    EXPECT_THAT(s.names(), ElementsAre("first", "second"));
    EXPECT_EQ(s.find("first")->inputs.at("size"), PropertyValue(1));
  }
}

TEST(JournalFailure, AtTheEndSaysWhatExistsAndBeginsNothingMore) {
  Scenario s;
  s.journal_fails = [](const Record& record) { return ends(record, "first"); };
  s.up(chain(1));

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("create first"));
  EXPECT_THAT(s.sink->errors, ElementsAre(AllOf(HasSubstr("could not be recorded"), HasSubstr("no space left"),
                                                HasSubstr(s.find("first")->urn.text()), HasSubstr("first-1"))));
}

TEST(JournalFailure, AtTheEndLeavesTheResourceInTheOutcome) {
  Scenario s;
  s.journal_fails = [](const Record& record) { return ends(record, "first"); };
  s.up(chain(1));

  EXPECT_THAT(s.names(), ElementsAre("first"));
  EXPECT_THAT(s.state.pending_operations, IsEmpty());
}

TEST(JournalFailure, OfTheLastRecordFailsTheRun) {
  Scenario s;
  s.up(chain(1));
  s.journal_fails = [](const Record& record) { return ends(record, "second"); };
  s.up(chain(2));

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("update first", "update second"));
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr(s.find("second")->urn.text())));
}

TEST(JournalFailure, KeepsDeletesFromBeginning) {
  Scenario s;
  s.up([](Script& p) {
    p.resource(disk_type, "first", {{"size", 1}});
    p.resource(disk_type, "old");
  });
  s.journal_fails = [](const Record& record) { return ends(record, "first"); };
  s.up([](Script& p) { p.resource(disk_type, "first", {{"size", 2}}); });

  EXPECT_THAT(s.calls(), ElementsAre("update first"));
  EXPECT_NE(s.find("old"), nullptr);
}

TEST(JournalFailure, EndsARunThatWouldGoOnAfterErrorsToo) {
  Scenario s;
  s.options.continue_on_error = true;
  s.options.parallel = 1;
  s.journal_fails = [](const Record& record) { return ends(record, "first"); };
  s.up(chain(1));

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("create first"));
}

TEST(JournalFailure, LetsWhatIsUnderWayEnd) {
  Scenario s;
  s.journal_fails = [](const Record& record) { return ends(record, "a"); };
  s.up([](Script& p) {
    p.resource(disk_type, "a");
    p.resource(disk_type, "b");
  });

  EXPECT_THAT(s.calls(), ElementsAre("create a", "create b"));
  EXPECT_THAT(s.names(), ElementsAre("a", "b"));
}

TEST(JournalFailure, MeansNothingToAPreview) {
  Scenario s;
  s.journal_fails = [](const Record&) { return true; };
  s.preview(chain(1));

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.journal->records, IsEmpty());
}

TEST(Journal, HasTheBeginningOfEveryCallBeforeTheCall) {
  Scenario s;
  s.provider("pkg").replaces_on("kind");
  std::vector<std::string> durable_at;
  s.provider("pkg").before_call = nullptr;
  s.on_start = [&](Deployment&) {
    s.provider("pkg").before_call = [&](const std::string& call) {
      const auto& records = s.journal->records;
      for (std::size_t i = 0; i < s.journal->durable; ++i) {
        if (records[i].begins && call.ends_with(records[i].begins->resource->urn.name())) durable_at.push_back(call);
      }
    };
  };
  s.up(chain(1));

  EXPECT_THAT(durable_at, ElementsAre("create first", "create second"));
}

TEST(Journal, OfARunInWhichNothingChangesWaitsForNothing) {
  Scenario s;
  s.up(chain(1));
  s.up(chain(1));

  EXPECT_EQ(s.journal->durable, 0U);
}

}  // namespace
}  // namespace ashlar::deploy::testing
