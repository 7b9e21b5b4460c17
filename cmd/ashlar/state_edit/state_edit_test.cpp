#include <gmock/gmock.h>

#include "cmd/ashlar/state_edit/edits.hpp"
#include "cmd/ashlar/state_edit/move.hpp"
#include "cmd/ashlar/state_edit/urn_rewrite.hpp"

namespace ashlar::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Urn urn(const std::string& name, const std::string& type = "p:m:T", const std::string& stack = "dev") {
  return Urn::make(stack, "proj", "", type, name);
}

const Urn root = Urn::make("dev", "proj", "", root_stack_type, "proj-dev");
const Urn provider = urn("default", "pulumi:providers:p");

ResourceStatePtr resource(const Urn& which, std::vector<Urn> dependencies = {}, bool protect = false) {
  auto state = std::make_shared<ResourceState>(ResourceState{.urn = which});
  state->custom = !which.is_root_stack();
  if (!which.is_root_stack()) state->parent = root;
  if (!which.is_root_stack() && !which.is_provider()) state->provider = provider.text() + "::id";
  if (which.is_provider()) state->id = "id";
  state->dependencies = std::move(dependencies);
  if (!state->dependencies.empty()) state->property_dependencies["input"] = state->dependencies;
  state->protect = protect;
  return state;
}

std::vector<std::string> names(const deploy::Snapshot& snapshot) {
  std::vector<std::string> all;
  for (const auto& r : snapshot.resources) all.emplace_back(r->urn.name());
  return all;
}

// stack, provider, a, b (needs a), c (needs b)
deploy::Snapshot chain() {
  return {{resource(root), resource(provider), resource(urn("a")), resource(urn("b"), {urn("a")}),
           resource(urn("c"), {urn("b")})},
          {}};
}

TEST(Rename, FollowsEveryReference) {
  auto snapshot = chain();
  ASSERT_TRUE(rename_resource(snapshot, urn("a"), "x").ok());
  EXPECT_THAT(names(snapshot), ElementsAre("proj-dev", "default", "x", "b", "c"));
  EXPECT_THAT(snapshot.resources[3]->dependencies, ElementsAre(urn("x")));
  EXPECT_THAT(snapshot.resources[3]->property_dependencies.at("input"), ElementsAre(urn("x")));
}

TEST(Rename, OfAProviderChangesItsReferences) {
  auto snapshot = chain();
  ASSERT_TRUE(rename_resource(snapshot, provider, "mine").ok());
  EXPECT_EQ(snapshot.resources[2]->provider, urn("mine", "pulumi:providers:p").text() + "::id");
}

TEST(Rename, RefusesANameThatIsTaken) {
  auto snapshot = chain();
  EXPECT_FALSE(rename_resource(snapshot, urn("a"), "b").ok());
  EXPECT_FALSE(rename_resource(snapshot, urn("none"), "d").ok());
}

TEST(RenameStack, ChangesUrnsReferencesAndTheRootsName) {
  auto snapshot = chain();
  rewrite_urns(snapshot, StackRename{"dev", "proj", "qa", "other"});
  EXPECT_EQ(snapshot.resources[0]->urn.text(), "urn:pulumi:qa::other::pulumi:pulumi:Stack::other-qa");
  EXPECT_EQ(snapshot.resources[2]->parent->text(), "urn:pulumi:qa::other::pulumi:pulumi:Stack::other-qa");
  EXPECT_EQ(snapshot.resources[2]->provider, "urn:pulumi:qa::other::pulumi:providers:p::default::id");
}

TEST(RenameStack, KeepsTheChainOfTypes) {
  const auto nested = *Urn::parse("urn:pulumi:dev::proj::a:b:C$d:e:F::x::y");
  EXPECT_EQ((StackRename{"dev", "proj", "qa", "proj"}(nested).text()), "urn:pulumi:qa::proj::a:b:C$d:e:F::x::y");
}

