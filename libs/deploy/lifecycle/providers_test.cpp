// Providers as resources, explicit and default ones (reference 3.2).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deploy/testing/scenario.hpp"

namespace ashlar::deploy::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr const char* disk_type = "pkg:m:Disk";

const ResourceState* provider_of(const Scenario& s, const std::string& name) {
  const auto reference = ProviderReference::parse(s.find(name)->provider);
  for (const auto& resource : s.state.resources) {
    if (resource->urn == reference->urn && resource->id == reference->id) return resource.get();
  }
  return nullptr;
}

std::function<void(Script&)> with_package(PackageDescriptor package) {
  return [=](Script& p) { p.resource(disk_type, "data").with([=](Goal& goal) { goal.package = package; }); };
}

TEST(DefaultProvider, HasNoInputsWithoutVersionAndConfiguration) {
  Scenario s;
  s.up(with_package({}));

  EXPECT_EQ(provider_of(s, "data")->urn.name(), "default");
  EXPECT_THAT(provider_of(s, "data")->inputs, IsEmpty());
  EXPECT_THAT(provider_of(s, "data")->outputs, IsEmpty());
  EXPECT_FALSE(provider_of(s, "data")->parent);
}

TEST(DefaultProvider, IsNamedAfterVersionAndUrl) {
  const auto name = [](PackageDescriptor package) {
    Scenario s;
    s.up(with_package(std::move(package)));
    return std::string(provider_of(s, "data")->urn.name());
  };
  EXPECT_EQ(name({.version = "1.2.3"}), "default_1_2_3");
  EXPECT_EQ(name({.version = "1.2.3-alpha.1+build.2"}), "default_1_2_3_alpha_1_build_2");
  EXPECT_EQ(name({.version = "1.2.3", .download_url = "https://get.example.com/a b"}),
            "default_1_2_3_https__get.example.com_a_b");
  EXPECT_EQ(name({.download_url = "get.example.com"}), "default_get.example.com");
}

TEST(DefaultProvider, IsSharedByAllOfItsVersion) {
  Scenario s;
  s.up([](Script& p) {
    for (const char* name : {"a", "b"}) {
      p.resource(disk_type, name).with([](Goal& goal) { goal.package.version = "1.0.0"; });
    }
    p.resource(disk_type, "c").with([](Goal& goal) { goal.package.version = "2.0.0"; });
  });

  EXPECT_EQ(s.find("a")->provider, s.find("b")->provider);
  EXPECT_NE(s.find("a")->provider, s.find("c")->provider);
  EXPECT_EQ(s.host.loaded.size(), 2U);
}

TEST(DefaultProvider, TakesTheStacksConfigurationWithItsSecrets) {
  Scenario s;
  s.options.config = {{"pkg:region", "here"}, {"pkg:key", PropertyValue::secret("k")}, {"other:region", "there"}};
  s.up(with_package({.version = "1.0.0"}));

  const PropertyMap inputs{
      {"region", "here"}, {"key", PropertyValue::secret("k")}, {"version", "1.0.0"}, {"__internal", PropertyMap{}}};
  EXPECT_EQ(provider_of(s, "data")->inputs, inputs);
  EXPECT_TRUE(provider_of(s, "data")->outputs.at("key").is<Secret>());
  EXPECT_FALSE(provider_of(s, "data")->outputs.contains("__internal"));
  EXPECT_FALSE(s.provider("pkg").configurations.at(0).contains("__internal"));
}

TEST(DefaultProvider, OfADynamicPackageGetsAllConfigurationUnderFullNames) {
  Scenario s;
  s.host.package("pulumi-nodejs");
  s.options.config = {{"pkg:region", "here"}, {"project:size", "1"}};
  s.up([](Script& p) { p.resource("pulumi-nodejs:dynamic:Resource", "data"); });

  EXPECT_EQ(provider_of(s, "data")->inputs, (PropertyMap{{"pkg:region", "here"}, {"project:size", "1"}}));
}

TEST(DefaultProvider, TakesWhatTheRequestLeavesOpenFromTheProgramsPackages) {
  Scenario s;
  s.options.required_packages["pkg"] = {.name = "pkg", .version = "3.0.0", .download_url = "get.example.com"};
  s.up(with_package({}));
  EXPECT_EQ(provider_of(s, "data")->urn.name(), "default_3_0_0_get.example.com");

  Scenario t;
  t.options.required_packages["pkg"] = {.name = "pkg", .version = "3.0.0"};
  t.up(with_package({.version = "2.0.0"}));
  EXPECT_EQ(provider_of(t, "data")->urn.name(), "default_2_0_0");
}

