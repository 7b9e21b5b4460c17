#include "deploy/deletion_order.hpp"

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

TEST(DeletedBefore, IsWhateverRefersToIt) {
  const auto provider = provider_state("east");
  const auto base = state_of("base");
  std::vector<ResourceStatePtr> condemned{provider, base};
  const auto refer = [&](const std::string& name, const std::function<void(ResourceState&)>& how) {
    auto state = state_of(name);
    how(*state);
    condemned.push_back(state);
  };
  refer("by-provider", [&](ResourceState& s) { s.provider = ProviderReference{provider->urn, provider->id}.text(); });
  refer("by-parent", [&](ResourceState& s) { s.parent = base->urn; });
  refer("by-dependency", [&](ResourceState& s) { s.dependencies = {base->urn}; });
  refer("by-property", [&](ResourceState& s) { s.property_dependencies["x"] = {base->urn}; });
  refer("by-deleted-with", [&](ResourceState& s) { s.deleted_with = base->urn; });
  refer("by-replace-with", [&](ResourceState& s) { s.replace_with = {base->urn}; });
  const auto before = deleted_before(condemned);

  EXPECT_THAT(before[0], ElementsAre(2));
  EXPECT_THAT(before[1], ElementsAre(3, 4, 5, 6, 7));
  for (std::size_t i = 2; i < before.size(); ++i) EXPECT_THAT(before[i], IsEmpty());
}

TEST(DeletedBefore, HoldsForEveryCopyOfAUrn) {
  auto user = state_of("user");
  user->dependencies = {urn_of("data"), urn_of("data")};
  const auto before = deleted_before({state_of("data"), state_of("data"), user});

  EXPECT_THAT(before[0], ElementsAre(2));
  EXPECT_THAT(before[1], ElementsAre(2));
}

TEST(DeletedBefore, DoesNotMakeCopiesOfAUrnWaitForEachOther) {
  auto old = state_of("data");
  old->dependencies = {urn_of("data")};
  const auto before = deleted_before({old, state_of("data")});

  EXPECT_THAT(before[0], IsEmpty());
  EXPECT_THAT(before[1], IsEmpty());
}

TEST(DeletedBefore, LeavesOutWhatStays) {
  auto user = state_of("user");
  user->dependencies = {urn_of("elsewhere")};
  EXPECT_THAT(deleted_before({user})[0], IsEmpty());
}

}  // namespace
}  // namespace ashlar::deploy
