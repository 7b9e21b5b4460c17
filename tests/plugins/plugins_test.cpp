// Provider plugins as the command meets them: missing, dying, and left behind by a command that died itself.

#include <gmock/gmock.h>

#include <csignal>
#include <nlohmann/json.hpp>

#include "base/process_end.hpp"
#include "e2e/sandbox.hpp"

namespace fs = std::filesystem;

namespace ashlar::e2e {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class Plugins : public testing::Test {
 protected:
  void install_fake(const std::string& version = "1.0.0") const {
    const auto folder = sandbox_.home() / "plugins" / ("resource-fake-v" + version);
    fs::create_directories(folder);
    fs::create_symlink(fs::path(ASHLAR_BINARY_DIR) / "tests/fake_resource_plugin", folder / "pulumi-resource-fake");
  }

  /// Processes that were started from files of the sandbox.
  [[nodiscard]] std::vector<pid_t> plugin_processes() const {
    std::vector<pid_t> found;
    for (const auto& entry : fs::directory_iterator("/proc")) {
      const auto name = entry.path().filename().string();
      if (name.find_first_not_of("0123456789") != std::string::npos) continue;
      if (read_file(entry.path() / "cmdline").starts_with(sandbox_.home().string())) found.push_back(std::stoi(name));
    }
    return found;
  }

  Sandbox sandbox_;
};

const char* const one_slow_after_another =
    "resources: [{type: 'fake:m:R', name: it}, {type: 'command:local:Command', name: slow, properties: {create: sleep "
    "1000}, after: [it]}]";

TEST_F(Plugins, AnInstalledOneServesItsResources) {
  install_fake();
  sandbox_.declare("resources: [{type: 'fake:m:R', name: it, properties: {size: 1}}]\nexports: [it]");
  EXPECT_TRUE(succeeded(sandbox_.up()));
  EXPECT_EQ(sandbox_.run({"stack", "output", "it"}).out, "id-it\n");
  EXPECT_THAT(plugin_processes(), IsEmpty());
}

TEST_F(Plugins, AMissingOneIsNamedWithWhereItWasLookedForAndHowToGetIt) {
  sandbox_.declare("resources: [{type: 'nope:m:R', name: it}]");
  EXPECT_TRUE(failed(sandbox_.up(), 1,
                     {"there is no provider for the package nope", "there is no pulumi-resource-nope in PATH",
                      "nor an installed one in " + (sandbox_.home() / "plugins").string(), "built in are aws",
                      "plugin install resource nope"}));
}

TEST_F(Plugins, OneThatDiesIsNamedWithItsLastWordsAndTheResource) {
  install_fake();
  sandbox_.declare(
      "resources: [{type: 'fake:m:R', name: first}, {type: 'fake:m:R', name: second, after: [first], properties: "
      "{crash: "
      "out of cheese}}]");
  const auto said = sandbox_.up();
  EXPECT_TRUE(failed(
      said, 1, {"the provider plugin fake died: it exited with code 3", "panic: out of cheese", "fake:m:R (second)"}));
  EXPECT_THAT(sandbox_.resources(), testing::ElementsAre("first"));
}

TEST_F(Plugins, OneThatCannotStartIsNamedWithItsLastWords) {
  install_fake();
  sandbox_.environment["FAKE_PLUGIN"] = "early-exit";
  sandbox_.declare("resources: [{type: 'fake:m:R', name: it}]");
  EXPECT_TRUE(
      failed(sandbox_.up(), 1, {"the provider plugin fake ended before it was ready", "cannot read my licence"}));
}

TEST_F(Plugins, DoNotOutliveACommandThatIsKilled) {
  install_fake();
  sandbox_.declare(one_slow_after_another);
  const auto running = sandbox_.start({"up", "--yes", "--skip-preview"});
  ASSERT_TRUE(running->has_said("slow creating"));
  const auto plugins = plugin_processes();
  EXPECT_THAT(plugins, SizeIs(1));

  running->send(SIGKILL);

  for (const auto plugin : plugins) EXPECT_TRUE(has_ended(plugin));
}

TEST_F(Plugins, EndWithACommandThatIsInterrupted) {
  install_fake();
  sandbox_.declare(one_slow_after_another);
  const auto running = sandbox_.start({"up", "--yes", "--skip-preview"});
  ASSERT_TRUE(running->has_said("slow creating"));
  running->send(SIGINT);
  EXPECT_EQ(running->wait().code(), 8);
  EXPECT_THAT(plugin_processes(), IsEmpty());
  EXPECT_THAT(sandbox_.resources(), testing::Contains("it"));
}

TEST_F(Plugins, CallsAreLoggedWithoutSecretsWhereTheEnvironmentAsksForIt) {
  install_fake();
  const auto file = sandbox_.root() / "calls.json";
  sandbox_.environment["PULUMI_DEBUG_GRPC"] = file;
  sandbox_.declare("resources: [{type: 'fake:m:R', name: it, properties: {key: {secret: swordfish}}}]");
  ASSERT_TRUE(succeeded(sandbox_.up()));
  const auto calls = read_file(file);
  EXPECT_THAT(calls, HasSubstr(R"("/pulumirpc.ResourceMonitor/RegisterResource")"));
  EXPECT_THAT(calls, HasSubstr(R"("/pulumirpc.ResourceProvider/Create")"));
  EXPECT_THAT(calls, Not(HasSubstr("swordfish")));
}

}  // namespace
}  // namespace ashlar::e2e
