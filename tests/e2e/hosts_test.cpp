// Deploys on this machine, as a user runs them.

#include "e2e/sandbox.hpp"

#include <nlohmann/json.hpp>

namespace ashlar::e2e {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

class Hosts : public ::testing::Test {
 protected:
  Said apply(const std::string& then = "", Words more = {}) {
    Words words{"apply", "@local", shared_program("hosts").string(), "--data", "folder=" + folder().string()};
    if (!then.empty()) words.insert(words.end(), {"--data", "then=" + then});
    words.insert(words.end(), more.begin(), more.end());
    return sandbox.run(words);
  }
  [[nodiscard]] fs::path folder() const { return sandbox.root() / "host"; }
  /// An inventory of several names for this machine.
  void write_inventory(const std::string& text) const { write_file(sandbox.project() / "inventory.yaml", text); }
  Said apply_to_inventory(Words more = {}) const {
    Words words{"apply", "inventory.yaml", shared_program("hosts").string()};
    words.insert(words.end(), more.begin(), more.end());
    return sandbox.run(words);
  }

  Sandbox sandbox{Sandbox::With::nothing};

  Hosts() { sandbox.patience = std::chrono::seconds(180); }  // the first one compiles the deploy
};

TEST_F(Hosts, ASecondRunChangesNothing) {
  const auto first = apply();
  ASSERT_TRUE(succeeded(first));
  EXPECT_THAT(first.out, HasSubstr("changed    Folder"));
  EXPECT_EQ(read_file(folder() / "greeting"), "hello\n");
  EXPECT_EQ(fs::status(folder()).permissions(), fs::perms(0750));
  const auto second = apply("", {"--expect-no-changes"});
  EXPECT_TRUE(succeeded(second));
  EXPECT_THAT(second.out, Not(HasSubstr("changed    Folder")));
}

TEST_F(Hosts, ACheckShowsChangesAndMakesNone) {
  const auto said = apply("", {"--check", "--diff"});
  ASSERT_TRUE(succeeded(said));
  EXPECT_THAT(said.out, HasSubstr("+hello"));
  EXPECT_FALSE(fs::exists(folder()));
  EXPECT_EQ(apply("", {"--check", "--expect-no-changes"}).code(), 7);
}

TEST_F(Hosts, AnOperationRunsIfAnEarlierOneChanged) {
  ASSERT_TRUE(succeeded(apply()));
  ASSERT_TRUE(succeeded(apply()));
  EXPECT_EQ(read_file(folder() / "runs"), "ran\n");
  write_file(folder() / "greeting", "goodbye\n");
  ASSERT_TRUE(succeeded(apply()));
  EXPECT_EQ(read_file(folder() / "runs"), "ran\nran\n");
}

TEST_F(Hosts, AFailureEndsTheHostAndSaysWhy) {
  const auto said = apply("fail");
  EXPECT_TRUE(failed(said, 1, {"Nested | Fails", "why"}));
  EXPECT_FALSE(fs::exists(folder() / "never"));
}

TEST_F(Hosts, AFailureThatIsIgnoredDoesNot) {
  ASSERT_TRUE(succeeded(apply("ignore")));
  EXPECT_TRUE(fs::exists(folder() / "went-on"));
}

TEST_F(Hosts, AnExceptionFailsTheHostAfterWhatItAskedFor) {
  EXPECT_TRUE(failed(apply("throw"), 1, {"thought better of it"}));
  EXPECT_TRUE(fs::exists(folder() / "greeting"));
}

TEST_F(Hosts, MissingDataIsNamedWithItsPlace) {
  const auto said = sandbox.run({"apply", "@local", shared_program("hosts").string()});
  EXPECT_TRUE(failed(said, 1, {"no data 'folder' for @local", "--data folder=", "main.cpp:"}));
}

TEST_F(Hosts, AFactIsAwaitedAndAFalseConditionSkips) {
  const auto said = apply("fact", {"--show-unchanged"});
  ASSERT_TRUE(succeeded(said));
  EXPECT_THAT(said.out, HasSubstr("has a name"));
  EXPECT_THAT(said.out, HasSubstr("After the fact (its condition is false)"));
  EXPECT_FALSE(fs::exists(folder() / "after"));
}

TEST_F(Hosts, ASecretIsWrittenButNotShown) {
  write_inventory("hosts: {'@local': null}\ndata: {folder: " + folder().string() +
                  ", then: secret, password: !secret swordfish}\n");
  const auto said = apply_to_inventory({"--diff"});
  ASSERT_TRUE(succeeded(said));
  EXPECT_EQ(read_file(folder() / "secret"), "pw=swordfish");
  EXPECT_THAT(said.all(), Not(HasSubstr("swordfish")));
  const auto listed = sandbox.run({"inventory", "inventory.yaml", "--json"});
  EXPECT_THAT(listed.out, HasSubstr("[secret]"));
  EXPECT_THAT(listed.all(), Not(HasSubstr("swordfish")));
}

TEST_F(Hosts, ATemplateIsRenderedWithSettings) {
  write_inventory("hosts: {'@local': null}\ndata: {folder: " + folder().string() +
                  ", then: template, settings: {folder: /srv, greeting: good day}}\n");
  ASSERT_TRUE(succeeded(apply_to_inventory()));
  EXPECT_EQ(read_file(folder() / "page"), "good day from @local\n");
}

TEST_F(Hosts, SettingsThatAreWrongFailTheHost) {
  write_inventory("hosts: {'@local': null}\ndata: {folder: " + folder().string() +
                  ", then: template, settings: {greting: good day}}\n");
  EXPECT_TRUE(failed(apply_to_inventory(), 1, {"greting", "folder"}));
}

TEST_F(Hosts, RoundTripsDoNotGrowWithOperations) {
  const auto trips = [](const Said& said) {
    return nlohmann::json::parse(said.out).at("hosts").at(0).at("roundTrips").get<int>();
  };
  ASSERT_TRUE(succeeded(apply()));
  const auto few = apply("", {"--stats", "--json"});
  const auto many = apply("many", {"--stats", "--json"});
  ASSERT_TRUE(succeeded(few));
  ASSERT_TRUE(succeeded(many));
  EXPECT_LE(trips(many), 1.3 * trips(few));
}

TEST_F(Hosts, AHostThatCannotBeReachedDoesNotStopOthers) {
  write_inventory("data: {folder: " + folder().string() +
                  "}\nhosts:\n  here: {connection: {address: '@local'}}\n"
                  "  nowhere: {connection: {address: '@chroot" +
                  (sandbox.root() / "no-such-root").string() + "'}}\n");
  const auto said = apply_to_inventory();
  EXPECT_TRUE(failed(said, 1, {"nowhere", "unreachable"}));
  EXPECT_TRUE(fs::exists(folder() / "greeting"));
}

TEST_F(Hosts, RunOnceRunsOnOneHost) {
  const auto shared = sandbox.root() / "shared";
  write_inventory("data: {then: once, shared: " + shared.string() +
                  "}\nhosts:\n"
                  "  a: {connection: {address: '@local'}, data: {folder: " +
                  (sandbox.root() / "a").string() +
                  "}}\n"
                  "  b: {connection: {address: '@local'}, data: {folder: " +
                  (sandbox.root() / "b").string() + "}}\n");
  ASSERT_TRUE(succeeded(apply_to_inventory({"--serial"})));
  EXPECT_EQ(read_file(shared), "once\n");
}

TEST_F(Hosts, AnInventoryCanBeAProgram) {
  write_file(
      sandbox.project() / "all/main.cpp",
      "#include <ashlar/fleet/inventory.hpp>\n"
      "using namespace ashlar::fleet;\n"
      "int main() {\n"
      "  return inventory([](Inventory& all) {\n"
      "    all.host(\"web1\", {.groups = {\"web\"}, .data = {{\"port\", 80}}, .secrets = {{\"pw\", \"swordfish\"}}});\n"
      "    all.group(\"web\", {.data = {{\"in\", all.environment()}}});\n"
      "  });\n"
      "}\n");
  const auto said = sandbox.run({"inventory", "all", "--environment", "qa", "--json"});
  ASSERT_TRUE(succeeded(said));
  const auto host = nlohmann::json::parse(said.out).at("hosts").at(0);
  EXPECT_EQ(host.at("groups").at(0), "web");
  EXPECT_EQ(host.at("data").at("in"), "qa");
  EXPECT_EQ(host.at("data").at("pw"), "[secret]");
}

TEST_F(Hosts, ADeployThatDoesNotCompileSaysWhere) {
  write_file(sandbox.project() / "broken/main.cpp", "#include <ashlar/fleet.hpp>\nint main() { return nope; }\n");
  EXPECT_TRUE(failed(sandbox.run({"apply", "@local", "broken"}), 1, {"main.cpp:2", "nope"}));
}

TEST_F(Hosts, WrongUsageIsExitCodeTwo) {
  EXPECT_TRUE(failed(sandbox.run({"apply", "missing.yaml", "."}), 2, {"no inventory missing.yaml"}));
  EXPECT_TRUE(failed(sandbox.run({"apply", "@local", "nowhere"}), 2, {"no folder nowhere"}));
  EXPECT_TRUE(failed(sandbox.run({"exec", "@moon/x", "--", "true"}), 2, {"no connector 'moon'"}));
}

TEST_F(Hosts, ExecRunsACommandAndTellsItsFailure) {
  const auto said = sandbox.run({"exec", "@local", "--", "echo", "a b", "c'd"});
  ASSERT_TRUE(succeeded(said));
  EXPECT_THAT(said.out, HasSubstr("@local  a b c'd\n"));
  EXPECT_TRUE(failed(sandbox.run({"exec", "@local", "--", "exit 3"}), 1, {"3"}));
}

TEST_F(Hosts, FactsArePrintedAsJson) {
  const auto said = sandbox.run({"facts", "@local", "server.LinuxName", "--json"});
  ASSERT_TRUE(succeeded(said));
  EXPECT_TRUE(nlohmann::json::parse(said.out).at("@local").at("server.LinuxName").is_string());
  EXPECT_TRUE(failed(sandbox.run({"facts", "@local", "server.Nope"}), 1, {"there is no fact server.Nope"}));
}

}  // namespace
}  // namespace ashlar::e2e
