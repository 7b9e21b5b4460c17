// Damaged, locked, full and read-only stores: what happens to the state.
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "base/strings.hpp"
#include "e2e/sandbox.hpp"

namespace fs = std::filesystem;

namespace ashlar::e2e {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::UnorderedElementsAre;

constexpr const char* two_pets = R"(resources:
  - {type: "random:index/randomPet:RandomPet", name: rex, properties: {length: 2}}
  - {type: "random:index/randomPet:RandomPet", name: pup, properties: {length: 2, prefix: "${rex}"}})";

/// Commands that read and commands that write.
const std::vector<Words> all_kinds = {{"preview"},
                                      {"stack", "export"},
                                      {"up", "--yes"},
                                      {"up", "--yes", "--skip-preview"},
                                      {"destroy", "--yes", "-f"},
                                      {"refresh", "--yes", "-f"}};

nlohmann::json checkpoint_json(const Sandbox& sandbox) {
  return nlohmann::json::parse(read_file(sandbox.checkpoint()));
}

TEST(DamagedCheckpoint, IsNamedWithACopyThatCanBeReadAndNeverOverwritten) {
  const Sandbox sandbox;
  sandbox.declare(two_pets);
  ASSERT_TRUE(succeeded(sandbox.up()));
  const auto whole = read_file(sandbox.checkpoint());
  for (const auto& damaged : {whole.substr(0, whole.size() / 2), std::string(), "no JSON " + whole}) {
    write_file(sandbox.checkpoint(), damaged);
    for (const auto& words : all_kinds) {
      EXPECT_TRUE(failed(sandbox.run(words), 1,
                         {"error: ", "the state file file://" + sandbox.checkpoint().string() + " is damaged",
                          "the newest copy that can be read is file://", "(4 resources", "help: "}))
          << join(words, " ");
    }
    EXPECT_EQ(read_file(sandbox.checkpoint()), damaged);
    EXPECT_TRUE(fs::is_empty(sandbox.locks()));
  }
  write_file(sandbox.checkpoint(), whole);
  EXPECT_TRUE(succeeded(sandbox.up({"--expect-no-changes"})));
}

TEST(DamagedCheckpoint, IsReplacedByAnImportThatIsForcedAndKept) {
  const Sandbox sandbox;
  sandbox.declare(two_pets);
  ASSERT_TRUE(succeeded(sandbox.up()));
  const auto exported = sandbox.exported();
  const std::string damaged = "no JSON";
  write_file(sandbox.checkpoint(), damaged);

  EXPECT_TRUE(failed(sandbox.run({"stack", "import"}, exported), 1, {"error: ", "is damaged"}));
  EXPECT_EQ(read_file(sandbox.checkpoint()), damaged);
  const auto forced = sandbox.run({"stack", "import", "--force"}, exported);

  EXPECT_TRUE(succeeded(forced));
  constexpr std::string_view kept = "it is kept as file://";
  const auto at = forced.err.find(kept);
  ASSERT_NE(at, std::string::npos) << forced;
  const auto file = forced.err.substr(at + kept.size(), forced.err.find('\n', at) - at - kept.size());
  EXPECT_EQ(read_file(file), damaged);
  EXPECT_TRUE(succeeded(sandbox.up({"--expect-no-changes"})));
}

TEST(DamagedCheckpoint, OfAVersionNotKnownYetIsLeftAlone) {
  const Sandbox sandbox;
  auto state = checkpoint_json(sandbox);
  state["version"] = 99;
  write_file(sandbox.checkpoint(), state.dump());
  for (const auto& words : all_kinds) {
    const auto said = sandbox.run(words);
    EXPECT_TRUE(failed(said, 1, {"error: ", sandbox.checkpoint().string(), "newer"})) << join(words, " ");
  }
  EXPECT_EQ(read_file(sandbox.checkpoint()), state.dump());
}