TEST(DefaultProvider, OfAParameterizedPackageRecordsThePlugin) {
  Scenario s;
  s.host.package("base");
  PackageDescriptor package{.name = "base", .version = "1.0.0"};
  package.parameterization = PackageDescriptor::Parameterization{"pkg", "9.0.0", "value"};
  s.up([&](Script& p) { p.resource(disk_type, "data").with([&](Goal& goal) { goal.package = package; }); });

  const auto& provider = *provider_of(s, "data");
  EXPECT_EQ(provider.urn.type(), "pulumi:providers:pkg");
  EXPECT_EQ(provider.urn.name(), "default_9_0_0");
  EXPECT_EQ(provider.inputs.at("version"), PropertyValue("9.0.0"));
  EXPECT_EQ(provider.inputs.at("__internal"),
            PropertyValue(PropertyMap{{"name", "base"}, {"version", "1.0.0"}, {"parameterization", "dmFsdWU="}}));
  ASSERT_EQ(s.host.loaded.size(), 1U);
  EXPECT_EQ(s.host.loaded[0], package);

  // A destroy loads the same from the state.
  s.destroy();
  ASSERT_EQ(s.host.loaded.size(), 1U);
  EXPECT_EQ(s.host.loaded[0], package);
}

TEST(DefaultProvider, ThatIsDisabledFailsTheResource) {
  for (const char* name : {"pkg", "*"}) {
    Scenario s;
    s.options.disabled_default_providers = {name};
    s.up(with_package({}));
    EXPECT_TRUE(s.outcome.failed);
    EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("is disabled")));
    EXPECT_THAT(s.names(), IsEmpty());
  }
  Scenario s;
  s.options.disabled_default_providers = {"pkg"};
  s.up([](Script& p) {
    auto& mine = p.provider("pkg", "mine");
    p.resource(disk_type, "data").provided_by(mine);
  });
  EXPECT_FALSE(s.outcome.failed);
}

TEST(DefaultProvider, IsDeletedWithItsLastResource) {
  Scenario s;
  s.up(with_package({.version = "1.0.0"}));
  s.up([](Script&) {});

  EXPECT_EQ(s.state.resources.size(), 1U);  // the stack
}

TEST(DefaultProvider, OfANewVersionTakesItsResourcesOver) {
  Scenario s;
  s.up(with_package({.version = "1.0.0"}));
  s.up(with_package({.version = "2.0.0"}));

  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_EQ(provider_of(s, "data")->urn.name(), "default_2_0_0");
  EXPECT_EQ(s.state.resources.size(), 3U);
}

TEST(DefaultProvider, ThatCannotTakeOverReplacesItsResources) {
  Scenario s;
  s.provider("pkg").config_replaces_on("region");
  s.options.config = {{"pkg:region", "east"}};
  s.up(with_package({}));
  s.options.config = {{"pkg:region", "west"}};
  s.up(with_package({}));

  EXPECT_THAT(s.calls(), ElementsAre("create data", "delete data"));
  EXPECT_EQ(s.provider("pkg").served_with["create data"].at("region"), PropertyValue("west"));
  EXPECT_EQ(s.provider("pkg").served_with["delete data"].at("region"), PropertyValue("east"));
  EXPECT_THAT(s.names(), ElementsAre("data"));
}

TEST(PackageThatIsNotInstalled, FailsWhatNeedsIt) {
  Scenario s;
  s.up([](Script& p) { p.resource("missing:m:Disk", "data"); });

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("no package 'missing' is installed")));
  EXPECT_EQ(s.state.resources.size(), 1U);
}

TEST(Provider, ThatCannotBeConfiguredFails) {
  Scenario s;
  s.provider("pkg").fails("configure", "no credentials");
  s.up(with_package({}));

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("no credentials")));
  EXPECT_EQ(s.state.resources.size(), 1U);
}

TEST(Provider, WhoseConfigurationIsRefusedFails) {
  Scenario s;
  s.provider("pkg").amend_check_config = [](const CheckRequest&, Result<CheckAnswer>& answer) {
    answer->failures.push_back({"region", "is required"});
  };
  s.up([](Script& p) { p.provider("pkg", "mine"); });

  EXPECT_TRUE(s.outcome.failed);
  EXPECT_THAT(s.sink->errors, ElementsAre(HasSubstr("property 'region': is required")));
}

