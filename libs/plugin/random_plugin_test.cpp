/// The genuine random provider, where the machine has it: our client speaks to a plugin that others wrote.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/process.hpp"
#include "base/shared_material.hpp"
#include "base/strings.hpp"
#include "plugin/engine_server.hpp"
#include "plugin/plugin_host.hpp"
#include "plugin/server_fixture.hpp"

namespace ashlar::plugin {
namespace {

const Urn urn = Urn::make("dev", "proj", "", "random:index/randomPassword:RandomPassword", "secret");
const Urn provider_urn = Urn::make("dev", "proj", "", "pulumi:providers:random", "default_4_21_2");

/// The folder with the plugin, unpacked once into the build folder.
std::optional<std::filesystem::path> unpack_plugins() {
  const auto script = find_shared_material(ASHLAR_SOURCE_DIR, "oracle/unpack");
  if (!script) return std::nullopt;
  const auto target = std::filesystem::path(ASHLAR_BINARY_DIR) / "oracle";
  const auto plugins = target / "plugins";
  if (!std::filesystem::exists(plugins / "resource-random-v4.21.2")) {
    const auto unpacked = run_process({.argv = {script->string(), target.string()}});
    if (!unpacked || !unpacked->status.ok()) return std::nullopt;
  }
  return plugins;
}

class RandomPlugin : public testing::Test {
 protected:
  void SetUp() override {
    const auto plugins = unpack_plugins();
    if (!plugins) GTEST_SKIP() << "needs oracle: the genuine random plugin (shared/oracle)";
    thread.run([&] {
      engine = std::move(*EngineServer::start(thread.loop()));
      PluginHostOptions options;
      options.search.plugins_directory = *plugins;
      options.engine_address = engine->address();
      host = std::make_unique<PluginHost>(std::move(options), thread.loop());
    });
    PackageDescriptor package;
    package.name = "random";
    package.version = "4.21.2";
    auto loaded =
        thread.await<std::shared_ptr<deploy::Provider>>([&](auto done) { host->load(package, std::move(done)); });
    ASSERT_TRUE(loaded) << loaded.error().message;
    provider = *loaded;
  }
  void TearDown() override {
    if (host) {
      EXPECT_TRUE(thread.await<bool>([&](auto done) { host->shut_down([done] { done(true); }); }));
    }
    thread.run([&] {
      provider.reset();
      host.reset();
      engine.reset();
    });
  }

  LoopThread thread;
  std::unique_ptr<EngineServer> engine;
  std::unique_ptr<PluginHost> host;
  std::shared_ptr<deploy::Provider> provider;
};

TEST_F(RandomPlugin, IsConfiguredAndLeadsAResourceThroughItsLife) {
  deploy::CheckRequest config{provider_urn, {}, {{"version", "4.21.2"}}, "", std::nullopt, false};
  const auto checked_config =
      thread.await<deploy::CheckAnswer>([&](auto done) { provider->check_config(config, std::move(done)); });
  ASSERT_TRUE(checked_config) << checked_config.error().message;
  ASSERT_TRUE(thread.await<void>(
      [&](auto done) { provider->configure(provider_urn, "pid", checked_config->inputs, std::move(done)); }));
  EXPECT_TRUE(provider->supports_preview());

  const PropertyMap inputs{{"length", 12}, {"special", false}};
  deploy::CheckRequest check{urn, {}, inputs, std::string(32, 's'), std::nullopt, false};
  const auto checked = thread.await<deploy::CheckAnswer>([&](auto done) { provider->check(check, std::move(done)); });
  ASSERT_TRUE(checked) << checked.error().message;
  EXPECT_TRUE(checked->failures.empty());

  deploy::CreateRequest create{urn, checked->inputs, 0, true, ""};
  const auto preview =
      thread.await<deploy::CreateAnswer>([&](auto done) { provider->create(create, std::move(done)); });
  ASSERT_TRUE(preview) << preview.error().message;
  EXPECT_TRUE(preview->outputs.at("result").contains_unknowns());
  create.preview = false;
  const auto created =
      thread.await<deploy::CreateAnswer>([&](auto done) { provider->create(create, std::move(done)); });
  ASSERT_TRUE(created) << created.error().message;
  EXPECT_EQ(created->id, "none");
  EXPECT_EQ(created->outputs.at("result").as_string()->size(), 12U);
  EXPECT_TRUE(created->outputs.at("result").is<Secret>());

  deploy::DiffRequest diff{urn, created->id, checked->inputs, created->outputs, checked->inputs, {}, false};
  const auto same = thread.await<deploy::DiffAnswer>([&](auto done) { provider->diff(diff, std::move(done)); });
  ASSERT_TRUE(same) << same.error().message;
  EXPECT_EQ(same->changes, deploy::DiffAnswer::Changes::none);
  diff.new_inputs.insert_or_assign("length", 13);
  const auto longer = thread.await<deploy::DiffAnswer>([&](auto done) { provider->diff(diff, std::move(done)); });
  ASSERT_TRUE(longer) << longer.error().message;
  EXPECT_THAT(longer->replaces, testing::Contains("length"));

  deploy::DeleteRequest remove{urn, created->id, checked->inputs, created->outputs, 0};
  const auto removed = thread.await<void>([&](auto done) { provider->remove(remove, std::move(done)); });
  EXPECT_TRUE(removed) << removed.error().message;
}

TEST_F(RandomPlugin, RefusesBadInputs) {
  ASSERT_TRUE(thread.await<void>([&](auto done) { provider->configure(provider_urn, "pid", {}, std::move(done)); }));
  deploy::CheckRequest check{urn, {}, {{"special", false}}, std::string(32, 's'), std::nullopt, false};
  const auto checked = thread.await<deploy::CheckAnswer>([&](auto done) { provider->check(check, std::move(done)); });
  ASSERT_TRUE(checked) << checked.error().message;
  ASSERT_FALSE(checked->failures.empty());
  EXPECT_THAT(checked->failures[0].reason, testing::HasSubstr("length"));
}

}  // namespace
}  // namespace ashlar::plugin