TEST(Remove, RefusesWhatOthersNeed) {
  auto snapshot = chain();
  const auto removed = remove_resources(snapshot, {urn("a")}, {});
  ASSERT_FALSE(removed.ok());
  EXPECT_THAT(removed.error().message, HasSubstr(" * \"b\"             (urn:pulumi:dev::proj::p:m:T::b)\n"));
  EXPECT_EQ(snapshot.resources.size(), 5U);
}

TEST(Remove, TakesDependentsAlongWhenAsked) {
  auto snapshot = chain();
  EXPECT_EQ(*remove_resources(snapshot, {urn("a")}, {.with_dependents = true}), 3U);
  EXPECT_THAT(names(snapshot), ElementsAre("proj-dev", "default"));
}

TEST(Remove, OfSeveralNeedsNoOrder) {
  auto snapshot = chain();
  EXPECT_EQ(*remove_resources(snapshot, {urn("a"), urn("c"), urn("b")}, {}), 3U);
}

TEST(Remove, SparesTheProtectedUnlessForced) {
  deploy::Snapshot snapshot{{resource(root), resource(urn("a"), {}, true)}, {}};
  EXPECT_FALSE(remove_resources(snapshot, {urn("a")}, {}).ok());
  EXPECT_EQ(*remove_resources(snapshot, {urn("a")}, {.force = true}), 1U);
}

TEST(Mark, SetsAndClears) {
  auto snapshot = chain();
  EXPECT_EQ(*mark_resources(snapshot, {urn("a")}, false, ResourceMark::protect, true), 1U);
  EXPECT_TRUE(snapshot.resources[2]->protect);
  EXPECT_EQ(*mark_resources(snapshot, {}, true, ResourceMark::protect, false), 5U);
  EXPECT_FALSE(snapshot.resources[2]->protect);
}

TEST(Repair, SortsAndDropsReferencesToWhatIsGone) {
  deploy::Snapshot snapshot{{resource(urn("c"), {urn("b"), urn("gone")}), resource(urn("b"), {urn("a")}),
                             resource(provider), resource(urn("a")), resource(root)},
                            {}};
  EXPECT_FALSE(deploy::verify_integrity(snapshot).ok());
  EXPECT_FALSE(repair(snapshot).empty());
  EXPECT_TRUE(deploy::verify_integrity(snapshot).ok()) << deploy::verify_integrity(snapshot).error().message;
  EXPECT_EQ(snapshot.resources.size(), 5U);
  EXPECT_TRUE(repair(snapshot).empty());
}

TEST(Move, TakesChildrenCopiesProvidersAndCutsReferences) {
  auto source = chain();
  auto child = std::make_shared<ResourceState>(*resource(urn("child")));
  child->parent = urn("b");
  source.resources.push_back(child);
  const auto plan = plan_move(source, {}, {.urns = {urn("b")}, .stack = "qa", .project = "proj"});
  ASSERT_TRUE(plan.ok()) << plan.error().message;
  EXPECT_THAT(names(plan->source), ElementsAre("proj-dev", "default", "a", "c"));
  EXPECT_THAT(names(plan->destination), ElementsAre("proj-qa", "default", "b", "child"));
  EXPECT_EQ(plan->destination.resources[3]->parent->text(), urn("b", "p:m:T", "qa").text());
  EXPECT_EQ(plan->destination.resources[2]->provider, urn("default", "pulumi:providers:p", "qa").text() + "::id");
  EXPECT_EQ(plan->left_behind.size(), 2U);  // c's dependency and its property
  EXPECT_EQ(plan->taken_along.size(), 2U);  // b's
  EXPECT_TRUE(deploy::verify_integrity(plan->source).ok());
  EXPECT_TRUE(deploy::verify_integrity(plan->destination).ok());
}

TEST(Move, RefusesProviders) {
  EXPECT_FALSE(plan_move(chain(), {}, {.urns = {provider}, .stack = "qa", .project = "proj"}).ok());
}

}  // namespace
}  // namespace ashlar::cli
