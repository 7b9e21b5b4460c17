// Programs of other languages, with the SDKs and language hosts that everybody uses, run by the command.

#include <gmock/gmock.h>

#include <cstdlib>

#include "base/shared_material.hpp"
#include "oracle/both_tools.hpp"

namespace fs = std::filesystem;

namespace ashlar::oracle {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

class Languages : public BothTools {
 protected:
  void prepare() override {
    packages_ = fs::path(ASHLAR_BINARY_DIR) / "oracle-packages";
    if (const char* folder = std::getenv("ASHLAR_ORACLE_PACKAGES")) packages_ = folder;
    if (!fs::exists(packages_ / "node_modules/@pulumi") || !fs::exists(packages_ / "venv/bin/python"))
      GTEST_SKIP() << "needs packages: SDKs of Node and Python (scripts/oracle-packages installs them)";
    const char* path = std::getenv("PATH");
    sandbox_.environment["PATH"] = (packages_ / "venv/bin").string() + ":" + (tools_ / "bin").string() + ":" + path;
  }

  void write_python(const std::string& main) const {
    write_file(project() / "Pulumi.yaml", "name: town\nruntime: python\n");
    write_file(project() / "__main__.py", main);
  }
  void write_node(const std::string& main) const {
    write_file(project() / "Pulumi.yaml", "name: town\nruntime:\n  name: nodejs\n  options: {typescript: false}\n");
    write_file(project() / "package.json",
               R"({"name":"town","main":"index.js","dependencies":{"@pulumi/pulumi":"3.260.0",)"
               R"("@pulumi/random":"4.21.2","@pulumi/command":"1.2.1"}})");
    write_file(project() / "index.js", main);
    bring_node_modules();
  }
  /// Hard links: node finds modules by their real path, and the genuine host scans the folder for packages.
  void bring_node_modules() const {
    fs::copy(packages_ / "node_modules", project() / "node_modules",
             fs::copy_options::recursive | fs::copy_options::copy_symlinks);
  }
  void make_stack() const {
    must(ours({"stack", "init", "dev"}));
    must(ours({"config", "set", "--secret", "token", "open sesame"}));
  }

  fs::path packages_;
};

const char* const python_program = R"(import pulumi
import pulumi_random as random

config = pulumi.Config()


class Kennel(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("town:index:Kennel", name, None, opts)
        self.number = random.RandomInteger(f"{name}-number", min=1, max=9, opts=pulumi.ResourceOptions(parent=self))
        self.register_outputs({"number": self.number.result})


print("printed by the program")
pet = random.RandomPet("pet", length=config.get_int("words") or 2)
password = random.RandomPassword("password", length=12, opts=pulumi.ResourceOptions(depends_on=[pet]))
kennel = Kennel("kennel")
pulumi.log.warn("the gate is open", pet)
pulumi.export("pet", pet.id)
pulumi.export("password", password.result)
pulumi.export("token", config.require_secret("token"))
)";

TEST_F(Languages, APythonProgramRunsAndTheGenuineToolFindsNothingToChange) {
  write_python(python_program);
  make_stack();

  const auto made = ours(up);

  ASSERT_TRUE(succeeded(made));
  EXPECT_THAT(made.out, HasSubstr("printed by the program"));
  EXPECT_THAT(made.out, HasSubstr("the gate is open"));
  EXPECT_THAT(ours({"stack", "output", "pet"}).out, MatchesRegex("[a-z]+-[a-z]+\n"));
  EXPECT_THAT(ours({"stack", "output"}).out, Not(HasSubstr("open sesame")));
  EXPECT_EQ(ours({"stack", "output", "token", "--show-secrets"}).out, "open sesame\n");
  EXPECT_TRUE(succeeded(genuine(preview)));
  must(ours({"config", "set", "words", "3"}));
  must(genuine(up));
  EXPECT_TRUE(succeeded(ours(preview)));
  EXPECT_TRUE(succeeded(ours({"destroy", "--yes", "--skip-preview"})));
}

TEST_F(Languages, ANodeProgramRunsAndTheGenuineToolFindsNothingToChange) {
  write_node(R"(const pulumi = require("@pulumi/pulumi");
const random = require("@pulumi/random");
const command = require("@pulumi/command");
console.log("printed by the program");
const config = new pulumi.Config();
const pet = new random.RandomPet("pet", { length: config.getNumber("words") ?? 2 });
const made = new command.local.Command("made", { create: pulumi.interpolate`echo ${pet.id}` });
exports.pet = pet.id;
exports.said = made.stdout;
exports.asked = command.local.runOutput({ command: "echo asked" }).stdout;
exports.token = config.requireSecret("token");
)");
  make_stack();

  const auto made = ours(up);

  ASSERT_TRUE(succeeded(made));
  EXPECT_THAT(made.out, HasSubstr("printed by the program"));
  EXPECT_EQ(ours({"stack", "output", "said"}).out, ours({"stack", "output", "pet"}).out);
  EXPECT_EQ(ours({"stack", "output", "asked"}).out, "asked\n");
  EXPECT_TRUE(succeeded(genuine(preview)));
  must(ours({"config", "set", "words", "3"}));
  must(genuine(up));
  EXPECT_TRUE(succeeded(ours(preview)));
}

TEST_F(Languages, BuiltInProvidersServeProgramsOfOtherLanguagesToo) {
  write_python(python_program);
  make_stack();
  ASSERT_TRUE(succeeded(ours_without_plugins(up)));
  EXPECT_TRUE(succeeded(genuine({"preview", "--expect-no-changes", "--stack", "dev"})));
}

TEST_F(Languages, AnExceptionOfAProgramIsShownAndNothingIsDeleted) {
  write_python(python_program);
  make_stack();
  must(ours(up));
  write_python("import pulumi\nraise Exception('the well is dry')\n");

  const auto said = ours(up);

  EXPECT_NE(said.code(), 0);
  EXPECT_THAT(said.all(), HasSubstr("the well is dry"));
  EXPECT_THAT(said.all(), HasSubstr("__main__.py"));
  EXPECT_EQ(exported()["deployment"]["resources"].size(), 6U);
}

TEST_F(Languages, ACapturedStackOfANodeProgramIsUnchanged) {
  const auto captured = find_shared_material(ASHLAR_SOURCE_DIR, "fixtures/pulumi/state-simple");
  if (!captured) GTEST_SKIP() << "needs fixtures: captures of the genuine CLI (shared/fixtures)";
  fs::copy(*captured / "project", project(), fs::copy_options::recursive);
  fs::copy(*captured / "out/Pulumi.dev.yaml", project() / "Pulumi.dev.yaml");
  fs::create_directories(sandbox_.store());
  fs::copy(*captured / "out/05-up-update/backend", sandbox_.store() / ".pulumi", fs::copy_options::recursive);
  bring_node_modules();
  sandbox_.environment["PULUMI_CONFIG_PASSPHRASE"] = "fixture";
  sandbox_.environment["PULUMI_STACK"] = "dev";
  must(ours({"config", "set", "step", "2"}));

  EXPECT_TRUE(succeeded(ours(preview)));

  must(ours({"config", "set", "step", "3"}));
  must(ours(up));
  EXPECT_TRUE(succeeded(genuine(preview)));
}

}  // namespace
}  // namespace ashlar::oracle
