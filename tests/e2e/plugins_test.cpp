// Providers that are programs of their own, and what becomes of a run when they misbehave. Theirs is
// `pulumi-resource-fake` of libs/plugin, which does as its inputs and FAKE_PLUGIN say.
#include "e2e/sandbox.hpp"

namespace fs = std::filesystem;

namespace ashlar::e2e {
namespace {

using testing::HasSubstr;
using testing::UnorderedElementsAre;

class PluginTest : public testing::Test {
 protected:
  PluginTest() {
    const auto folder = sandbox_.root() / "bin";
    fs::create_directories(folder);
    fs::create_symlink(ASHLAR_FAKE_RESOURCE_PLUGIN, folder / "pulumi-resource-fake");
    sandbox_.environment["PATH"] = folder.string() + ":/usr/local/bin:/usr/bin:/bin";
  }

  void declare(const std::string& properties) const {
    sandbox_.declare(R"(resources:
  - {type: "random:index/randomPet:RandomPet", name: rex, properties: {length: 2}}
  - {type: "fake:index:Thing", name: thing, properties: )" +
                     properties + R"(, after: [rex]}
  - {type: "random:index/randomPet:RandomPet", name: pup, properties: {length: 2, prefix: "${thing}"}}
)");
  }

  Sandbox sandbox_;
};

TEST_F(PluginTest, ServeResourcesAsBuiltInProvidersDo) {
  declare("{size: 1}");
  EXPECT_TRUE(succeeded(sandbox_.up()));
  EXPECT_THAT(sandbox_.resources(), UnorderedElementsAre("rex", "thing", "pup"));
  EXPECT_TRUE(succeeded(sandbox_.up({"--expect-no-changes"})));
  EXPECT_TRUE(succeeded(sandbox_.run({"destroy", "--yes", "--skip-preview"})));
}

TEST_F(PluginTest, ThatAreMissingAreNamedWithThePlacesWhereTheyWereLookedFor) {
  sandbox_.environment["PATH"] = "/usr/local/bin:/usr/bin:/bin";
  declare("{size: 1}");
  for (const Words& words : {Words{"preview"}, Words{"up", "--yes", "--skip-preview"}}) {
    EXPECT_TRUE(failed(sandbox_.run(words), 1,
                       {"error: ", "pulumi-resource-fake", (sandbox_.home() / "plugins").string(), "help: "}));
  }
}

TEST_F(PluginTest, ThatCrashInTheMiddleOfACreateFailThatResourceAndLoseNothing) {
  declare("{crash: the boiler burst}");
  const auto said = sandbox_.up();
  EXPECT_TRUE(failed(said, 1, {"error: ", "thing", "panic: the boiler burst"}));
  const auto state = sandbox_.exported();
  EXPECT_THAT(state, HasSubstr("::rex"));
  EXPECT_THAT(state, HasSubstr("\"type\": \"creating\"")) << "nobody can tell whether it was made";
  EXPECT_TRUE(fs::is_empty(sandbox_.locks()));
  declare("{size: 1}");
  EXPECT_THAT(sandbox_.run({"preview"}).all(), HasSubstr("thing"));
}

TEST_F(PluginTest, ThatEndBeforeTheyServeAreShownWithTheirLastWords) {
  sandbox_.environment["FAKE_PLUGIN"] = "early-exit";
  declare("{size: 1}");
  EXPECT_TRUE(
      failed(sandbox_.up(), 1, {"error: ", "pulumi-resource-fake", "exited with code 4", "cannot read my licence"}));
}

TEST_F(PluginTest, OfALanguageThatAreMissingAreNamed) {
  write_file(sandbox_.project() / "Pulumi.yaml", "name: town\nruntime: cobol\n");
  EXPECT_TRUE(failed(sandbox_.run({"preview"}), 1,
                     {"error: ", "no language host for the runtime `cobol`", "no pulumi-language-cobol in PATH",
                      (sandbox_.home() / "plugins").string(), "help: check `runtime` in Pulumi.yaml"}));
}

}  // namespace
}  // namespace ashlar::e2e
