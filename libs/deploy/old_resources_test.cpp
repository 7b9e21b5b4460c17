#include "deploy/old_resources.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deploy/testing/states.hpp"

namespace ashlar::deploy {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::provider_state;
using testing::state_of;
using testing::urn_of;

TEST(OldResources, FindTheLiveCopyUntilItIsDealtWith) {
  auto waiting = state_of("data");
  waiting->pending_delete = true;
  const Ledger ledger(Snapshot{{waiting, state_of("data")}, {}});
  OldResources old(ledger, 2);

  EXPECT_EQ(old.find(urn_of("data")), EntryId{1});
  old.settle(1);
  EXPECT_EQ(old.find(urn_of("data")), std::nullopt);
  EXPECT_TRUE(old.knows(urn_of("data")));
}

TEST(OldResources, KnowWhoRefersToWhatInTheOrderOfTheSnapshot) {
  auto user = state_of("user");
  user->dependencies = {urn_of("data")};
  user->property_dependencies["disk"] = {urn_of("data")};
  auto child = state_of("child");
  child->parent = urn_of("data");
  const Ledger ledger(Snapshot{{state_of("data"), user, child}, {}});
  const OldResources old(ledger, 3);

  EXPECT_THAT(old.dependents(urn_of("data")), ElementsAre(1, 2));
  EXPECT_THAT(old.dependents(urn_of("user")), IsEmpty());
}

/// A replacement looks at the dependents of what it deletes. When all resources are replaced, each in turn, that is one
/// look for each reference of the stack, however many resources there are.
TEST(OldResources, GiveTheDependentsOfAllResourcesInOneLookForEachReference) {
  const std::size_t groups = 500;
  Snapshot base;
  base.resources.push_back(provider_state("east"));
  const auto provider = ProviderReference{base.resources[0]->urn, base.resources[0]->id}.text();
  for (std::size_t i = 0; i < groups; ++i) {
    auto disk = state_of("disk-" + std::to_string(i));
    auto user = state_of("user-" + std::to_string(i));
    user->dependencies = {disk->urn};
    disk->provider = user->provider = provider;
    base.resources.push_back(disk);
    base.resources.push_back(user);
  }
  const Ledger ledger(base);
  const OldResources old(ledger, base.resources.size());
  std::size_t looks = 0;
  for (const auto& resource : base.resources) looks += old.dependents(resource->urn).size();

  EXPECT_EQ(looks, 2 * groups + groups) << "all to the provider, and each user to its disk";
}

TEST(OldResources, TakeInWhatIsFoundLater) {
  Ledger ledger(Snapshot{{state_of("data")}, {}});
  OldResources old(ledger, 1);
  auto found = state_of("found");
  found->dependencies = {urn_of("data")};
  ledger.apply(Record{0, std::nullopt, false, {PutEntry{1, found}}});
  old.add(1);

  EXPECT_EQ(old.find(urn_of("found")), EntryId{1});
  EXPECT_THAT(old.dependents(urn_of("data")), ElementsAre(1));
}

}  // namespace
}  // namespace ashlar::deploy
