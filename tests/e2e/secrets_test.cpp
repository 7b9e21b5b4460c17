// Passphrases, ciphertexts, and where a secret must never show.
#include <sys/stat.h>

#include <fstream>
#include <regex>

#include "base/strings.hpp"
#include "e2e/sandbox.hpp"

namespace fs = std::filesystem;

namespace ashlar::e2e {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* password = "hunter2-in-clear";

/// A stack that holds secrets: in its settings, in its state, and in a resource's output.
void fill(const Sandbox& sandbox) {
  EXPECT_TRUE(succeeded(sandbox.run({"config", "set", "--secret", "password"}, password)));
  const auto settings = read_file(sandbox.settings());
  EXPECT_THAT(settings, HasSubstr("secure: v1:"));
  write_file(sandbox.settings(), settings + R"(  town:resources:
    - {type: "random:index/randomPassword:RandomPassword", name: key, properties: {length: 20}}
    - {type: "command:local:Command", name: teller, properties: {create: cat, stdin: {secret_setting: password}}}
)");
  EXPECT_TRUE(succeeded(sandbox.up()));
}

TEST(Passphrase, AWrongOneIsRefusedAndChangesNothing) {
  Sandbox sandbox;
  fill(sandbox);
  const auto before = sandbox.exported();
  const auto settings = read_file(sandbox.settings());
  sandbox.environment["PULUMI_CONFIG_PASSPHRASE"] = "wrong horse";
  const std::vector<Words> commands = {{"up", "--yes"},
                                       {"preview"},
                                       {"config", "--show-secrets"},
                                       {"config", "get", "password"},
                                       {"config", "set", "--secret", "x", "y"},
                                       {"stack", "export", "--show-secrets"},
                                       {"stack", "output", "--show-secrets"}};
  for (const auto& words : commands)
    EXPECT_TRUE(failed(sandbox.run(words), 1, {"incorrect passphrase"})) << words.back();
  sandbox.environment["PULUMI_CONFIG_PASSPHRASE"] = "correct horse";
  EXPECT_EQ(sandbox.exported(), before);
  EXPECT_EQ(read_file(sandbox.settings()), settings);
}

TEST(Passphrase, IsAskedForByNameWhereNobodyCanType) {
  Sandbox sandbox;
  fill(sandbox);
  sandbox.environment.erase("PULUMI_CONFIG_PASSPHRASE");
  EXPECT_TRUE(failed(sandbox.up(), 1,
                     {"passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE"}));
  sandbox.environment["PULUMI_CONFIG_PASSPHRASE_FILE"] = "/nonexistent";
  EXPECT_TRUE(failed(sandbox.run({"config", "--show-secrets"}), 1, {"PULUMI_CONFIG_PASSPHRASE_FILE", "/nonexistent"}));
}

TEST(Passphrase, CanComeFromAFile) {
  Sandbox sandbox;
  fill(sandbox);
  sandbox.environment.erase("PULUMI_CONFIG_PASSPHRASE");
  write_file(sandbox.root() / "phrase", "correct horse\n");
  sandbox.environment["PULUMI_CONFIG_PASSPHRASE_FILE"] = sandbox.root() / "phrase";
  EXPECT_THAT(sandbox.run({"config", "get", "password"}).out, HasSubstr(password));
}

/// Changes one character in the middle of the last ciphertext of `text`, whose salt is not touched.
std::string tampered(std::string text) {
  static const std::regex cipher("v1:[A-Za-z0-9+/]{16}:([A-Za-z0-9+/=]+)\"?");
  std::smatch match;
  std::size_t at = 0;
  for (auto i = std::sregex_iterator(text.begin(), text.end(), cipher); i != std::sregex_iterator(); ++i)
    at = static_cast<std::size_t>(i->position(1)) + static_cast<std::size_t>(i->length(1)) / 2;
  EXPECT_NE(at, 0U);
  text[at] = text[at] == 'A' ? 'B' : 'A';
  return text;
}

TEST(Ciphertext, TamperedWithInSettingsIsRefusedWithTheKeyItStandsAt) {
  const Sandbox sandbox;
  EXPECT_TRUE(succeeded(sandbox.run({"config", "set", "--secret", "password"}, password)));
  const auto changed = tampered(read_file(sandbox.settings()));
  write_file(sandbox.settings(), changed);
  for (const Words& words : {Words{"config", "--show-secrets"}, Words{"config", "get", "password"}, Words{"preview"}}) {
    EXPECT_TRUE(failed(sandbox.run(words), 1, {"error: ", "town:password"})) << words.front();
  }
  EXPECT_TRUE(failed(sandbox.up(), 1, {"error: ", "town:password"}));
  EXPECT_EQ(read_file(sandbox.settings()), changed);
}

TEST(Ciphertext, TamperedWithInTheStateIsRefusedAndNotOverwritten) {
  const Sandbox sandbox;
  fill(sandbox);
  const auto changed = tampered(read_file(sandbox.checkpoint()));
  write_file(sandbox.checkpoint(), changed);
  for (const Words& words : {Words{"preview"}, Words{"stack", "export", "--show-secrets"}, Words{"up", "--yes"}}) {
    EXPECT_TRUE(failed(sandbox.run(words), 1, {"error: ", "cannot read the secrets of the state"})) << words.front();
  }
  EXPECT_TRUE(failed(sandbox.up(), 1, {"error: ", "cannot read the secrets of the state"}));
  EXPECT_EQ(read_file(sandbox.checkpoint()), changed);
  EXPECT_TRUE(fs::is_empty(sandbox.locks()));
}

/// Every file below `folder` that holds `text`. A command that runs may make and remove folders meanwhile.
std::vector<std::string> files_with(const fs::path& folder, const std::string& text) {
  std::vector<std::string> found;
  std::error_code vanished;
  for (const auto& entry : fs::directory_iterator(folder, vanished)) {
    if (entry.is_directory(vanished)) {
      const auto below = files_with(entry.path(), text);
      found.insert(found.end(), below.begin(), below.end());
    } else if (entry.is_regular_file(vanished) && read_file(entry.path()).find(text) != std::string::npos) {
      found.push_back(entry.path());
    }
  }
  return found;
}

/// The command lines of all processes that are there now.
std::string command_lines() {
  std::string lines;
  for (const auto& entry : fs::directory_iterator("/proc")) lines += read_file(entry.path() / "cmdline") + "\n";
  return lines;
}

TEST(Secrets, AreInNoFileNoOutputAndNoCommandLine) {
  const Sandbox sandbox;
  Gate gate(sandbox.root() / "gate");
  EXPECT_TRUE(succeeded(sandbox.run({"config", "set", "--secret", "password"}, password)));
  EXPECT_TRUE(succeeded(sandbox.run({"config", "set", "--secret", "script"}, "echo hunter2-in-clear; " + gate.wait())));
  EXPECT_TRUE(succeeded(sandbox.run({"config", "set", "--secret", "failing"}, "echo hunter2-in-clear >&2; exit 3")));
  write_file(sandbox.settings(), read_file(sandbox.settings()) + R"(  town:resources:
    - {type: "random:index/randomPassword:RandomPassword", name: key, properties: {length: 20}}
    - type: command:local:Command
      name: teller
      properties:
        create: {secret_setting: script}
        environment: {TOKEN: {secret_setting: password}}
    - type: command:local:Command
      name: failing
      properties: {create: {secret_setting: failing}}
)");
  auto running = sandbox.start({"up", "--yes", "--skip-preview", "--diff", "--logtostderr", "-v9"});
  EXPECT_TRUE(running->has_said("failing"));
  ASSERT_TRUE(gate.reached());
  EXPECT_THAT(command_lines(), Not(HasSubstr(password)));
  EXPECT_THAT(files_with(sandbox.root(), password), testing::IsEmpty());
  gate.open();
  const auto said = running->wait();
  EXPECT_TRUE(failed(said, 1, {"exited with code 3"}));
  EXPECT_THAT(said.all(), Not(HasSubstr(password)));
  const std::vector<Words> commands = {
      {"preview", "--diff"}, {"preview", "--json"},         {"stack", "export"},  {"stack"},
      {"stack", "output"},   {"stack", "output", "--json"}, {"stack", "history"}, {"config"},
      {"config", "--json"}};
  for (const auto& words : commands) EXPECT_THAT(sandbox.run(words).all(), Not(HasSubstr(password))) << words.front();
  EXPECT_THAT(files_with(sandbox.root(), password), testing::IsEmpty());
}

TEST(Secrets, AreShownOnlyWhenAskedFor) {
  const Sandbox sandbox;
  fill(sandbox);
  EXPECT_THAT(sandbox.run({"config"}).all(), Not(HasSubstr(password)));
  EXPECT_THAT(sandbox.run({"config", "--show-secrets"}).out, HasSubstr(password));
  EXPECT_THAT(sandbox.run({"stack", "output"}).all(), Not(HasSubstr(password)));
  EXPECT_THAT(sandbox.run({"stack", "output", "--show-secrets"}).out, HasSubstr(password));
  EXPECT_THAT(sandbox.run({"stack", "export", "--show-secrets"}).out, HasSubstr(password));
}

TEST(Secrets, GivenOnTheCommandLineAreNotKeptInTheHistory) {
  const Sandbox sandbox;
  EXPECT_TRUE(succeeded(sandbox.run({"config", "set", "--secret", "password", password})));
  EXPECT_TRUE(succeeded(sandbox.up()));
  EXPECT_THAT(files_with(sandbox.root(), password), testing::IsEmpty());
}

TEST(Secrets, FilesThatHoldCredentialsAreTheirOwnersAlone) {
  Sandbox sandbox(Sandbox::With::project);
  sandbox.environment.erase("PULUMI_BACKEND_URL");
  EXPECT_TRUE(succeeded(sandbox.run({"login", "file://" + sandbox.store().string()})));
  struct stat status {};
  ASSERT_EQ(::stat((sandbox.home() / "credentials.json").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0077U, 0U);
}

}  // namespace
}  // namespace ashlar::e2e