TEST(BrokenRules, AreToldWithTheResourceAndHowToRepair) {
  const Sandbox sandbox;
  sandbox.declare(two_pets);
  ASSERT_TRUE(succeeded(sandbox.up()));
  const auto whole = checkpoint_json(sandbox);
  auto twice = whole;
  auto& resources = twice["checkpoint"]["latest"]["resources"];
  resources.push_back(resources.back());
  auto orphan = whole;
  orphan["checkpoint"]["latest"]["resources"].back()["parent"] = "urn:pulumi:dev::town::a:b:C::nobody";
  for (const auto& broken : {twice.dump(), orphan.dump()}) {
    write_file(sandbox.checkpoint(), broken);
    for (const auto& words : all_kinds) {
      if (words.front() == "stack") continue;
      EXPECT_TRUE(failed(sandbox.run(words), 1, {"error: ", "urn:pulumi:dev::town::", "help: ", "state repair"}))
          << join(words, " ");
    }
    EXPECT_EQ(read_file(sandbox.checkpoint()), broken);
  }
  const auto exported = sandbox.exported();
  EXPECT_THAT(exported, HasSubstr("nobody")) << "what is broken can be exported, to be corrected";
  EXPECT_TRUE(failed(sandbox.run({"stack", "import"}, exported), 1, {"nobody", "rerun with --force"}));
  EXPECT_TRUE(succeeded(sandbox.run({"state", "repair", "--yes"})));
  EXPECT_TRUE(succeeded(sandbox.up()));
}

/// Leaves the journal of a run that died while it created the second of two pets.
void interrupt_run(const Sandbox& sandbox) {
  sandbox.declare(std::string(two_pets) + R"(
  - {type: "command:local:Command", name: fuse, properties: {create: "kill -9 $PPID"}, after: [pup]})");
  const auto said = sandbox.up();
  EXPECT_EQ(said.code(), -9) << said;
}

fs::path journal_of(const Sandbox& sandbox) { return sandbox.checkpoint().string() + ".journal"; }

TEST(Journal, WithATornTailLosesOnlyWhatWasNeverDone) {
  const Sandbox sandbox;
  interrupt_run(sandbox);
  const auto journal = read_file(journal_of(sandbox));
  ASSERT_FALSE(journal.empty());
  write_file(journal_of(sandbox), journal.substr(0, journal.size() - 5));
  const auto said = sandbox.run({"stack", "export"});
  EXPECT_TRUE(succeeded(said));
  EXPECT_THAT(said.out, testing::AllOf(HasSubstr("::rex"), HasSubstr("::pup")));
  sandbox.declare(two_pets);
  const auto again = sandbox.up();
  EXPECT_TRUE(succeeded(again));
  EXPECT_THAT(again.err, HasSubstr("interrupted"));
  EXPECT_THAT(again.err, HasSubstr("ends in the middle of a record"));
  EXPECT_THAT(sandbox.resources(), UnorderedElementsAre("rex", "pup"));
  EXPECT_FALSE(fs::exists(journal_of(sandbox)));
}

TEST(Journal, OfAnInterruptedRunIsIncludedByReadersAndTakenInByWriters) {
  const Sandbox sandbox;
  interrupt_run(sandbox);
  const auto stored = read_file(sandbox.checkpoint());
  EXPECT_THAT(sandbox.resources(), UnorderedElementsAre("rex", "pup"));
  EXPECT_TRUE(succeeded(sandbox.run({"preview"})));
  EXPECT_EQ(read_file(sandbox.checkpoint()), stored) << "readers write nothing";
  EXPECT_TRUE(fs::exists(journal_of(sandbox)));
  sandbox.declare(two_pets);
  const auto again = sandbox.up();
  EXPECT_TRUE(succeeded(again));
  EXPECT_THAT(again.out, HasSubstr("3 unchanged"));
}

TEST(Journal, ThatDoesNotFitBecauseAnotherToolWroteMeanwhileIsKept) {
  const Sandbox sandbox;
  interrupt_run(sandbox);
  auto state = checkpoint_json(sandbox);
  state["checkpoint"]["latest"]["manifest"]["time"] = "2026-01-02T03:04:05Z";  // as if somebody broke the lock
  write_file(sandbox.checkpoint(), state.dump());
  sandbox.declare(two_pets);
  const auto said = sandbox.up();
  EXPECT_THAT(said.err, HasSubstr("another tool changed the stack after an interrupted run"));
  EXPECT_THAT(said.err, HasSubstr("5 resources")) << "the stack, the provider, both pets, and the command";
}

