#include "plugin/plugin_host.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plugin/engine_server.hpp"
#include "plugin/fake_provider.hpp"
#include "plugin/plugin_folder_fixture.hpp"
#include "plugin/server_fixture.hpp"

namespace ashlar::plugin {
namespace {

using testing::Contains;
using testing::HasSubstr;

const Urn urn = Urn::make("dev", "proj", "", "fake:m:T", "name");

/// A host whose PATH holds the executable `pulumi-resource-fake`.
class PluginHostTest : public testing::Test {
 protected:
  PluginHostTest() {
    folder.add("bin/pulumi-resource-fake", ASHLAR_FAKE_RESOURCE_PLUGIN);
    engine = thread.run([&] { return std::move(*EngineServer::start(thread.loop())); });
    options.search.path = (folder.path() / "bin").string();
    options.search.executable_directory = folder.path() / "beside";
    options.search.plugins_directory = folder.path() / "plugins";
    options.engine_address = engine->address();
    options.directory = folder.path();
    options.warn = [&](std::string text) { warnings.push_back(std::move(text)); };
  }
  ~PluginHostTest() override {
    thread.run([&] {
      provider.reset();
      host.reset();
      engine.reset();
    });
  }

  Result<std::shared_ptr<deploy::Provider>> load(const std::string& name, const std::string& version = "") {
    if (!host) host = thread.run([&] { return std::make_unique<PluginHost>(options, thread.loop()); });
    PackageDescriptor package;
    package.name = name;
    package.version = version;
    auto loaded =
        thread.await<std::shared_ptr<deploy::Provider>>([&](auto done) { host->load(package, std::move(done)); });
    if (loaded) provider = *loaded;
    return loaded;
  }
  Result<deploy::CreateAnswer> create(PropertyMap inputs) {
    deploy::CreateRequest request{urn, std::move(inputs), 0, false, ""};
    return thread.await<deploy::CreateAnswer>([&](auto done) { provider->create(request, std::move(done)); });
  }
  void shut_down() {
    ASSERT_TRUE(thread.await<bool>([&](auto done) { host->shut_down([done] { done(true); }); }));
  }

  LoopThread thread;
  PluginFolder folder;
  std::unique_ptr<EngineServer> engine;
  std::vector<std::string> warnings;
  PluginHostOptions options;
  std::unique_ptr<PluginHost> host;
  std::shared_ptr<deploy::Provider> provider;
};

TEST_F(PluginHostTest, StartsUsesAndEndsAPlugin) {
  options.environment = {{"FAKE_PLUGIN", "noisy"}, {"PULUMI_PROJECT", "proj"}};
  const auto loaded = load("fake");
  ASSERT_TRUE(loaded) << loaded.error().message;
  const auto created = create({{"environment", "PULUMI_PROJECT"}});
  ASSERT_TRUE(created) << created.error().message;
  EXPECT_EQ(created->outputs.at("value"), PropertyValue("proj"));
  EXPECT_THAT(warnings, Contains(HasSubstr("from PATH")));
  shut_down();
  EXPECT_FALSE(create({}));
}

TEST_F(PluginHostTest, WarningsOfChecksReachTheLog) {
  std::promise<Diagnostic> logged;
  thread.run([&] { engine->set_log([&](Diagnostic diagnostic) { logged.set_value(std::move(diagnostic)); }); });
  ASSERT_TRUE(load("fake"));
  deploy::CheckRequest request{urn, {}, {{"wron", 1}}, "", std::nullopt, false};
  ASSERT_TRUE(thread.await<deploy::CheckAnswer>([&](auto done) { provider->check(request, std::move(done)); }));
  const auto diagnostic = logged.get_future().get();
  EXPECT_EQ(diagnostic.severity, Severity::warning);
  EXPECT_EQ(diagnostic.urn, urn.text());
}

TEST_F(PluginHostTest, ACrashIsReportedWithWhatThePluginSaidLast) {
  ASSERT_TRUE(load("fake"));
  const auto created = create({{"crash", "nil pointer"}});
  ASSERT_FALSE(created);
  EXPECT_EQ(created.error().kind, ErrorKind::unanswered) << "nobody knows whether it was made";
  EXPECT_EQ(created.error().message, "the provider plugin fake died: it exited with code 3");
  EXPECT_THAT(created.error().notes, Contains(HasSubstr("panic: nil pointer")));
  EXPECT_THAT(create({}).error().message, HasSubstr("died")) << "and so does every later call";
}

TEST_F(PluginHostTest, APluginThatEndsAtOnceSaysWhy) {
  options.environment = {{"FAKE_PLUGIN", "early-exit"}};
  const auto loaded = load("fake");
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().message, "the provider plugin fake ended before it was ready: it exited with code 4");
  EXPECT_THAT(loaded.error().notes, Contains(HasSubstr("licence")));
}

TEST_F(PluginHostTest, APluginThatEndsBeforeItAnswersIsNotWaitedFor) {
  options.environment = {{"FAKE_PLUGIN", "vanish"}};
  const auto loaded = load("fake");
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().message, "the provider plugin fake died: it exited with code 5");
}

