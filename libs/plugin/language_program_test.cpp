#include "plugin/language_program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plugin/engine_server.hpp"
#include "plugin/plugin_folder_fixture.hpp"
#include "plugin/server_fixture.hpp"

namespace ashlar::plugin {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

/// A fake language host, and a monitor that says yes to everything.
class LanguageProgramTest : public testing::Test {
 protected:
  LanguageProgramTest() {
    folder.add("bin/pulumi-language-fake", ASHLAR_FAKE_LANGUAGE_HOST);
    engine = thread.run([&] { return std::move(*EngineServer::start(thread.loop())); });
    thread.run([&] { engine->set_log([&](Diagnostic message) { monitor.log(std::move(message)); }); });
    options.search.path = (folder.path() / "bin").string();
    options.search.executable_directory = folder.path() / "beside";
    options.search.plugins_directory = folder.path() / "plugins";
    options.engine_address = engine->address();
    options.directory = folder.path();
    options.on_output = [&](const std::string& text, bool is_stderr) { (is_stderr ? err : out) += text; };
    facts.project = "proj";
    facts.stack = "dev";
    facts.config = {{"proj:key", "value"}};
    info.root_directory = info.program_directory = folder.path();
    monitor.on_register = [&](const Goal& goal, const auto& done) {
      registered.push_back(goal.name);
      done(deploy::RegisterAnswer{.urn = Urn::make("dev", "proj", "", goal.type, goal.name)});
    };
  }
  ~LanguageProgramTest() override {
    thread.run([&] {
      program.reset();
      host.reset();
      engine.reset();
    });
  }

  Status start(const std::string& runtime = "fake") {
    auto started = thread.await<std::shared_ptr<LanguageHost>>(
        [&](auto done) { LanguageHost::start(runtime, options, thread.loop(), std::move(done)); });
    if (!started) return started.error();
    host = *started;
    return {};
  }
  Result<deploy::ProgramResult> run() {
    thread.run([&] { program = std::make_unique<LanguageHostProgram>(host, thread.loop(), entropy, info, facts); });
    return thread.await<deploy::ProgramResult>([&](auto done) { program->run(monitor, std::move(done)); });
  }

  LoopThread thread;
  PluginFolder folder;
  SystemEntropy entropy;
  FakeMonitor monitor;
  std::vector<std::string> registered;
  std::string out, err;
  std::unique_ptr<EngineServer> engine;
  LanguageHostOptions options;
  DeploymentFacts facts;
  ProgramInfo info;
  std::shared_ptr<LanguageHost> host;
  std::unique_ptr<LanguageHostProgram> program;
};

TEST_F(LanguageProgramTest, RunsAProgramAgainstTheMonitor) {
  ASSERT_TRUE(start());
  const auto result = run();
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->error, "");
  EXPECT_FALSE(result->bail);
  thread.run([&] {
    EXPECT_THAT(registered, ElementsAre("proj-dev", "one"));
    EXPECT_EQ(monitor.logged.at(0).message, "value update");
  });
}

TEST_F(LanguageProgramTest, ShowsWhatTheProgramPrints) {
  ASSERT_TRUE(start());
  ASSERT_TRUE(run());
  const auto expected = "running . of proj in " + folder.path().string() + "\n";
  while (!thread.run([&] { return out == expected && err == "a warning\n"; })) std::this_thread::yield();
}

TEST_F(LanguageProgramTest, OneHostServesThePreviewAndTheUpdate) {
  ASSERT_TRUE(start());
  facts.preview = true;
  ASSERT_TRUE(run());
  facts.preview = false;
  ASSERT_TRUE(run());
  thread.run([&] {
    ASSERT_EQ(monitor.logged.size(), 2U);
    EXPECT_EQ(monitor.logged[0].message, "value preview");
    EXPECT_EQ(monitor.logged[1].message, "value update");
  });
}

TEST_F(LanguageProgramTest, TellsHowTheProgramFailed) {
  ASSERT_TRUE(start());
  info.options = {{"fail", true}};
  EXPECT_EQ(run()->error, "it broke");
  info.options = {{"bail", true}};
  EXPECT_TRUE(run()->bail);
}

TEST_F(LanguageProgramTest, AHostThatDiesIsAnErrorThatSaysSo) {
  ASSERT_TRUE(start());
  info.options = {{"die", true}};
  const auto result = run();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message, "the language host fake died: it exited with code 9");
}

TEST_F(LanguageProgramTest, CanBeInterruptedWhileItWaitsForTheEngine) {
  ASSERT_TRUE(start());
  deploy::Done<deploy::RegisterAnswer> never;
  monitor.on_register = [&](const Goal&, deploy::Done<deploy::RegisterAnswer> done) {
    never = std::move(done);
    program->interrupt();
  };
  const auto result = run();
  ASSERT_TRUE(result);
  EXPECT_TRUE(result->bail);
}

TEST_F(LanguageProgramTest, AProgramThatDoesNotListenIsInterruptedBySignal) {
  ASSERT_TRUE(start());
  info.options = {{"endless", true}};
  monitor.on_register = [&](const Goal& goal, const auto& done) {
    done(deploy::RegisterAnswer{.urn = Urn::make("dev", "proj", "", goal.type, goal.name)});
    if (goal.name == "one") program->interrupt();
  };
  const auto result = run();
  ASSERT_TRUE(result);
  EXPECT_TRUE(result->bail);
}

TEST_F(LanguageProgramTest, NamesThePackagesThatTheProgramNeeds) {
  ASSERT_TRUE(start());
  const auto ask = [&] {
    return thread.await<std::vector<PackageDescriptor>>(
        [&](auto done) { host->required_packages(info, std::move(done)); });
  };
  const auto packages = ask();
  ASSERT_TRUE(packages);
  ASSERT_EQ(packages->size(), 1U);
  EXPECT_EQ(packages->front().name, "random");
  EXPECT_EQ(packages->front().version, "4.21.2");
  info.options = {{"old", true}};
  const auto plugins = ask();
  ASSERT_TRUE(plugins);
  EXPECT_EQ(plugins->front().name, "deprecated");
}

TEST_F(LanguageProgramTest, InstallsDependencies) {
  ASSERT_TRUE(start());
  std::string shown;
  const auto install = [&] {
    return thread.await<void>([&](auto done) {
      host->install_dependencies(
          info, false, [&](const std::string& text, bool) { shown += text; }, std::move(done));
    });
  };
  EXPECT_TRUE(install());
  EXPECT_EQ(shown, "installing\ndeprecated\n");
  info.options = {{"fail", true}};
  EXPECT_EQ(install().error().message, "no network");
}

TEST_F(LanguageProgramTest, AnUnknownRuntimeSaysWhatIsMissing) {
  const auto status = start("cobol");
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().message, "there is no language host for the runtime `cobol`");
  EXPECT_THAT(status.error().notes, Contains(HasSubstr("pulumi-language-cobol")));
}

TEST_F(LanguageProgramTest, EndsWhenItIsShutDown) {
  ASSERT_TRUE(start());
  EXPECT_TRUE(thread.await<bool>([&](auto done) { host->shut_down([done] { done(true); }); }));
  EXPECT_FALSE(run());
}

}  // namespace
}  // namespace ashlar::plugin