TEST(Locks, OfALiveProcessAreRespected) {
  const Sandbox sandbox;
  const Gate gate(sandbox.root() / "gate");
  sandbox.declare("resources:\n  - {type: \"command:local:Command\", name: slow, properties: {create: \"" +
                  gate.wait() + "\"}}\n");
  const auto running = sandbox.start({"up", "--yes", "--skip-preview"});
  ASSERT_TRUE(gate.reached());
  for (const Words& words : {Words{"up", "--yes", "-f"}, Words{"destroy", "--yes", "-f"}, Words{"stack", "rm", "--yes"},
                             Words{"state", "delete", "urn:pulumi:dev::town::a:b:C::x", "--yes"}}) {
    EXPECT_TRUE(failed(sandbox.run(words), 1,
                       {"error: the stack is currently locked by 1 lock(s)", "ashlar cancel",
                        "(pid " + std::to_string(running->pid()) + ")", sandbox.locks().string()}))
        << join(words, " ");
  }
  EXPECT_TRUE(succeeded(sandbox.run({"preview"}))) << "reading needs no lock";
  running->send(SIGINT);
  EXPECT_EQ(running->wait().code(), 8);
  EXPECT_TRUE(fs::is_empty(sandbox.locks()));
}

std::string host_name() {
  std::array<char, 256> name{};
  ::gethostname(name.data(), name.size() - 1);
  return name.data();
}

void put_lock(const Sandbox& sandbox, int pid, const std::string& host, const std::string& time) {
  write_file(sandbox.locks() / "11111111-2222-3333-4444-555555555555.json",
             nlohmann::json{{"pid", pid}, {"username", "someone"}, {"hostname", host}, {"timestamp", time}}.dump());
}

TEST(Locks, OfADeadProcessAreTakenOverWithAMessage) {
  const Sandbox sandbox;
  sandbox.declare(two_pets);
  put_lock(sandbox, 4'000'001, host_name(), "2026-01-02T03:04:05Z");
  const auto said = sandbox.up();
  EXPECT_TRUE(succeeded(said));
  EXPECT_THAT(said.err, HasSubstr("took over the lock of a process that runs no more"));
  EXPECT_THAT(said.err, HasSubstr("pid 4000001"));
  EXPECT_TRUE(fs::is_empty(sandbox.locks()));
}

TEST(Locks, OfAnotherMachineAreRespectedUntilTheyAreCancelled) {
  const Sandbox sandbox;
  sandbox.declare(two_pets);
  put_lock(sandbox, 1, "elsewhere", "2026-01-02T03:04:05Z");
  EXPECT_TRUE(
      failed(sandbox.up(), 1, {"locked by 1 lock(s)", "created by someone@elsewhere (pid 1) at 2026-01-02T03:04:05Z"}));
  EXPECT_TRUE(succeeded(sandbox.run({"cancel", "--yes"})));
  EXPECT_TRUE(succeeded(sandbox.up()));
}

TEST(Locks, ThatCannotBeReadAreSomebodysToo) {
  const Sandbox sandbox;
  write_file(sandbox.locks() / "torn.json", "{\"pid\":");
  EXPECT_TRUE(failed(sandbox.up(), 1, {"locked by 1 lock(s)", "torn.json"}));
}

/// A file system of `size` over a folder, as long as it lives.
class Mounted {
 public:
  Mounted(fs::path folder, const char* kind, unsigned long flags, const char* data)
      : folder_(std::move(folder)), there_(::mount(folder_.c_str(), folder_.c_str(), kind, flags, data) == 0) {}
  ~Mounted() {
    if (there_) ::umount2(folder_.c_str(), MNT_DETACH);
  }
  Mounted(const Mounted&) = delete;
  Mounted& operator=(const Mounted&) = delete;
  [[nodiscard]] bool there() const { return there_; }

 private:
  fs::path folder_;
  bool there_;
};

