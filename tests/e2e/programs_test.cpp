// Programs that fail in every way, and what they may declare wrongly.
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "base/descriptor.hpp"
#include "base/process_end.hpp"
#include "e2e/sandbox.hpp"

namespace fs = std::filesystem;

namespace ashlar::e2e {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

constexpr const char* one_pet = R"(resources:
  - {type: "random:index/randomPet:RandomPet", name: rex, properties: {length: 2}}
)";

/// A stack in which one resource is there already. Programs that fail leave it as it is, so they share one.
class ProgramTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    shared_ = std::make_unique<Sandbox>();
    shared_->declare(one_pet);
    EXPECT_TRUE(succeeded(shared_->up()));
    project_ = read_file(shared_->project() / "Pulumi.yaml");
    before_ = shared_->exported();
  }
  static void TearDownTestSuite() { shared_.reset(); }

  ProgramTest() {
    write_file(sandbox_.project() / "Pulumi.yaml", project_);
    fs::remove(sandbox_.project() / "main.cpp");
    sandbox_.declare(one_pet);
  }

  /// The program of the project is this source, in the project's own folder.
  void write_program(const std::string& source) const {
    write_file(sandbox_.project() / "Pulumi.yaml", "name: town\nruntime: cpp\n");
    write_file(sandbox_.project() / "main.cpp", source);
  }
  /// What is there is as it was, apart from when the state was written.
  void expect_unharmed() const {
    EXPECT_EQ(without_time(sandbox_.exported()), without_time(before_));
    EXPECT_TRUE(fs::is_empty(sandbox_.locks()));
  }
  static std::string without_time(const std::string& state) {
    auto json = nlohmann::json::parse(state);
    json["deployment"].erase("manifest");
    return json.dump(2);
  }

  static inline std::unique_ptr<Sandbox> shared_;
  static inline std::string project_, before_;
  Sandbox& sandbox_ = *shared_;
};

TEST_F(ProgramTest, ThatDoesNotCompileShowsTheCompilersWords) {
  write_program("#include <ashlar/ashlar.hpp>\nint main() { return nonsense; }\n");
  for (const Words& words : {Words{"preview"}, Words{"up", "--yes"}, Words{"up", "--yes", "--skip-preview"}}) {
    const auto said = sandbox_.run(words);
    EXPECT_TRUE(failed(said, 1, {"main.cpp:2:21: error: ", "nonsense", "does not compile"}));
  }
  expect_unharmed();
}

/// A program whose compiler waits for a header: the file that is returned is a pipe.
fs::path write_waiting_program(const Sandbox& sandbox) {
  write_file(sandbox.project() / "Pulumi.yaml", "name: town\nruntime: cpp\n");
  write_file(sandbox.project() / "main.cpp",
             "#include \"late.hpp\"\nint main() { return ashlar::run([](ashlar::Context&) {}); }\n");
  const auto header = sandbox.project() / "late.hpp";
  fs::remove(header);
  EXPECT_EQ(::mkfifo(header.c_str(), 0600), 0);
  return header;
}

TEST_F(ProgramTest, ThatIsBeingCompiledIsEndedByCtrlC) {
  const auto header = write_waiting_program(sandbox_);
  const auto running = sandbox_.start({"preview"});
  const Descriptor text(::open(header.c_str(), O_WRONLY | O_CLOEXEC));  // once the compiler reads it
  running->send(SIGINT);
  EXPECT_TRUE(failed(running->wait(), 8, {"interrupted while the program was compiled"}));
  pollfd polled{text.get(), 0, 0};
  EXPECT_EQ(::poll(&polled, 1, -1), 1) << "the compiler has ended";
  expect_unharmed();
}

TEST_F(ProgramTest, ThatTakesLongToCompileSaysSo) {
  const auto header = write_waiting_program(sandbox_);
  const auto running = sandbox_.start({"preview"});
  ASSERT_TRUE(running->has_said("Compiling main.cpp …\n"));
  {
    const Descriptor text(::open(header.c_str(), O_WRONLY | O_CLOEXEC));
    fs::remove(header);  // it is looked at again afterwards
    write_file(header, "#include <ashlar/ashlar.hpp>\n");
    ASSERT_EQ(::write(text.get(), "#include <ashlar/ashlar.hpp>\n", 29), 29);
  }
  const auto said = running->wait();
  EXPECT_TRUE(succeeded(said));
  EXPECT_THAT(said.err, HasSubstr("Compiling"));
  EXPECT_THAT(said.out, Not(HasSubstr("Compiling")));
}

TEST_F(ProgramTest, ThatDoesNotLinkShowsTheLinkersWords) {
  write_program("int missing_piece();\nint main() { return missing_piece(); }\n");
  EXPECT_TRUE(failed(sandbox_.up(), 1, {"undefined", "missing_piece", "does not link"}));
  expect_unharmed();
}

