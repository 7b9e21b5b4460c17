#include "deploy/aliases.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deploy/testing/states.hpp"

namespace ashlar::deploy {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::state_of;
using testing::urn_of;

constexpr const char* disk_type = "pkg:m:Disk";

Urn root() { return Urn::make("test", "project", "", "pulumi:pulumi:Stack", "project-test"); }

/// The texts of the alias URNs of the resource `name` below `parent`.
std::vector<std::string> aliases(
    const std::string& name, const Urn& parent, std::vector<Alias> given,
    const FoundAs& found_as = [](const Urn&) { return std::nullopt; }) {
  Goal goal;
  goal.type = disk_type;
  goal.name = name;
  goal.parent = parent;
  goal.aliases = std::move(given);
  const auto urn = Urn::make("test", "project", parent.qualified_type(), disk_type, name);
  std::vector<std::string> texts;
  for (const auto& found : alias_urns(goal, urn, found_as)) texts.push_back(found.text());
  return texts;
}

TEST(AliasUrns, TakeWhatAnAliasLeavesOpenFromTheResource) {
  EXPECT_THAT(aliases("disk", root(), {{.name = "old"}}), ElementsAre("urn:pulumi:test::project::pkg:m:Disk::old"));
  EXPECT_THAT(aliases("disk", root(), {{.type = "pkg:m:Volume"}}),
              ElementsAre("urn:pulumi:test::project::pkg:m:Volume::disk"));
  EXPECT_THAT(aliases("disk", root(), {{.stack = "prod"}}), ElementsAre("urn:pulumi:prod::project::pkg:m:Disk::disk"));
  EXPECT_THAT(aliases("disk", root(), {{.project = "mono"}}), ElementsAre("urn:pulumi:test::mono::pkg:m:Disk::disk"));
  EXPECT_THAT(aliases("disk", root(), {{.name = "a", .type = "b:c:D", .stack = "e", .project = "f"}}),
              ElementsAre("urn:pulumi:e::f::b:c:D::a"));
}

TEST(AliasUrns, TakeAWholeUrnAsItIs) {
  const auto urn = Urn::make("s", "p", "a:b:C", "d:e:F", "name");
  EXPECT_THAT(aliases("disk", root(), {{.urn = urn}}), ElementsAre(urn.text()));
}

TEST(AliasUrns, StandBelowTheParentTheAliasNames) {
  const auto group = urn_of("group", "my:Group");
  EXPECT_THAT(aliases("disk", root(), {{.parent = group}}),
              ElementsAre("urn:pulumi:test::project::my:Group$pkg:m:Disk::disk"));
  EXPECT_THAT(aliases("disk", group, {{.no_parent = true}}), ElementsAre("urn:pulumi:test::project::pkg:m:Disk::disk"));
  EXPECT_THAT(aliases("disk", group, {{.name = "old"}}),
              ElementsAre("urn:pulumi:test::project::my:Group$pkg:m:Disk::old"));
  EXPECT_THAT(aliases("disk", group, {{.parent = root()}}), ElementsAre("urn:pulumi:test::project::pkg:m:Disk::disk"));
}

TEST(AliasUrns, LeaveOutRepeatsAndTheResourceItself) {
  EXPECT_THAT(aliases("disk", root(), {{.name = "disk"}, {.name = "old"}, {.name = "old"}}),
              ElementsAre("urn:pulumi:test::project::pkg:m:Disk::old"));
  EXPECT_THAT(aliases("disk", root(), {}), IsEmpty());
}

TEST(AliasUrns, FollowAParentThatWasFoundUnderAnotherName) {
  const auto group = urn_of("shop", "my:Group");
  const FoundAs found_as = [&](const Urn& urn) {
    return urn == group ? std::optional(urn_of("app", "my:Team")) : std::nullopt;
  };
  EXPECT_THAT(aliases("shop-disk", group, {}, found_as),
              ElementsAre("urn:pulumi:test::project::my:Team$pkg:m:Disk::app-disk"));
  EXPECT_THAT(aliases("disk", group, {{.name = "shop-old"}}, found_as),
              ElementsAre("urn:pulumi:test::project::my:Group$pkg:m:Disk::shop-old",
                          "urn:pulumi:test::project::my:Team$pkg:m:Disk::disk",
                          "urn:pulumi:test::project::my:Team$pkg:m:Disk::app-old"));
}

TEST(SettleAliases, MakesReferencesSayThePresentName) {
  auto renamed = state_of("new");
  renamed->aliases = {urn_of("old")};
  auto user = state_of("user");
  user->dependencies = {urn_of("old")};
  user->property_dependencies["disk"] = {urn_of("old")};
  user->deleted_with = urn_of("old");
  user->replace_with = {urn_of("old")};
  std::vector<ResourceStatePtr> resources{renamed, user};
  settle_aliases(resources);

  EXPECT_THAT(resources[0]->aliases, IsEmpty());
  EXPECT_THAT(resources[1]->dependencies, ElementsAre(urn_of("new")));
  EXPECT_THAT(resources[1]->property_dependencies.at("disk"), ElementsAre(urn_of("new")));
  EXPECT_EQ(resources[1]->deleted_with, urn_of("new"));
  EXPECT_THAT(resources[1]->replace_with, ElementsAre(urn_of("new")));
}

TEST(SettleAliases, CopiesNothingThatNeedsNoChange) {
  auto renamed = state_of("new");
  renamed->aliases = {urn_of("old")};
  const ResourceStatePtr other = state_of("other");
  std::vector<ResourceStatePtr> resources{renamed, other};
  settle_aliases(resources);

  EXPECT_EQ(resources[1], other);
}

}  // namespace
}  // namespace ashlar::deploy
