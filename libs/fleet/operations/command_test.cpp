#include "fleet/operations/command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <array>

namespace ashlar::fleet {
namespace {

using testing::HasSubstr;

Command shell(const std::string& text) { return {.argv = {"sh", "-c", text}, .is_users = true}; }

TEST(Commands, GiveTheirOutputsAndExitCode) {
  const auto result = ProcessRunner().run(shell("echo out; echo err >&2; exit 3"), {});
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->output, "out\n");
  EXPECT_EQ(result->error_output, "err\n");
  EXPECT_EQ(result->exit_code, 3);
}

TEST(Commands, ReadALongInputWhileTheyWriteALongOutput) {
  auto command = shell("cat");
  command.input.assign(std::size_t{3} << 20, 'x');
  const auto result = ProcessRunner().run(command, {});
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->output, command.input);
}

TEST(Commands, GetTheirEnvironmentAndDirectory) {
  CommandSettings settings;
  settings.environment["GREETING"] = "a b 'c'";
  settings.directory = "/usr/bin";
  const auto result = ProcessRunner().run(shell("echo \"$GREETING\"; pwd"), settings);
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->output, "a b 'c'\n/usr/bin\n");
}

TEST(Commands, ThatTakeTooLongAreEndedWithAllTheyStarted) {
  CommandSettings settings;
  settings.timeout = 0.05;
  const auto result = ProcessRunner().run(shell("echo begun; sleep 1000 & wait"), settings);
  ASSERT_FALSE(result.ok());
  EXPECT_THAT(result.error().message, HasSubstr("took longer than the 0.05 s"));
}

TEST(Commands, AreNotWaitedForByWhatTheyLeaveRunning) {
  const auto result = ProcessRunner().run(shell("sleep 1000 & echo $!"), {});
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(::kill(static_cast<pid_t>(std::stol(result->output)), SIGKILL), 0);
}

TEST(Commands, ThatCloseTheirOutputsStillMayNotTakeTooLong) {
  CommandSettings settings;
  settings.timeout = 0.05;
  EXPECT_FALSE(ProcessRunner().run(shell("exec >&- 2>&-; sleep 1000"), settings).ok());
}

TEST(Commands, ThatAreCancelledAreEnded) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  ASSERT_EQ(::write(ends[1], "x", 1), 1);
  ProcessRunner runner(ends[0], [] { return true; });
  const auto result = runner.run(shell("sleep 1000"), {});
  ASSERT_FALSE(result.ok());
  EXPECT_THAT(result.error().message, HasSubstr("was cancelled"));
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST(Commands, ThatAreNotThereOrHaveNoDirectorySaySo) {
  EXPECT_THAT(ProcessRunner().run({.argv = {"no-such-program"}}, {}).error().message,
              HasSubstr("cannot run no-such-program: no such program on this host"));
  CommandSettings settings;
  settings.directory = "/no/such";
  EXPECT_THAT(ProcessRunner().run(shell("true"), settings).error().message, HasSubstr("cannot run in /no/such"));
}

TEST(Commands, RunAsAnotherUserWithItsHome) {
  if (::getuid() != 0) GTEST_SKIP() << "needs lab: only root can take another user's identity";
  CommandSettings settings;
  settings.login = true;
  settings.account = CommandSettings::Account{
      .name = "nobody", .home = "/", .shell = "/bin/sh", .user = 65534, .group = 65534, .groups = {65534}};
  const auto result = ProcessRunner().run(shell("id -u; id -G; echo \"$HOME $USER\"; pwd"), settings);
  ASSERT_TRUE(result.ok()) << result.error().message;
  EXPECT_EQ(result->output, "65534\n65534\n/ nobody\n/\n");
}

}  // namespace
}  // namespace ashlar::fleet
