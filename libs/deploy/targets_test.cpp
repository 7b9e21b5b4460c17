#include "deploy/targets.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "deploy/testing/states.hpp"

namespace ashlar::deploy {
namespace {

using testing::urn_of;

TEST(Pattern, MatchesWithinAPartWithOneStarAndAcrossPartsWithTwo) {
  const auto urn = *Urn::parse("urn:pulumi:test::project::my:Group$pkg:m:Disk::data-1");
  const auto matches = [&](const char* pattern) { return UrnPatterns({pattern}).matches(urn); };

  EXPECT_TRUE(matches("urn:pulumi:test::project::my:Group$pkg:m:Disk::data-1"));
  EXPECT_TRUE(matches("urn:pulumi:test::project::my:Group$pkg:m:Disk::data-*"));
  EXPECT_TRUE(matches("urn:pulumi:test::project::my:*:m:Disk::*"));
  EXPECT_TRUE(matches("**Disk::data**"));
  EXPECT_TRUE(matches("**"));
  EXPECT_FALSE(matches("*"));
  EXPECT_FALSE(matches("*Disk::data-1"));
  EXPECT_FALSE(matches("**Disk"));
  EXPECT_FALSE(matches("data-1"));
}

TEST(Targets, AreEverythingWhenTheUserNamesNothing) {
  Targets targets({}, {}, true, true);
  EXPECT_TRUE(targets.everything());
  EXPECT_TRUE(targets.contains(urn_of("a"), {}));
  EXPECT_FALSE(Targets({}, {}, false, true).follow_dependents());
}

TEST(Targets, AlwaysHaveProvidersAndTheStack) {
  const auto provider = urn_of("east", "pulumi:providers:pkg");
  const auto stack = urn_of("project-test", "pulumi:pulumi:Stack");
  Targets targets({urn_of("a").text()}, {}, false, false);
  Targets excludes({}, {provider.text(), stack.text()}, false, false);
  for (const auto& urn : {provider, stack}) {
    EXPECT_TRUE(targets.contains(urn, {}));
    EXPECT_FALSE(targets.names(urn, {}));
    EXPECT_TRUE(excludes.contains(urn, {}));
  }
}

TEST(Targets, FollowReferencesAtAnyDistanceWhenToldTo) {
  Targets targets({urn_of("a").text()}, {}, true, false);
  EXPECT_TRUE(targets.contains(urn_of("a"), {}));
  EXPECT_TRUE(targets.contains(urn_of("b"), {urn_of("a")}));
  EXPECT_TRUE(targets.contains(urn_of("c"), {urn_of("b")}));
  EXPECT_FALSE(targets.contains(urn_of("d"), {urn_of("elsewhere")}));
}

TEST(Excludes, FollowReferencesAtAnyDistanceWhenToldTo) {
  Targets targets({}, {urn_of("a").text()}, false, true);
  EXPECT_FALSE(targets.contains(urn_of("a"), {}));
  EXPECT_FALSE(targets.contains(urn_of("b"), {urn_of("a")}));
  EXPECT_FALSE(targets.contains(urn_of("c"), {urn_of("b")}));
  EXPECT_TRUE(targets.contains(urn_of("d"), {urn_of("elsewhere")}));
}

TEST(ReferencesOf, AreAllThatAResourceNames) {
  auto state = testing::state_of("user");
  const auto provider = testing::provider_state("east");
  state->provider = ProviderReference{provider->urn, provider->id}.text();
  state->parent = urn_of("parent");
  state->dependencies = {urn_of("dependency")};
  state->property_dependencies["x"] = {urn_of("property")};
  state->deleted_with = urn_of("deleted-with");
  state->replace_with = {urn_of("replace-with")};

  const auto references = references_of(*state);
  for (const auto& urn : {provider->urn, urn_of("parent"), urn_of("dependency"), urn_of("property"),
                          urn_of("deleted-with"), urn_of("replace-with")}) {
    EXPECT_NE(std::find(references.begin(), references.end(), urn), references.end()) << urn.text();
  }
  EXPECT_EQ(references.size(), 6U);
}

}  // namespace
}  // namespace ashlar::deploy
