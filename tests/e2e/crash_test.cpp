// Runs that are killed, interrupted, or meet each other: what was made is never lost.
#include <nlohmann/json.hpp>
#include <random>
#include <set>

#include "base/process_end.hpp"
#include "base/strings.hpp"
#include "e2e/sandbox.hpp"

namespace fs = std::filesystem;

namespace ashlar::e2e {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// Commands that write their name into the file `world` when they are created and strike it out when they are deleted.
std::string builders(int count) {
  std::string yaml = "resources:\n";
  for (int i = 0; i < count; ++i) {
    const auto name = "n" + std::to_string(i);
    // Deletes come at the same time, and each writes the file anew.
    yaml += "  - type: command:local:Command\n    name: " + name +
            "\n    properties:\n      create: \"sleep 0.02; echo " + name +
            " >> world\"\n      delete: \"flock lock sed -i /^" + name + "$/d world\"\n";
    if (i >= 4) yaml += "    after: [n" + std::to_string(i - 4) + "]\n";
  }
  return yaml;
}

std::multiset<std::string> world(const Sandbox& sandbox) {
  std::multiset<std::string> names;
  for (const auto& name : split(std::string(trim(read_file(sandbox.project() / "world"))), '\n')) {
    if (!name.empty()) names.insert(name);
  }
  return names;
}

struct Known {
  std::set<std::string> resources;
  std::set<std::string> pending;  ///< interrupted operations
};

std::string name_of(const std::string& urn) { return urn.substr(urn.rfind("::") + 2); }

Known known(const Sandbox& sandbox) {
  Known known;
  const auto state = nlohmann::json::parse(sandbox.exported());
  const auto& deployment = state["deployment"];
  for (const auto& resource : deployment.value("resources", nlohmann::json::array()))
    known.resources.insert(name_of(resource["urn"]));
  for (const auto& operation : deployment.value("pending_operations", nlohmann::json::array()))
    known.pending.insert(name_of(operation["resource"]["urn"]));
  return known;
}

/// What was made and nobody knows of.
std::vector<std::string> lost(const Sandbox& sandbox) {
  const auto state = known(sandbox);
  std::vector<std::string> names;
  for (const auto& name : world(sandbox)) {
    if (!state.resources.contains(name) && !state.pending.contains(name)) names.push_back(name);
  }
  return names;
}

TEST(Killed, InTheMiddleOfACreateItKnowsWhatWasMade) {
  const Sandbox sandbox;
  sandbox.declare(R"(resources:
  - {type: "random:index/randomPet:RandomPet", name: rex, properties: {length: 2}}
  - {type: "command:local:Command", name: first, properties: {create: "echo first >> world"}, after: [rex]}
  - {type: "command:local:Command", name: fuse, properties: {create: "echo fuse >> world; kill -9 $PPID"}, after: [first]}
  - {type: "random:index/randomPet:RandomPet", name: pup, properties: {length: 2, prefix: "${fuse}"}})");
  EXPECT_EQ(sandbox.up().code(), -9);
  const auto state = known(sandbox);
  EXPECT_TRUE(state.resources.contains("rex"));
  EXPECT_TRUE(state.resources.contains("first"));
  EXPECT_TRUE(state.pending.contains("fuse")) << "a command cannot tell whether it ran";
  EXPECT_TRUE(succeeded(sandbox.run({"preview"})));
  const auto kept = read_file(sandbox.project() / "world");
  EXPECT_EQ(kept, "first\nfuse\n");
}

TEST(Killed, AtAnyMomentItGoesOnWithoutAQuestion) {
  std::mt19937 random(20260102);
  for (int round = 0; round < 4; ++round) {
    const Sandbox sandbox;
    sandbox.declare("pets: 100\nthen: linger");  // so that it cannot end before it is killed
    const auto running = sandbox.start({"up", "--yes", "--skip-preview"});
    ASSERT_TRUE(running->has_said("creating"));
    const auto wanted = std::uniform_int_distribution<int>(0, 90)(random);
    ASSERT_TRUE(running->has_said("pet-" + std::to_string(wanted) + " created"));
    running->send(SIGKILL);
    EXPECT_EQ(running->wait().code(), -9);
    sandbox.declare("pets: 100");
    const auto before = sandbox.resources().size();
    EXPECT_TRUE(succeeded(sandbox.run({"preview"})));
    EXPECT_TRUE(succeeded(sandbox.up()));
    EXPECT_EQ(sandbox.resources().size(), 100U) << "after a run that was killed with " << before;
    EXPECT_TRUE(succeeded(sandbox.up({"--expect-no-changes"})));
  }
}

TEST(Killed, AtAnyMomentNothingThatWasMadeIsLost) {
  std::mt19937 random(7);
  for (int round = 0; round < 5; ++round) {
    const Sandbox sandbox;
    sandbox.declare(builders(24) + "then: linger\n");
    const auto running = sandbox.start({"up", "--yes", "--skip-preview"});
    const auto wanted = std::uniform_int_distribution<int>(0, 20)(random);
    ASSERT_TRUE(running->has_said("n" + std::to_string(wanted) + " creating"));
    running->send(SIGKILL);
    EXPECT_EQ(running->wait().code(), -9);
    sandbox.declare(builders(24));
    EXPECT_THAT(lost(sandbox), IsEmpty()) << "killed when n" << wanted << " was being created";
    const auto again = sandbox.up();
    EXPECT_THAT(lost(sandbox), IsEmpty()) << again;
  }
}

TEST(Killed, DuringDeletionsItGoesOnDeleting) {
  const Sandbox sandbox;
  Gate gate(sandbox.root() / "gate");
  sandbox.declare(replaced(builders(12), "flock lock sed -i /^n1$/", gate.wait() + "; flock lock sed -i /^n1$/"));
  ASSERT_TRUE(succeeded(sandbox.up()));
  const auto running = sandbox.start({"destroy", "--yes", "--skip-preview"});
  ASSERT_TRUE(running->has_said("n5 deleting"));
  running->send(SIGKILL);
  EXPECT_EQ(running->wait().code(), -9);
  gate.open();
  EXPECT_THAT(lost(sandbox), IsEmpty());
  EXPECT_TRUE(succeeded(sandbox.run({"destroy", "--yes", "--skip-preview"})));
  EXPECT_THAT(world(sandbox), IsEmpty());
  EXPECT_THAT(sandbox.resources(), IsEmpty());
}

TEST(Interrupted, ByCtrlCItEndsWithEightAndCanGoOn) {
  const Sandbox sandbox;
  Gate gate(sandbox.root() / "gate");
  sandbox.declare(replaced(builders(24), "echo n9 ", gate.wait() + "; echo n9 "));
  const auto running = sandbox.start({"up", "--yes", "--skip-preview"});
  ASSERT_TRUE(running->has_said("n6 created"));
  ASSERT_TRUE(gate.reached());
  running->send(SIGINT);
  const auto said = running->wait();
  EXPECT_EQ(said.code(), 8) << said;
  EXPECT_THAT(lost(sandbox), IsEmpty());
  EXPECT_LT(known(sandbox).resources.size(), 26U);
  EXPECT_TRUE(fs::is_empty(sandbox.locks()));
  EXPECT_TRUE(succeeded(sandbox.run({"preview"})));
  gate.open();
  const auto again = sandbox.up();
  EXPECT_TRUE(succeeded(again));
  EXPECT_EQ(sandbox.resources().size(), 24U);
}

/// Writes down its process and hears no requests to end. A quote ends neither of YAML nor of the shell.
std::string deaf(const Gate& gate) { return "trap '' INT TERM; echo $$ > process; " + gate.wait(); }

TEST(Interrupted, TwiceItLeavesNoCommandBehind) {
  const Sandbox sandbox;
  const Gate gate(sandbox.root() / "gate");
  sandbox.declare("resources:\n  - {type: \"command:local:Command\", name: deaf, properties: {create: \"" + deaf(gate) +
                  "\"}}\n");
  const auto running = sandbox.start({"up", "--yes", "--skip-preview"});
  ASSERT_TRUE(gate.reached());
  running->send(SIGINT);
  ASSERT_TRUE(running->has_said("Interrupted"));
  running->send(SIGINT);
  EXPECT_EQ(running->wait().code(), 8);
  EXPECT_TRUE(has_ended(std::stoi(read_file(sandbox.project() / "process"))));
}

TEST(Interrupted, DuringAPreviewItEndsWithEightAndChangesNothing) {
  const Sandbox sandbox;
  sandbox.declare("then: hang");
  const auto before = sandbox.exported();
  const auto running = sandbox.start({"up", "--yes"});
  ASSERT_TRUE(running->has_said("waiting"));
  running->send(SIGINT);
  EXPECT_EQ(running->wait().code(), 8);
  EXPECT_EQ(sandbox.exported(), before);
}

TEST(TwoRuns, AtOnceOneOfThemIsRefusedAndTheStateIsTheOthers) {
  const Sandbox sandbox;
  Gate gate(sandbox.root() / "gate");
  sandbox.declare(replaced(builders(24), "echo n0 ", gate.wait() + "; echo n0 "));
  const auto one = sandbox.start({"up", "--yes", "--skip-preview"});
  const auto other = sandbox.start({"up", "--yes", "--skip-preview"});
  ASSERT_TRUE(one_has_ended({one->pid(), other->pid()}));
  gate.open();
  const auto first = one->wait();
  const auto second = other->wait();
  EXPECT_GE(first.code() + second.code(), 1) << first << second;
  for (const auto* said : {&first, &second}) {
    if (said->code() != 0) {
      EXPECT_TRUE(failed(*said, 1, {"locked by"}));
    }
  }
  EXPECT_TRUE(succeeded(sandbox.up()));  // both gave way, when they came at the same instant
  EXPECT_EQ(world(sandbox).size(), 24U);
  EXPECT_EQ(sandbox.resources().size(), 24U);
}

TEST(ManyResources, AThousandComeStayAndGo) {
  const Sandbox sandbox;
  sandbox.declare("pets: 1000");
  const auto up = sandbox.up();
  EXPECT_TRUE(succeeded(up));
  EXPECT_THAT(up.out, HasSubstr("+ 1001 created"));
  const auto again = sandbox.up({"--expect-no-changes"});
  EXPECT_TRUE(succeeded(again));
  EXPECT_THAT(again.out, HasSubstr("1001 unchanged"));
  const auto gone = sandbox.run({"destroy", "--yes", "--skip-preview"});
  EXPECT_TRUE(succeeded(gone));
  EXPECT_THAT(gone.out, HasSubstr("- 1001 deleted"));
}

}  // namespace
}  // namespace ashlar::e2e