/// Each of these writes its name into the file `world` when it is created: what is there must be known to the state.
void declare_builders(const Sandbox& sandbox, int count) {
  std::string yaml = "resources:\n";
  for (int i = 0; i < count; ++i) {
    const auto number = std::to_string(i);
    yaml += "  - {type: \"command:local:Command\", name: n" + number + ", properties: {create: \"echo n" + number +
            " >> world\", environment: {PADDING: \"" + std::string(600, 'x') + "\"}}}\n";
  }
  sandbox.declare(yaml);
}

/// What was made and the state does not know: neither as a resource nor as an operation that was interrupted.
std::vector<std::string> lost(const Sandbox& sandbox) {
  const auto state = sandbox.exported();
  std::vector<std::string> names;
  for (const auto& name : split(std::string(trim(read_file(sandbox.project() / "world"))), '\n')) {
    if (!name.empty() && state.find("command:local:Command::" + name + "\"") == std::string::npos)
      names.push_back(name);
  }
  return names;
}

TEST(FullDisk, OfTheStoreIsSpooledAndLosesNothing) {
  const Sandbox sandbox(Sandbox::With::project);
  const Mounted small(sandbox.store(), "tmpfs", 0, "size=80k");
  if (!small.there()) GTEST_SKIP() << "needs mounts: a small file system cannot be mounted here";
  ASSERT_TRUE(succeeded(sandbox.run({"stack", "init", "dev"})));
  declare_builders(sandbox, 100);
  const auto said = sandbox.up();
  EXPECT_TRUE(failed(said, 1, {"No space left on device", "the state cannot be written", "help: free some space"}));
  EXPECT_TRUE(fs::exists(sandbox.project() / "world"));
  EXPECT_THAT(lost(sandbox), testing::IsEmpty());
  ASSERT_EQ(::mount("none", sandbox.store().c_str(), "tmpfs", MS_REMOUNT, "size=20m"), 0);
  const auto again = sandbox.up();
  EXPECT_TRUE(succeeded(again));
  EXPECT_THAT(lost(sandbox), testing::IsEmpty());
  EXPECT_TRUE(succeeded(sandbox.up({"--expect-no-changes"})));
}

TEST(FullDisk, EverywhereEndsTheRunAndLosesNothing) {
  const Sandbox sandbox;
  declare_builders(sandbox, 60);
  ASSERT_TRUE(succeeded(sandbox.run({"preview"})));  // which compiles the program
  // No file may grow beyond this, wherever it is. The command has the limit from us.
  rlimit ours{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &ours), 0);
  const rlimit limit{24'000, ours.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
  const auto running = sandbox.start({"up", "--yes", "--skip-preview", "--parallel", "4"});
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &ours), 0);
  const auto said = running->wait();
  EXPECT_TRUE(failed(said, 1, {"error: ", "File too large"}));
  EXPECT_THAT(lost(sandbox), testing::IsEmpty());
  EXPECT_TRUE(succeeded(sandbox.up()));
  EXPECT_THAT(lost(sandbox), testing::IsEmpty());
}

TEST(ReadOnlyStore, CanBeReadAndSaysWhyItCannotBeWritten) {
  const Sandbox sandbox;
  sandbox.declare(two_pets);
  ASSERT_TRUE(succeeded(sandbox.up()));
  const auto before = sandbox.exported();
  const Mounted bound(sandbox.store(), nullptr, MS_BIND, nullptr);
  if (!bound.there() ||
      ::mount(nullptr, sandbox.store().c_str(), nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY, nullptr) != 0)
    GTEST_SKIP() << "needs mounts: nothing can be mounted read-only here";
  EXPECT_TRUE(succeeded(sandbox.run({"preview"})));
  EXPECT_EQ(sandbox.exported(), before);
  for (const Words& words : {Words{"up", "--yes"}, Words{"destroy", "--yes"}, Words{"stack", "init", "other"}}) {
    EXPECT_TRUE(failed(sandbox.run(words), 1, {"error: ", "Read-only file system", "help: "})) << words.front();
  }
}

}  // namespace
}  // namespace ashlar::e2e
