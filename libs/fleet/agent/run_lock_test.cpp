#include "fleet/agent/run_lock.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/temporary_directory.hpp"

namespace ashlar::fleet {
namespace {

using testing::HasSubstr;

TEST(RunLock, ThatIsHeldIsRefusedWithTheHoldersName) {
  const TemporaryDirectory folder;
  RunLock first, second;
  ASSERT_TRUE(first.take(folder.path() + "/l", "web.yaml by ann", {}).ok());
  EXPECT_TRUE(first.take(folder.path() + "/l", "web.yaml by ann", {}).ok());
  EXPECT_THAT(second.take(folder.path() + "/l", "by bob", {}).error().message, HasSubstr("web.yaml by ann"));
}

TEST(RunLock, IsWaitedForUntilItsHolderEnds) {
  const TemporaryDirectory folder;
  auto first = std::make_unique<RunLock>();
  ASSERT_TRUE(first->take(folder.path() + "/l", "ann", {}).ok());
  RunLock second;
  std::string told;
  const auto taken =
      second.take(folder.path() + "/l", "bob", {.seconds = 3600, .on_held = [&](const std::string& holder) {
                                                  told = holder;
                                                  first.reset();
                                                }});
  EXPECT_TRUE(taken.ok());
  EXPECT_EQ(told, "ann");
}

TEST(RunLock, IsNotWaitedForLongerThanAsked) {
  const TemporaryDirectory folder;
  RunLock first, second;
  ASSERT_TRUE(first.take(folder.path() + "/l", "ann", {}).ok());
  EXPECT_FALSE(second.take(folder.path() + "/l", "bob", {.seconds = 0.01}).ok());
}

TEST(RunLock, InADirectoryThatOthersMayWriteIsRefused) {
  const TemporaryDirectory folder;
  std::filesystem::create_directory(folder.path() + "/l");
  std::filesystem::permissions(folder.path() + "/l", std::filesystem::perms::all);
  EXPECT_FALSE(RunLock().take(folder.path() + "/l", "ann", {}).ok());
}

}  // namespace
}  // namespace ashlar::fleet