TEST_F(ProgramTest, ThatIsEmptySaysWhereASourceBelongs) {
  write_file(sandbox_.project() / "Pulumi.yaml", "name: town\nruntime: cpp\n");
  EXPECT_TRUE(failed(sandbox_.up(), 1, {"there is no C++ source in " + sandbox_.project().string(), "main.cpp"}));
  expect_unharmed();
}

TEST_F(ProgramTest, ThatThrowsFailsTheRunAndDeletesNothing) {
  sandbox_.declare("then: throw");
  for (const Words& words : {Words{"preview"}, Words{"up", "--yes", "--skip-preview"}}) {
    EXPECT_TRUE(failed(sandbox_.run(words), 1, {"error: the well is dry", "1 errored"}));
  }
  expect_unharmed();
}

TEST_F(ProgramTest, ThatExitsWithACodeFailsTheRunAndDeletesNothing) {
  sandbox_.declare("then: exit");
  EXPECT_TRUE(failed(sandbox_.up(), 1, {"error: ", "the program exited with code 17"}));
  expect_unharmed();
}

TEST_F(ProgramTest, ThatIsEndedByASignalFailsTheRunAndDeletesNothing) {
  sandbox_.declare("then: abort");
  EXPECT_TRUE(failed(sandbox_.up(), 1, {"error: ", "was ended by signal 6"}));
  expect_unharmed();
}

TEST_F(ProgramTest, ThatNeverEndsIsEndedByCtrlC) {
  sandbox_.declare(std::string(one_pet) + "then: hang");
  const auto running = sandbox_.start({"up", "--yes", "--skip-preview"});
  ASSERT_TRUE(running->has_said("waiting"));
  running->send(SIGINT);
  EXPECT_TRUE(failed(running->wait(), 8, {"Interrupted", "Press Ctrl-C again to leave at once"}));
  expect_unharmed();
}

TEST_F(ProgramTest, ThatNeverEndsIsEndedBySigterm) {
  sandbox_.declare(std::string(one_pet) + "then: hang");
  const auto running = sandbox_.start({"preview"});
  ASSERT_TRUE(running->has_said("waiting"));
  running->send(SIGTERM);
  EXPECT_EQ(running->wait().code(), 8);
  expect_unharmed();
}

TEST_F(ProgramTest, ThatIgnoresSignalsIsKilledByTheSecondCtrlC) {
  sandbox_.declare(std::string(one_pet) + "then: deaf");
  const auto running = sandbox_.start({"up", "--yes", "--skip-preview"});
  ASSERT_TRUE(running->has_said("waiting as process "));
  running->send(SIGINT);
  ASSERT_TRUE(running->has_said("Interrupted"));
  running->send(SIGINT);
  const auto said = running->wait();
  EXPECT_EQ(said.code(), 8);
  const auto program = std::stoi(said.out.substr(said.out.find("as process ") + 11));
  EXPECT_TRUE(has_ended(program));
  // The lock is a dead process's now.
  sandbox_.declare(one_pet);
  EXPECT_TRUE(succeeded(sandbox_.up({"--expect-no-changes"})));
}

TEST_F(ProgramTest, WhatItPrintsIsShown) {
  sandbox_.declare(std::string(one_pet) + "then: print");
  const auto said = sandbox_.run({"preview"});
  EXPECT_TRUE(succeeded(said));
  EXPECT_THAT(said.out, HasSubstr("printed by the program"));
}

TEST_F(ProgramTest, ThatMissesAConfigurationValueSaysHowToSetIt) {
  write_program(R"(#include <ashlar/ashlar.hpp>
using namespace ashlar;
int main() {
  return run([](Context& ctx) { ctx.export_output("x", Config{ctx}.require("absent")); });
}
)");
  EXPECT_TRUE(
      failed(sandbox_.run({"preview"}), 1, {"error: ", "'town:absent'", "main.cpp:4", "config set town:absent"}));
  expect_unharmed();
}

TEST_F(ProgramTest, ThatDeclaresAResourceTwiceIsRefused) {
  // One after the other: of two that are under way at once either may come first.
  sandbox_.declare(
      std::string(one_pet) +
      "  - {type: \"random:index/randomPet:RandomPet\", name: rex, properties: {length: 3}, after: [rex]}\n");
  EXPECT_TRUE(failed(
      sandbox_.up(), 1,
      {"error: duplicate resource URN 'urn:pulumi:dev::town::random:index/randomPet:RandomPet::rex'",
       "first registered at ", "and again at ", "help: give each resource of a type under one parent its own name"}));
  expect_unharmed();
}

