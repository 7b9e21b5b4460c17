#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deploy/ledger.hpp"
#include "deploy/testing/states.hpp"

namespace ashlar::deploy {
namespace {

using ::testing::HasSubstr;
using testing::provider_state;
using testing::state_of;
using testing::urn_of;

/// What the first broken rule is called; empty when all hold.
std::string broken(std::vector<ResourceStatePtr> resources) {
  const auto status = verify_integrity(Snapshot{std::move(resources), {}});
  return status ? "" : status.error().message;
}

std::shared_ptr<ResourceState> user_of_data(const std::function<void(ResourceState&, const Urn&)>& refer) {
  auto user = state_of("user");
  refer(*user, urn_of("data"));
  return user;
}

TEST(Integrity, WantsEveryReferenceToPointBackwards) {
  const std::vector<std::pair<const char*, std::shared_ptr<ResourceState>>> users{
      {"parent", user_of_data([](auto& s, const Urn& urn) { s.parent = urn; })},
      {"dependency", user_of_data([](auto& s, const Urn& urn) { s.dependencies = {urn}; })},
      {"property dependency", user_of_data([](auto& s, const Urn& urn) { s.property_dependencies["a"] = {urn}; })},
      {"deletedWith", user_of_data([](auto& s, const Urn& urn) { s.deleted_with = urn; })},
      {"replaceWith", user_of_data([](auto& s, const Urn& urn) { s.replace_with = {urn}; })}};
  for (const auto& [kind, user] : users) {
    EXPECT_EQ(broken({state_of("data"), user}), "");
    EXPECT_THAT(broken({user, state_of("data")}), HasSubstr(std::string("has the ") + kind));
    EXPECT_THAT(broken({user}), HasSubstr("user"));
  }
}

TEST(Integrity, WantsAProviderBeforeItsResourcesUnlessTheyAreToBeMadeAgain) {
  const auto provider = provider_state("east");
  auto disk = state_of("disk");
  disk->provider = ProviderReference{provider->urn, provider->id}.text();
  EXPECT_EQ(broken({provider, disk}), "");
  EXPECT_THAT(broken({disk, provider}), HasSubstr("uses the provider"));

  disk->provider = ProviderReference{provider->urn, "another-id"}.text();
  EXPECT_THAT(broken({provider, disk}), HasSubstr("uses the provider"));
  disk->pending_replacement = true;
  EXPECT_EQ(broken({provider, disk}), "");
}

TEST(Integrity, AllowsOneLiveResourceForEachUrn) {
  auto waiting = state_of("data");
  waiting->pending_delete = true;
  EXPECT_EQ(broken({waiting, waiting, state_of("data")}), "");
  EXPECT_THAT(broken({state_of("data"), state_of("data")}), HasSubstr("stands there twice"));
}

TEST(Integrity, WantsIdsOfProvidersAndNoneOfComponents) {
  auto component = state_of("group");
  component->custom = false;
  EXPECT_THAT(broken({component}), HasSubstr("is a component, yet has an id"));
  auto provider = provider_state("east");
  provider->id.clear();
  EXPECT_THAT(broken({provider}), HasSubstr("is a provider without an id"));
}

}  // namespace
}  // namespace ashlar::deploy
