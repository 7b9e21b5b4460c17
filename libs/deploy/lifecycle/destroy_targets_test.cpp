// `destroy` with targets or excludes (reference 5.11).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deploy/lifecycle/estate.hpp"

namespace ashlar::deploy::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

TEST(DestroyTarget, DeletesItAlone) {
  Estate s;
  target(s, {"machine"});
  s.destroy();

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("delete machine"));
  EXPECT_THAT(s.names(), UnorderedElementsAre("network", "disk", "bucket"));
}

TEST(DestroyTarget, ThatOthersNeedIsAnErrorThatNamesThem) {
  Estate s;
  target(s, {"disk", "bucket"});
  s.destroy();

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(AllOf(HasSubstr("disk"), HasSubstr("machine"))));
  EXPECT_THAT(s.calls(), IsEmpty());
}

TEST(DestroyTarget, ThatHasChildrenIsAnError) {
  Scenario s;
  s.up([](Script& p) {
    auto& outer = p.resource(disk_type, "outer");
    p.resource(disk_type, "inner").child_of(outer);
  });
  target(s, {"outer"});
  s.destroy();

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("inner")));
  EXPECT_THAT(s.calls(), IsEmpty());
}

TEST(DestroyTarget, PreviewShowsTheRestBesideTheError) {
  Estate s;
  target(s, {"disk", "bucket"});
  s.options.preview = true;
  s.destroy();

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("machine")));
  EXPECT_THAT(s.steps(), ElementsAre("delete bucket"));
}

TEST(DestroyTarget, WithItsDependentsDeletesThemFirst) {
  Estate s;
  s.options.target_dependents = true;
  target(s, {"network"});
  s.destroy();

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("delete machine", "delete disk", "delete network"));
  EXPECT_THAT(s.names(), ElementsAre("bucket"));
}

TEST(DestroyTarget, WhoseDependentCannotBeDeletedStays) {
  Estate s;
  s.options.target_dependents = true;
  target(s, {"network"});
  s.provider("pkg").fails("delete disk", "busy");
  s.destroy();

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.names(), UnorderedElementsAre("network", "disk", "bucket"));
}

TEST(DestroyTarget, MayBeAProviderWithAllThatItServes) {
  Scenario s;
  s.up([](Script& p) {
    auto& east = p.provider("pkg", "east");
    p.resource(disk_type, "eastern").provided_by(east);
    p.resource(disk_type, "other");
  });
  s.options.target_dependents = true;
  target(s, {"east"});
  s.destroy();

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.names(), ElementsAre("other"));
}

TEST(DestroyTarget, ThatWaitsForItsDeletionIsDeletedWithIt) {
  Scenario s;
  s.provider("pkg").replaces_on("size").fails("delete data", "busy");
  const auto program = [](int size) {
    return [size](Script& p) {
      p.resource(disk_type, "data", {{"size", size}});
      p.resource(disk_type, "other");
    };
  };
  s.up(program(1));
  s.up(program(2));
  s.provider("pkg").heal();
  target(s, {"other"});
  s.destroy();
  EXPECT_THAT(s.names(), UnorderedElementsAre("data", "data-"));

  s.options.targets.clear();
  target(s, {"data"});
  s.destroy();
  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.names(), IsEmpty());
}

TEST(DestroyTarget, ThatIsProtectedIsAnError) {
  Scenario s;
  s.up([](Script& p) {
    p.resource(disk_type, "guarded").protect();
    p.resource(disk_type, "other");
  });
  target(s, {"guarded"});
  s.destroy();

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("it is protected")));
  EXPECT_THAT(s.calls(), IsEmpty());
}

TEST(DestroyTarget, DoesNotMindProtectedResourcesThatAreNotTargeted) {
  Scenario s;
  s.up([](Script& p) {
    p.resource(disk_type, "guarded").protect();
    p.resource(disk_type, "other");
  });
  target(s, {"other"});
  s.destroy();

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.names(), ElementsAre("guarded"));
}

TEST(DestroyExclude, KeepsTheExcludedAndWhatItNeeds) {
  Estate s;
  exclude(s, {"disk"});
  s.destroy();

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, IsEmpty());
  EXPECT_THAT(s.calls(), UnorderedElementsAre("delete machine", "delete bucket"));
  EXPECT_THAT(s.names(), UnorderedElementsAre("network", "disk"));
}

TEST(DestroyExclude, WithDependentsKeepsThoseToo) {
  Estate s;
  s.options.exclude_dependents = true;
  exclude(s, {"disk"});
  s.destroy();

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("delete bucket"));
}

TEST(DestroyExclude, OfAProviderKeepsItButNotWhatItServes) {
  Scenario s;
  s.up([](Script& p) {
    auto& east = p.provider("pkg", "east");
    p.resource(disk_type, "data").provided_by(east);
  });
  exclude(s, {"east"});
  s.destroy();

  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.calls(), ElementsAre("delete data"));
  EXPECT_THAT(s.names(), ElementsAre("east"));
}

}  // namespace
}  // namespace ashlar::deploy::testing
