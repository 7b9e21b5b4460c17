// `refresh` with targets or excludes (reference 5.11).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deploy/lifecycle/estate.hpp"

namespace ashlar::deploy::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

TEST(RefreshTarget, AsksAboutTheTargetsAlone) {
  Estate s;
  for (const auto* name : {"network", "disk", "machine", "bucket"}) s.provider("pkg").drift(name, "size", 7);
  target(s, {"disk"});
  s.refresh();
  EXPECT_THAT(s.calls(), ElementsAre("read disk"));

  s.options.target_dependents = true;
  s.refresh();
  EXPECT_THAT(s.calls(), UnorderedElementsAre("read disk", "read machine"));
}

TEST(RefreshTarget, ThatIsNotThereIsAnErrorBeforeAnythingIsRead) {
  Estate s;
  s.options.targets = {s.urn(disk_type, "nowhere").text()};
  s.refresh();

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.calls(), IsEmpty());
}

TEST(RefreshTarget, ThatIsGoneIsForgottenByThoseThatAreNotTargetedToo) {
  Estate s;
  target(s, {"disk"});
  s.provider("pkg").vanish("disk");
  s.refresh();

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.find("machine")->dependencies, IsEmpty());
}

TEST(RefreshExclude, LeavesTheExcludedOut) {
  Estate s;
  exclude(s, {"disk"});
  s.refresh();
  EXPECT_THAT(s.calls(), UnorderedElementsAre("read network", "read machine", "read bucket"));

  s.options.exclude_dependents = true;
  s.refresh();
  EXPECT_THAT(s.calls(), UnorderedElementsAre("read network", "read bucket"));
}

TEST(RefreshExclude, ThatIsNotThereIsAnError) {
  Estate s;
  s.options.excludes = {s.urn(disk_type, "nowhere").text()};
  s.refresh();

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.calls(), IsEmpty());
}

TEST(RefreshWithProgramTarget, IsAllThatIsAskedAbout) {
  Estate s;
  target(s, {"disk"});
  s.refresh(estate(1));

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("read disk"));
}

}  // namespace
}  // namespace ashlar::deploy::testing
