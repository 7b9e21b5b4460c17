#include "state/lock.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <set>

#include "base/shared_material.hpp"
#include "state/test_support.hpp"

namespace ashlar::state {
namespace {

const std::string directory = ".pulumi/locks/organization/shop/dev";

class SetOfProcesses final : public ProcessTable {
 public:
  bool runs(int pid, Clock::Time) override { return alive.contains(pid); }
  std::set<int> alive;
};

/// A machine with processes, and the disk that it shares with others.
class Locks : public testing::Test {
 protected:
  LockContext context(int pid, const std::string& host = "here", const std::string& boot = "b1",
                      const std::string& machine = "m1", const std::string& pids = "pid:[1]") {
    return {{pid, "me", host, machine, boot, pids}, processes_, disk_.clock, entropy_};
  }
  Result<std::unique_ptr<StackLock>> acquire(LockContext as) {
    notes_.clear();
    return StackLock::acquire(disk_.objects, directory, as, notes_);
  }
  /// Takes a lock and dies with it.
  void abandon(LockContext as) {
    auto lock = acquire(as);
    ASSERT_TRUE(lock) << lock.error().message;
    (*lock)->keep();
  }

  TestStore disk_;
  SetOfProcesses processes_;
  SystemEntropy entropy_;
  std::vector<std::string> notes_;
};

TEST_F(Locks, OneAtATime) {
  processes_.alive = {1, 2};
  auto lock = acquire(context(1));
  ASSERT_TRUE(lock);
  const auto refused = acquire(context(2));
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().message.starts_with("the stack is currently locked by 1 lock(s)."));
  ASSERT_EQ(refused.error().notes.size(), 1U);
  const auto file = disk_.names(directory).at(0);
  EXPECT_EQ(refused.error().notes[0], "file://" + disk_.path(directory) + "/" + file +
                                          ": created by me@here (pid 1) at 2026-11-22T10:56:40.001Z");
  ASSERT_TRUE((*lock)->release());
  EXPECT_TRUE(acquire(context(2)));
  EXPECT_TRUE(disk_.names(directory).empty());
}

TEST_F(Locks, TheLockOfADeadProcessHereIsTakenOverWithAMessage) {
  abandon(context(1));
  auto lock = acquire(context(2));
  ASSERT_TRUE(lock);
  ASSERT_EQ(notes_.size(), 1U);
  EXPECT_EQ(
      notes_[0],
      "took over the lock of a process that runs no more: created by me@here (pid 1) at 2026-11-22T10:56:40.001Z");
  EXPECT_EQ(disk_.names(directory).size(), 1U);
}

TEST_F(Locks, ADeadProcessOfTheSameNumberElsewhereSaysNothing) {
  abandon(context(1, "elsewhere"));
  EXPECT_FALSE(acquire(context(2)));
  ASSERT_EQ(*break_locks(*disk_.objects, directory), 1U);
  abandon(context(1, "here", "b1", "m2"));
  EXPECT_FALSE(acquire(context(2))) << "another machine of the same name";
  ASSERT_EQ(*break_locks(*disk_.objects, directory), 1U);
  abandon(context(1, "here", "b1", "m1", "pid:[2]"));
  EXPECT_FALSE(acquire(context(2))) << "a container counts its processes on its own";
}

TEST_F(Locks, APowerCutLeavesALockThatNobodyHolds) {
  processes_.alive = {1, 2};
  abandon(context(1, "here", "b1"));
  EXPECT_TRUE(acquire(context(2, "here", "b2"))) << "the same number after the start is another process";
  abandon(context(1, "here", "b1", ""));
  EXPECT_FALSE(acquire(context(2, "here", "b2", ""))) << "without a machine's id it may be another of the same name";
}

TEST_F(Locks, ALockOfTheGenuineToolIsJudgedByHostAndProcess) {
  const std::string text =
      R"({"pid":4846,"username":"root","hostname":"here","timestamp":"2026-11-22T11:04:05.671602689+02:00"})";
  disk_.put(directory + "/x.json", text);
  processes_.alive = {4846};
  EXPECT_FALSE(acquire(context(2)));
  processes_.alive = {};
  EXPECT_TRUE(acquire(context(2)));
}

TEST_F(Locks, AnUnreadableLockIsStillALock) {
  disk_.put(directory + "/x.json", "");
  const auto refused = acquire(context(2));
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().notes[0].find("x.json: created by unknown@unknown"), std::string::npos);
}

TEST_F(Locks, CancelRemovesWhateverIsThere) {
  processes_.alive = {1};
  abandon(context(1));
  EXPECT_EQ(*break_locks(*disk_.objects, directory), 1U);
  EXPECT_EQ(*break_locks(*disk_.objects, directory), 0U);
}

TEST_F(Locks, ADiskThatCannotBeWrittenRefusesTheLock) {
  disk_.disk.fail_from(1, EROFS);
  const auto refused = acquire(context(1));
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("cannot lock the stack: "), std::string::npos);
  EXPECT_NE(refused.error().help.find("read-only"), std::string::npos);
}

TEST(Processes, ThisOneRunsAndWasNotThereLongAgo) {
  SystemProcessTable processes;
  SystemClock clock;
  const auto self = ProcessIdentity::of_this_process();
  EXPECT_EQ(self.pid, getpid());
  EXPECT_FALSE(self.host.empty());
  EXPECT_FALSE(self.user.empty());
  EXPECT_TRUE(processes.runs(self.pid, clock.now()));
  EXPECT_FALSE(processes.runs(self.pid, clock.now() - std::chrono::hours(24 * 365)));
}

TEST(Captures, TheLockOfAKilledUpdateIsRefusedAsTheGenuineToolDoes) {
  const auto captured = find_shared_material(ASHLAR_SOURCE_DIR, "fixtures/pulumi/interrupted/out/03-killed/backend");
  if (!captured) GTEST_SKIP() << "needs fixtures: captures of the genuine CLI (shared/fixtures)";
  TestStore disk;
  std::filesystem::copy(*captured, disk.path(".pulumi"), std::filesystem::copy_options::recursive);
  const auto locks = find_locks(*disk.objects, disk.open()->lock_directory({"interrupted", "dev"}));
  ASSERT_EQ(locks->size(), 1U);
  EXPECT_EQ(locks->front().holder.pid, 4846);
  EXPECT_EQ(locks->front().holder.host, "HOST");
  EXPECT_EQ(locks->front().time, "2026-11-22T11:04:05.671602689Z");
}

}  // namespace
}  // namespace ashlar::state