std::function<void(Script&)> mine(PropertyMap config, const std::function<void(Goal&)>& options = nullptr) {
  return [=](Script& p) {
    auto& provider = p.provider("pkg", "mine", config);
    if (options) provider.with(options);
    p.resource(disk_type, "data").provided_by(provider);
  };
}

TEST(ExplicitProvider, ServesItsResources) {
  Scenario s;
  s.up(mine({{"region", "east"}}));

  EXPECT_EQ(provider_of(s, "data")->urn.name(), "mine");
  EXPECT_EQ(s.provider("pkg").served_with["create data"], (PropertyMap{{"region", "east"}}));
  EXPECT_EQ(s.host.loaded.size(), 1U);
}

TEST(ExplicitProvider, TakesItsVersionFromOptionInputOrPackages) {
  const auto version = [](const PropertyMap& config, std::string option, std::string required) {
    Scenario s;
    if (!required.empty()) s.options.required_packages["pkg"] = {.name = "pkg", .version = std::move(required)};
    s.up(mine(config, [&](Goal& goal) { goal.package.version = option; }));
    EXPECT_EQ(s.host.loaded.size(), 1U);
    return s.host.loaded.at(0).version;
  };
  EXPECT_EQ(version({}, "1.0.0", ""), "1.0.0");
  EXPECT_EQ(version({{"version", "2.0.0"}}, "", ""), "2.0.0");
  EXPECT_EQ(version({{"version", "2.0.0"}}, "1.0.0", ""), "1.0.0");
  EXPECT_EQ(version({}, "", "3.0.0"), "3.0.0");
  EXPECT_EQ(version({}, "1.0.0", "3.0.0"), "1.0.0");
}

TEST(ExplicitProvider, WhoseConfigurationChangesIsUpdatedAndServesWithIt) {
  Scenario s;
  s.up(mine({{"region", "east"}, {"retries", 1}}));
  const auto id = s.find("mine")->id;
  s.up([](Script& p) {
    auto& provider = p.provider("pkg", "mine", {{"region", "east"}, {"retries", 2}});
    p.resource(disk_type, "data", {{"size", 2}}).provided_by(provider);
  });

  EXPECT_THAT(s.steps(), ElementsAre("update mine", "update data"));
  EXPECT_EQ(s.find("mine")->id, id);
  EXPECT_EQ(s.provider("pkg").served_with["update data"].at("retries"), PropertyValue(2));
}

TEST(ExplicitProvider, ThatSeesNoDifferenceIsConfiguredAsBefore) {
  Scenario s;
  s.provider("pkg").amend_diff_config = [](const DiffRequest&, Result<DiffAnswer>& answer) {
    answer = DiffAnswer{};
    answer->changes = DiffAnswer::Changes::none;
  };
  s.up(mine({{"value", "100"}}));
  s.up(mine({{"value", "200"}}));

  EXPECT_EQ(s.find("mine")->inputs.at("value"), PropertyValue("200"));
  EXPECT_EQ(s.find("mine")->outputs.at("value"), PropertyValue("100"));
  EXPECT_THAT(s.provider("pkg").configurations, ElementsAre(PropertyMap{{"value", "100"}}));
}

TEST(ExplicitProvider, ThatIsReplacedReplacesItsResources) {
  Scenario s;
  s.provider("pkg").config_replaces_on("region");
  s.up(mine({{"region", "east"}}));
  const auto id = s.find("mine")->id;
  s.up(mine({{"region", "west"}}));

  EXPECT_THAT(s.steps(), ElementsAre("create-replacement mine", "replace mine", "create-replacement data",
                                     "replace data", "delete-replaced data", "delete-replaced mine"));
  EXPECT_NE(s.find("mine")->id, id);
  EXPECT_EQ(s.provider("pkg").served_with["create data"].at("region"), PropertyValue("west"));
  EXPECT_EQ(s.provider("pkg").served_with["delete data"].at("region"), PropertyValue("east"));
}

TEST(ExplicitProvider, ThatIsDeletedBeforeItsReplacementTakesItsResourcesAlong) {
  Scenario s;
  s.provider("pkg").config_replaces_on("region");
  const auto delete_first = [](Goal& goal) { goal.delete_before_replace = true; };
  s.up(mine({{"region", "east"}}, delete_first));
  s.up(mine({{"region", "west"}}, delete_first));

  EXPECT_THAT(s.calls(), ElementsAre("delete data", "create data"));
  EXPECT_EQ(s.provider("pkg").served_with["delete data"].at("region"), PropertyValue("east"));
  EXPECT_EQ(s.provider("pkg").served_with["create data"].at("region"), PropertyValue("west"));
  EXPECT_THAT(s.names(), ElementsAre("mine", "data"));
}