TEST_F(ProgramTest, ThatNamesAnUnknownTypeGetsTheNearestOne) {
  sandbox_.declare(std::string(one_pet) +
                   "  - {type: \"random:index/randomPett:RandomPett\", name: typo, properties: {length: 3}}\n");
  for (const Words& words : {Words{"preview"}, Words{"up", "--yes", "--skip-preview"}}) {
    EXPECT_TRUE(failed(sandbox_.run(words), 1,
                       {"error: ", "random:index/randomPett:RandomPett", "random:index/randomPet:RandomPet"}));
  }
  expect_unharmed();
}

TEST_F(ProgramTest, ThatNamesNoTypeTokenAtAllIsTold) {
  sandbox_.declare(std::string(one_pet) + "  - {type: nocolon, name: typo}\n");
  EXPECT_TRUE(failed(sandbox_.run({"preview"}), 1, {"error: ", "'nocolon'"}));
  expect_unharmed();
}

TEST_F(ProgramTest, ThatSetsAnUnknownPropertyIsWarnedWithTheNearestOne) {
  sandbox_.declare(R"(resources:
  - {type: "random:index/randomPet:RandomPet", name: rex, properties: {length: 2, lenght: 4}}
)");
  const auto said = sandbox_.run({"preview"});
  EXPECT_TRUE(succeeded(said));
  EXPECT_THAT(said.all(), HasSubstr("warning: "));
  EXPECT_THAT(said.all(), HasSubstr("lenght"));
  EXPECT_THAT(said.all(), HasSubstr("did you mean"));
}

TEST_F(ProgramTest, ThatGivesAnArgumentOfAnotherTypeIsTold) {
  sandbox_.declare(R"(resources:
  - {type: "random:index/randomInteger:RandomInteger", name: dice, properties: {min: x, max: 6}}
)");
  for (const Words& words : {Words{"preview"}, Words{"up", "--yes", "--skip-preview"}}) {
    EXPECT_TRUE(
        failed(sandbox_.run(words), 1, {"error: ", "'dice'", "property 'min': must be an integer", "main.cpp:"}));
  }
  expect_unharmed();
}

TEST_F(ProgramTest, ThatLeavesARequiredArgumentOutIsTold) {
  sandbox_.declare(R"(resources:
  - {type: "random:index/randomInteger:RandomInteger", name: dice, properties: {min: 1}}
)");
  EXPECT_TRUE(failed(sandbox_.run({"preview"}), 1, {"error: ", "max"}));
  expect_unharmed();
}

TEST_F(ProgramTest, ThatNeedsAPackageNobodyHasIsTold) {
  sandbox_.declare(std::string(one_pet) + "  - {type: \"randon:index:Thing\", name: typo}\n");
  for (const Words& words : {Words{"preview"}, Words{"up", "--yes", "--skip-preview"}}) {
    EXPECT_TRUE(failed(sandbox_.run(words), 1, {"error: ", "randon", "random"}));
  }
  expect_unharmed();
}

TEST_F(ProgramTest, ThatReadsAStackThatIsNotThereIsTold) {
  write_program(R"(#include <ashlar/ashlar.hpp>
using namespace ashlar;
int main() {
  return run([](Context& ctx) { StackReference other{ctx, "organization/none/none"}; });
}
)");
  EXPECT_TRUE(failed(sandbox_.run({"preview"}), 1, {"error: ", "organization/none/none"}));
  expect_unharmed();
}

TEST_F(ProgramTest, ATargetThatIsNotThereIsNamed) {
  EXPECT_TRUE(failed(sandbox_.run({"preview", "--target", "urn:pulumi:dev::town::a:b:C::none"}), 1,
                     {"error: ", "urn:pulumi:dev::town::a:b:C::none", "could not be found in the stack"}));
}

TEST(Resources, ThatAreProtectedStay) {
  const Sandbox sandbox;
  sandbox.declare(R"(resources:
  - {type: "random:index/randomPet:RandomPet", name: rex, properties: {length: 2}, protect: true}
)");
  ASSERT_TRUE(succeeded(sandbox.up()));
  EXPECT_TRUE(failed(sandbox.run({"destroy", "--yes", "-f"}), 1, {"error: ", "protect", "rex"}));
  EXPECT_THAT(sandbox.resources(), UnorderedElementsAre("rex"));
}

TEST(Resources, ThatCameBeforeAFailureAreKept) {
  const Sandbox sandbox;
  sandbox.declare(std::string(one_pet) +
                  R"(  - {type: "command:local:Command", name: good, properties: {create: "true"}}
  - {type: "command:local:Command", name: bad, properties: {create: "echo out of nails >&2; exit 3"}, after: [good]}
  - {type: "command:local:Command", name: never, properties: {create: "true"}, after: [bad]}
)");
  EXPECT_TRUE(failed(sandbox.up(), 1, {"error: ", "exited with code 3", "out of nails", "bad"}));
  EXPECT_THAT(sandbox.resources(), UnorderedElementsAre("rex", "good"));
}

}  // namespace
}  // namespace ashlar::e2e
