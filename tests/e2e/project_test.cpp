// What commands say to wrong projects, settings and names.
#include "e2e/sandbox.hpp"

namespace ashlar::e2e {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(WithoutAProject, EveryCommandThatNeedsOneSaysWhereItLooked) {
  const Sandbox sandbox(Sandbox::With::nothing);
  const std::vector<Words> commands = {{"up", "--yes"},      {"preview"}, {"destroy", "--yes"},
                                       {"refresh", "--yes"}, {"config"},  {"config", "set", "a", "b"}};
  for (const auto& words : commands) {
    const auto said = sandbox.run(words);
    EXPECT_TRUE(failed(said, 1, {"error: no Pulumi.yaml project file found", sandbox.project().string(), "help: "}))
        << words.front();
    EXPECT_THAT(said.out, IsEmpty());
  }
}

TEST(WithoutAProject, AStackNameAloneIsNotEnough) {
  const Sandbox sandbox(Sandbox::With::nothing);
  EXPECT_TRUE(failed(sandbox.run({"stack", "init", "dev"}), 1, {"no Pulumi.yaml", "organization/project/stack"}));
}

TEST(WithoutAProject, ADirectoryThatIsNotThereIsNamed) {
  const Sandbox sandbox(Sandbox::With::nothing);
  EXPECT_TRUE(
      failed(sandbox.run({"-C", "/nonexistent", "stack", "ls"}), 1, {"chdir /nonexistent: no such file or directory"}));
}

TEST(MalformedProject, YamlErrorsNameFileLineAndColumn) {
  const Sandbox sandbox;
  write_file(sandbox.project() / "Pulumi.yaml", "name: town\nruntime: cpp\nconfig: [1, 2\nmain: x\n");
  const auto said = sandbox.run({"preview"});
  EXPECT_TRUE(failed(said, 1, {"error: ", (sandbox.project() / "Pulumi.yaml").string() + ":"}));
  EXPECT_THAT(said.err, testing::ContainsRegex("Pulumi.yaml:[0-9]+:[0-9]+"));
}

TEST(MalformedProject, StackSettingsNameFileLineAndColumn) {
  const Sandbox sandbox;
  const auto before = sandbox.exported();
  const auto settings = read_file(sandbox.settings());
  write_file(sandbox.settings(), settings + "config:\n  town:a: 1\n town:b: 2\n");
  const auto said = sandbox.run({"up", "--yes"});
  EXPECT_TRUE(failed(said, 1, {"error: ", sandbox.settings().string() + ":"}));
  EXPECT_THAT(said.err, testing::ContainsRegex("Pulumi.dev.yaml:[0-9]+:[0-9]+"));
  write_file(sandbox.settings(), settings);
  EXPECT_EQ(sandbox.exported(), before);
}

TEST(MalformedProject, ABadConfigurationKeyIsNamed) {
  const Sandbox sandbox;
  write_file(sandbox.settings(), read_file(sandbox.settings()) + "config:\n  a:b:c: 1\n");
  EXPECT_TRUE(failed(sandbox.run({"preview"}), 1, {"a:b:c", "<namespace>:<name>"}));
}

TEST(MalformedProject, ANameIsRequired) {
  const Sandbox sandbox;
  write_file(sandbox.project() / "Pulumi.yaml", "runtime: cpp\n");
  EXPECT_TRUE(failed(sandbox.run({"preview"}), 1, {"Pulumi.yaml", "project is missing a 'name' attribute"}));
}

TEST(MalformedProject, AnUnknownRuntimeIsNamed) {
  const Sandbox sandbox;
  write_file(sandbox.project() / "Pulumi.yaml", "name: town\nruntime: cobol\n");
  EXPECT_TRUE(failed(sandbox.run({"preview"}), 1, {"error: ", "cobol"}));
  EXPECT_TRUE(failed(sandbox.up(), 1, {"error: ", "cobol"}));
}

TEST(MalformedProject, AProgramThatIsNotThereIsNamed) {
  const Sandbox sandbox;
  write_file(sandbox.project() / "Pulumi.yaml", "name: town\nruntime: cpp\nmain: nowhere\n");
  EXPECT_TRUE(
      failed(sandbox.run({"preview"}), 1, {"project 'main' could not be read", "nowhere: no such file or directory"}));
}

TEST(MalformedProject, ConfigurationIsCheckedAgainstItsDeclaration) {
  const Sandbox sandbox;
  write_file(sandbox.project() / "Pulumi.yaml",
             "name: town\nruntime: cpp\nmain: " + shared_program("declared").string() +
                 "\nconfig:\n  pets:\n    type: integer\n  needed:\n    type: string\n");
  EXPECT_TRUE(failed(sandbox.run({"preview"}), 1,
                     {"Stack 'dev' is missing configuration values 'needed' and 'pets'", "config set needed"}));
  sandbox.declare("needed: x\npets: many");
  EXPECT_TRUE(failed(sandbox.run({"preview"}), 1, {"configuration key 'pets' must be of type 'integer'"}));
}

TEST(UnknownStack, EndsWithSixAndSaysHowToListStacks) {
  const Sandbox sandbox;
  const std::vector<Words> commands = {{"stack", "select", "nowhere"},       {"up", "--yes", "-s", "nowhere"},
                                       {"preview", "-s", "nowhere"},         {"destroy", "--yes", "-s", "nowhere"},
                                       {"stack", "output", "-s", "nowhere"}, {"stack", "export", "-s", "nowhere"},
                                       {"stack", "rm", "nowhere", "--yes"},  {"config", "-s", "nowhere"}};
  for (const auto& words : commands) {
    EXPECT_TRUE(failed(sandbox.run(words), 6, {"error: no stack named 'nowhere' found", "stack ls"})) << words.front();
  }
}

TEST(UnknownStack, NoneSelectedIsSaid) {
  const Sandbox sandbox(Sandbox::With::project);
  for (const Words& words : {Words{"up", "--yes"}, Words{"stack"}, Words{"preview"}}) {
    EXPECT_TRUE(failed(sandbox.run(words), 1, {"error: no stack selected", "stack select", "stack init"}));
  }
}

TEST(StackNames, OnlyLettersDigitsHyphensUnderscoresAndPeriods) {
  const Sandbox sandbox(Sandbox::With::project);
  EXPECT_TRUE(failed(sandbox.run({"stack", "init", "bad name!"}), 1,
                     {"a stack name may only contain alphanumeric, hyphens, underscores, or periods: invalid character "
                      "' ' at position 3"}));
  EXPECT_TRUE(failed(sandbox.run({"stack", "init", std::string(101, 'x')}), 1, {"100"}));
  EXPECT_TRUE(failed(sandbox.run({"stack", "init", "organization/other/dev"}), 1,
                     {"provided project name \"other\" doesn't match Pulumi.yaml"}));
  EXPECT_TRUE(succeeded(sandbox.run({"stack", "init", "aws.network-1_x.QA"})));
  EXPECT_TRUE(failed(sandbox.run({"stack", "init", "aws.network-1_x.QA"}), 1,
                     {"stack 'organization/town/aws.network-1_x.QA' already exists"}));
}

TEST(Asking, IsRefusedWhereNobodyCanAnswer) {
  const Sandbox sandbox;
  for (const Words& words : {Words{"up"}, Words{"destroy"}, Words{"refresh"}}) {
    EXPECT_TRUE(failed(sandbox.run(words), 2, {"error: --yes or --skip-preview or --preview-only must be passed in"}));
  }
}

TEST(CommandLine, UnknownCommandsAndFlagsAreNamed) {
  const Sandbox sandbox(Sandbox::With::nothing);
  EXPECT_TRUE(failed(sandbox.run({"frobnicate"}), 1, {"unknown command \"frobnicate\""}));
  EXPECT_TRUE(failed(sandbox.run({"up", "--frobnicate"}), 1, {"unknown flag: --frobnicate"}));
}

TEST(Stores, AMissingDirectoryIsNamed) {
  Sandbox sandbox(Sandbox::With::project);
  sandbox.environment["PULUMI_BACKEND_URL"] = "file:///nonexistent/dir";
  EXPECT_TRUE(failed(sandbox.run({"stack", "ls"}), 1,
                     {"unable to open state directory \"file:///nonexistent/dir\"", "no such file or directory"}));
}

TEST(Stores, AnUnknownKindIsNamed) {
  Sandbox sandbox(Sandbox::With::project);
  sandbox.environment["PULUMI_BACKEND_URL"] = "nonsense://x";
  EXPECT_TRUE(failed(sandbox.run({"stack", "ls"}), 3, {"nonsense://x"}));
}

}  // namespace
}  // namespace ashlar::e2e