TEST(ExplicitProvider, InPlaceOfTheDefaultOneIsAskedWhetherItCanTakeOver) {
  const auto program = [](bool explicit_one) {
    return [=](Script& p) {
      auto& data = p.resource(disk_type, "data");
      auto& provider = p.provider("pkg", "mine", {{"region", "west"}});
      if (explicit_one) data.provided_by(provider);
    };
  };
  Scenario s;
  s.options.config = {{"pkg:region", "east"}};
  s.up(program(false));
  s.up(program(true));
  EXPECT_THAT(s.calls(), IsEmpty());
  EXPECT_EQ(provider_of(s, "data")->urn.name(), "mine");

  Scenario t;
  t.provider("pkg").config_replaces_on("region");
  t.options.config = {{"pkg:region", "east"}};
  t.up(program(false));
  t.up(program(true));
  EXPECT_THAT(t.calls(), ElementsAre("create data", "delete data"));
}

TEST(ProviderChange, AsksOnceForAllResources) {
  const auto program = [](std::string version) {
    return [=](Script& p) {
      for (const char* name : {"a", "b", "c"}) {
        p.resource(disk_type, name).with([&](Goal& goal) { goal.package.version = version; });
      }
    };
  };
  Scenario s;
  s.up(program("1.0.0"));
  s.up(program("2.0.0"));

  EXPECT_EQ(s.provider("pkg").config_diffs.size(), 1U);
}

TEST(Provider, IsDeletedAfterItsResources) {
  Scenario s;
  s.up(mine({}));
  s.destroy();

  EXPECT_THAT(s.steps(), ElementsAre("delete data", "delete mine", "delete project-test"));
}

TEST(Provider, OfADeleteIsConfiguredAsRecorded) {
  Scenario s;
  s.up(mine({{"region", "east"}}));
  s.options.config = {{"pkg:region", "west"}};
  s.up([](Script&) {});

  EXPECT_THAT(s.provider("pkg").configurations, ElementsAre(PropertyMap{{"region", "east"}}));
  EXPECT_EQ(s.provider("pkg").served_with["delete data"].at("region"), PropertyValue("east"));
}

TEST(Provider, ThatNothingNeedsIsNotLoaded) {
  Scenario s;
  s.up(mine({}));
  s.up([](Script& p) { p.component("my:Group", "group"); });
  s.up([](Script& p) { p.component("my:Group", "group"); });

  EXPECT_THAT(s.host.loaded, IsEmpty());
}

TEST(ProviderWithUnknownConfiguration, LeavesEverythingUnknownInAPreview) {
  const auto program = [](Script& p) {
    auto& cluster = p.resource(disk_type, "cluster");
    auto& provider = p.provider("other", "inside", {{"address", Script::output(cluster, "address")}});
    auto& pod = p.resource("other:m:Pod", "pod", {{"size", 1}}).provided_by(provider);
    p.resource(disk_type, "label", {{"pod", Script::output(pod, "size")}});
  };
  Scenario s;
  s.provider("pkg").computes("address", "there");
  s.preview(program);
  EXPECT_FALSE(s.outcome.failed);
  EXPECT_THAT(s.provider("other").configurations, IsEmpty());
  EXPECT_THAT(s.provider("other").previewed, IsEmpty());
  EXPECT_THAT(s.provider("other").checks, IsEmpty());
  EXPECT_THAT(s.answers.at("pod").outputs, IsEmpty());

  s.up(program);
  EXPECT_FALSE(s.outcome.failed);
  EXPECT_EQ(s.provider("other").served_with["create pod"].at("address"), PropertyValue("there"));
}

TEST(ProviderWithUnknownConfiguration, ShowsAnUpdateOfWhatExistsAndSaysSo) {
  const auto program = [](int size) {
    return [size](Script& p) {
      auto& cluster = p.resource(disk_type, "cluster", {{"size", size}});
      auto& provider = p.provider("other", "inside", {{"address", Script::output(cluster, "address")}});
      p.resource("other:m:Pod", "pod", {{"size", 1}}).provided_by(provider);
    };
  };
  Scenario s;
  s.provider("pkg").computes("address", "there").replaces_on("size");
  s.up(program(1));
  s.preview(program(2));

  EXPECT_THAT(s.steps(), ::testing::Contains("update pod"));
  EXPECT_THAT(s.sink->warnings, ElementsAre(HasSubstr("not known yet")));
}

}  // namespace
}  // namespace ashlar::deploy::testing
