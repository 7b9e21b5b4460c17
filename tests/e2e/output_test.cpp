// What scripts read: plain text without escape codes, JSON that parses, exit codes.
#include <nlohmann/json.hpp>
#include <sstream>

#include "e2e/sandbox.hpp"

namespace ashlar::e2e {
namespace {

using testing::HasSubstr;
using testing::Not;

/// One stack with everything that is shown in some special way.
class OutputTest : public testing::Test {
 protected:
  OutputTest() {
    EXPECT_TRUE(succeeded(sandbox_.run({"config", "set", "--secret", "password"}, "hunter2")));
    write_file(sandbox_.settings(), read_file(sandbox_.settings()) + R"(  town:resources:
    - {type: "random:index/randomPet:RandomPet", name: rex, properties: {length: 2}}
    - {type: "random:index/randomPet:RandomPet", name: pup, properties: {length: 2, prefix: "${rex}"}}
    - {type: "random:index/randomPassword:RandomPassword", name: key, properties: {length: 12}}
  town:exports: [rex, pup]
)");
    EXPECT_TRUE(succeeded(sandbox_.up()));
  }
  Sandbox sandbox_;
};

TEST_F(OutputTest, PipedItHasNoEscapeCodes) {
  const std::vector<Words> commands = {{"preview"},
                                       {"preview", "--diff"},
                                       {"up", "--yes"},
                                       {"up", "--yes", "--diff", "--skip-preview"},
                                       {"refresh", "--yes"},
                                       {"stack"},
                                       {"stack", "ls"},
                                       {"stack", "output"},
                                       {"stack", "history"},
                                       {"config"},
                                       {"about"},
                                       {"--help"},
                                       {"up", "--help"},
                                       {"frobnicate"}};
  for (const auto& words : commands) {
    const auto said = sandbox_.run(words);
    EXPECT_THAT(said.all(), Not(HasSubstr("\033"))) << words.front();
    EXPECT_THAT(said.all(), Not(HasSubstr("\r"))) << words.front();
  }
}

TEST_F(OutputTest, ColorsComeWhenTheyAreAskedFor) {
  EXPECT_THAT(sandbox_.run({"preview", "--color", "always"}).out, HasSubstr("\033["));
  EXPECT_TRUE(failed(sandbox_.run({"preview", "--color", "purple"}), 1, {"unsupported color option: 'purple'"}));
}

TEST_F(OutputTest, JsonParses) {
  const std::vector<Words> commands = {{"preview", "--json"},
                                       {"stack", "ls", "--json"},
                                       {"stack", "output", "--json"},
                                       {"stack", "output", "rex", "--json"},
                                       {"stack", "history", "--json"},
                                       {"stack", "export"},
                                       {"config", "--json"},
                                       {"config", "get", "password", "--json"},
                                       {"whoami", "--json"},
                                       {"plugin", "ls", "--json"},
                                       {"about", "--json"}};
  for (const auto& words : commands) {
    const auto said = sandbox_.run(words);
    EXPECT_TRUE(succeeded(said)) << words.front();
    EXPECT_FALSE(nlohmann::json::parse(said.out, nullptr, false).is_discarded()) << words.front() << ": " << said;
  }
}

TEST_F(OutputTest, EventsAreAJsonObjectALine) {
  for (const Words& words :
       {Words{"up", "--yes", "--skip-preview", "--json"}, Words{"destroy", "--yes", "--skip-preview", "--json"}}) {
    const auto said = sandbox_.run(words);
    EXPECT_TRUE(succeeded(said));
    std::istringstream lines(said.out);
    int count = 0;
    for (std::string line; std::getline(lines, line); ++count)
      EXPECT_TRUE(nlohmann::json::parse(line, nullptr, false).is_object()) << line;
    EXPECT_GT(count, 3);
  }
}

TEST_F(OutputTest, JsonOfAFailedPreviewParsesToo) {
  sandbox_.declare("then: throw");
  const auto said = sandbox_.run({"preview", "--json"});
  EXPECT_EQ(said.code(), 1);
  EXPECT_FALSE(nlohmann::json::parse(said.out, nullptr, false).is_discarded()) << said;
}

TEST_F(OutputTest, UnexpectedChangesEndWithSeven) {
  EXPECT_TRUE(succeeded(sandbox_.up({"--expect-no-changes"})));
  sandbox_.declare("resources:\n  - {type: \"random:index/randomPet:RandomPet\", name: rex, properties: {length: 3}}");
  const auto before = sandbox_.exported();
  EXPECT_TRUE(failed(sandbox_.run({"preview", "--expect-no-changes"}), 7, {"error: no changes were expected"}));
  EXPECT_EQ(sandbox_.exported(), before);
}

TEST_F(OutputTest, AnOutputThatIsNotThereIsNamed) {
  EXPECT_TRUE(failed(sandbox_.run({"stack", "output", "nope"}), 1, {"does not have output property 'nope'"}));
}

TEST_F(OutputTest, AClosedPipeDoesNotEndARun) {
  sandbox_.declare("pets: 50");
  ProcessOptions options;
  options.argv = {"/bin/sh", "-c", std::string(ASHLAR_BINARY_DIR "/bin/ashlar up --yes --skip-preview | true")};
  options.environment = sandbox_.environment;
  options.directory = sandbox_.project();
  EXPECT_TRUE(succeeded(Running(options).wait()));
  EXPECT_EQ(sandbox_.resources().size(), 50U);
}

}  // namespace
}  // namespace ashlar::e2e
