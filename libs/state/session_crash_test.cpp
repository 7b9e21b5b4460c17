// What is left when a run is cut off: at every call that writes, and at any moment by a kill.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "state/session.hpp"
#include "state/session_test_support.hpp"
#include "state/stack_operations.hpp"

namespace ashlar::state {
namespace {

const std::vector<std::string> names{"a", "b", "c"};

/// A directory with a store and a spool; processes come and go.
struct Machine {
  TemporaryDirectory directory{TemporaryDirectory::in_memory()};  // power cuts are the faulty disk's business
  RealFileSystem real;
  FakeProcesses processes;
  SteppingClock clock;

  [[nodiscard]] std::string store_directory() const { return directory.path() + "/store"; }

  std::unique_ptr<TestProcess> process(FileSystem& disk, FileSystem& spool_disk, int pid) {
    processes.alive = {pid};
    return std::make_unique<TestProcess>(disk, store_directory(), spool_disk, directory.path() + "/spool", processes,
                                         clock, pid);
  }

  void create() {
    const auto first = process(real, real, 1);
    ASSERT_TRUE(create_stack(first->context, test_stack, SecretsProvider{"passphrase", ""}));
  }

  /// The state as the next writer finds it, and as the one after that finds it; both must be the same.
  deploy::Snapshot recovered(int pid, const std::string& where) {
    deploy::Snapshot snapshot;
    for (int time = 0; time < 2; ++time) {
      const auto next = process(real, real, pid + time);
      auto session = WriteSession::open(next->context, test_stack, test_secrets());
      EXPECT_TRUE(session) << where << ": " << session.error().message;
      if (!session) return snapshot;
      const auto& latest = (*session)->checkpoint().latest;
      if (time == 1) {
        EXPECT_EQ(latest->snapshot.resources.size(), snapshot.resources.size()) << where;
        EXPECT_EQ(latest->snapshot.pending_operations.size(), snapshot.pending_operations.size()) << where;
      }
      snapshot = latest->snapshot;
      EXPECT_TRUE((*session)->unreconciled().empty()) << where;
    }
    EXPECT_FALSE(real.exists(store_directory() + "/.pulumi/stacks/shop/dev.json.journal")) << where;
    return snapshot;
  }
};

/// A whole run on disks that may fail at any call. Errors are what the process would have seen; here they only end the
/// run.
void run(Machine& machine, FileSystem& disk, FileSystem& spool_disk, Acknowledged& acknowledged) {
  const auto up = machine.process(disk, spool_disk, 10);
  auto session = WriteSession::open(up->context, test_stack, test_secrets());
  if (!session) return;
  ThreadEventLoop loop;
  auto deployment = *(*session)->checkpoint().latest;
  auto& journal = (*session)->begin_run("update", deployment.secrets_provider, test_writing(), loop, nullptr);
  deployment.snapshot = create_all(journal, loop, deployment.snapshot, names, acknowledged);
  const UpdateInfo info;
  (void)(*session)->commit(std::move(deployment), test_writing(), &info);
}

/// How many calls a run makes that change something.
std::uint64_t calls_of_a_run() {
  Machine machine;
  machine.create();
  FaultyFileSystem disk(machine.real);
  Acknowledged acknowledged;
  run(machine, disk, disk, acknowledged);
  EXPECT_EQ(acknowledged.created.size(), names.size());
  return disk.calls();
}

TEST(Crash, AtEveryWriteNothingAcknowledgedIsLost) {
  const auto calls = calls_of_a_run();
  ASSERT_GT(calls, 20U);
  for (std::uint64_t call = 1; call <= calls + 1; ++call) {
    for (const std::size_t torn : {std::size_t{0}, std::size_t{5}, std::size_t{100'000}}) {
      Machine machine;
      machine.create();
      FaultyFileSystem disk(machine.real);
      disk.fail_from(call, EIO, torn);
      Acknowledged acknowledged;
      run(machine, disk, disk, acknowledged);
      ASSERT_TRUE(disk.lose_unsynced(torn));
      const auto where = "cut at call " + std::to_string(call) + " of " + std::to_string(calls) + ", torn after " +
                         std::to_string(torn);
      expect_nothing_lost(acknowledged, machine.recovered(20, where), where);
    }
  }
}

TEST(Crash, AStoreThatFailsAtAnyWriteIsMadeUpForByTheSpool) {
  const auto calls = calls_of_a_run();
  for (std::uint64_t call = 1; call <= calls + 1; ++call) {
    for (const std::uint64_t failures : {std::uint64_t{1}, std::uint64_t{3}, calls}) {
      Machine machine;
      machine.create();
      FaultyFileSystem disk(machine.real);
      disk.fail_between(call, call + failures - 1, ENOSPC, 3);
      Acknowledged acknowledged;
      run(machine, disk, machine.real, acknowledged);
      const bool goes_on = acknowledged.begun.empty() || acknowledged.created.size() == names.size();
      EXPECT_TRUE(goes_on) << "whatever the store does from call " << call;
      const auto where =
          "the store failed at call " + std::to_string(call) + " and " + std::to_string(failures - 1) + " more";
      expect_nothing_lost(acknowledged, machine.recovered(20, where), where);
    }
  }
}

TEST(Crash, FoldingInCanItselfBeCutOffAnywhere) {
  std::uint64_t calls = 100;
  for (std::uint64_t call = 1; call <= calls; ++call) {
    Machine machine;
    machine.create();
    Acknowledged acknowledged;
    {  // one that wrote records and died before its commit
      FaultyFileSystem disk(machine.real);
      disk.only_paths_with("dev.json.bak");
      disk.fail_from(1, EIO);
      run(machine, disk, disk, acknowledged);
      ASSERT_EQ(acknowledged.created.size(), names.size());
    }
    {
      FaultyFileSystem disk(machine.real);
      disk.fail_from(call, EIO, 9);
      const auto next = machine.process(disk, disk, 15);
      auto session = WriteSession::open(next->context, test_stack, test_secrets());
      if (session) session->reset();
      calls = std::min(calls, disk.calls() < call ? call : calls);  // the first that no call reaches is the last
      ASSERT_TRUE(disk.lose_unsynced());
    }
    const auto where = "cut at call " + std::to_string(call) + " of the next session";
    expect_nothing_lost(acknowledged, machine.recovered(20, where), where);
  }
  EXPECT_LT(calls, 100U);
}

/// In the child: runs for ever, says each acknowledgement to the pipe: `b` or `c` and the name.
[[noreturn]] void run_until_killed(const std::string& directory, int pipe) {
  RealFileSystem real;
  FakeProcesses processes;
  SystemClock clock;
  processes.alive = {10};
  TestProcess up(real, directory + "/store", real, directory + "/spool", processes, clock, 10);
  ThreadEventLoop loop;
  for (int round = 0;; ++round) {
    auto session = WriteSession::open(up.context, test_stack, test_secrets());
    if (!session) _exit(1);
    auto deployment = *(*session)->checkpoint().latest;
    auto& journal = (*session)->begin_run("update", deployment.secrets_provider, test_writing(), loop, nullptr);
    deploy::Ledger ledger(deployment.snapshot);
    for (std::uint64_t i = 1; i <= 5; ++i) {
      const auto name = "r" + std::to_string(round) + "-" + std::to_string(i);
      const auto append = [&](const deploy::Record& record, char kind) {
        ledger.apply(record);
        journal.append(record, [&](const Status& status) {
          const auto line = kind + name + "\n";
          if (status && write(pipe, line.data(), line.size()) < 0) _exit(1);
          loop.stop();
        });
        loop.run();
      };
      append(
          {i, deploy::PendingOperation{test_resource(name, ""), deploy::PendingKind::creating, "t" + name}, false, {}},
          'b');
      append({i, std::nullopt, true, {deploy::PutEntry{ledger.next_entry(), test_resource(name, "id")}}}, 'c');
    }
    deployment.snapshot = ledger.snapshot();
    const UpdateInfo info;
    if (!(*session)->commit(std::move(deployment), test_writing(), &info)) _exit(1);
  }
}

TEST(Crash, AKillAtAnyMomentLosesNothingAcknowledged) {
  for (int kill_after = 1; kill_after <= 40; kill_after += 3) {
    Machine machine;
    machine.create();
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      close(ends[0]);
      run_until_killed(machine.directory.path(), ends[1]);
    }
    close(ends[1]);
    std::string said;
    char c = 0;
    for (int lines = 0; lines < kill_after && read(ends[0], &c, 1) == 1;) {
      said += c;
      lines += c == '\n' ? 1 : 0;
    }
    kill(child, SIGKILL);
    while (read(ends[0], &c, 1) == 1) said += c;  // what it said before it died
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended by itself";
    Acknowledged acknowledged;
    for (const auto& line : split(said, '\n')) {
      if (line.size() > 1) (line[0] == 'b' ? acknowledged.begun : acknowledged.created).insert(line.substr(1));
    }
    const auto where = "killed after " + std::to_string(kill_after) + " acknowledgements";
    expect_nothing_lost(acknowledged, machine.recovered(20, where), where);
  }
}

}  // namespace
}  // namespace ashlar::state