TEST_F(PluginHostTest, APluginMustSayItsPortFirst) {
  options.environment = {{"FAKE_PLUGIN", "no-port"}};
  const auto loaded = load("fake");
  ASSERT_FALSE(loaded);
  EXPECT_THAT(loaded.error().message, HasSubstr("`hello`"));
}

TEST_F(PluginHostTest, AMissingPackageSaysWhereItWasLookedForAndWhatToDo) {
  folder.add("plugins/resource-aws-v7.0.0/pulumi-resource-aws");
  const auto loaded = load("aws", "7.41.0");
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().message, "there is no provider for the package aws 7.41.0");
  EXPECT_THAT(loaded.error().notes, Contains(HasSubstr("there are only 7.0.0")));
  EXPECT_THAT(loaded.error().help, HasSubstr("pulumi plugin install resource aws 7.41.0"));
}

TEST_F(PluginHostTest, APluginComesBeforeWhatIsBuiltIn) {
  const auto make = [](const PackageDescriptor&) -> Result<std::shared_ptr<deploy::Provider>> {
    return {std::make_shared<FakeProvider>()};
  };
  options.built_in = {{"fake", make}, {"inner", make}};
  ASSERT_TRUE(load("inner"));
  EXPECT_NE(dynamic_cast<FakeProvider*>(provider.get()), nullptr);
  ASSERT_TRUE(load("fake"));
  EXPECT_EQ(dynamic_cast<FakeProvider*>(provider.get()), nullptr);
}

TEST_F(PluginHostTest, OurOwnPluginExecutablesAreNotStartedForWhatIsBuiltIn) {
  options.search.executable_directory = folder.path() / "bin";
  options.built_in = {{"fake", [](const PackageDescriptor&) -> Result<std::shared_ptr<deploy::Provider>> {
                         return {std::make_shared<FakeProvider>()};
                       }}};
  ASSERT_TRUE(load("fake"));
  EXPECT_NE(dynamic_cast<FakeProvider*>(provider.get()), nullptr);
}

TEST_F(PluginHostTest, DestroyingItKillsWhatRuns) {
  options.environment = {{"FAKE_PLUGIN", "deaf"}};
  thread.run([&] {
    host = std::make_unique<PluginHost>(options, thread.loop());
    PackageDescriptor package;
    package.name = "fake";
    host->load(package, [](const auto&) {});
    host.reset();
  });
}

TEST(RunningPlugins, AreNamedWithTheirPorts) {
  EXPECT_EQ(*parse_running_plugins("aws:5000, random:5001"),
            (std::map<std::string, int>{{"aws", 5000}, {"random", 5001}}));
  EXPECT_TRUE(parse_running_plugins("")->empty());
  for (const auto* bad : {"aws", "aws:", "aws:x", "aws:1,"}) EXPECT_FALSE(parse_running_plugins(bad)) << bad;
}

}  // namespace
}  // namespace ashlar::plugin
