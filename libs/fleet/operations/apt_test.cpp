#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>

#include "fleet/operations/apt_sources.hpp"
#include "fleet/operations/apt_tools.hpp"
#include "fleet/operations/file_lock.hpp"
#include "fleet/operations/operation_harness.hpp"

namespace ashlar::fleet {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string dpkg = "dpkg-query -W -f ${db:Status-Status} ${Package} ${Architecture} ${Version}\\n";
const std::string apt = "apt-get -y -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold ";
const std::string simulation = "apt-get -y --simulate -o Debug::NoLocking=true ";

TEST(Apt, SimulationIsReadAsChanges) {
  const auto changes = parse_simulation(
      "NOTE: This is only a simulation!\n"
      "Inst libc6 [2.36-9+deb12u4] (2.36-9+deb12u7 Debian:12.6/stable [amd64]) []\n"
      "Inst hello (2.10-3 Debian:12.6/stable [amd64])\n"
      "Conf hello (2.10-3 Debian:12.6/stable [amd64])\n"
      "Remv exim4 [4.96-15]\n");
  std::vector<std::string> words;
  for (const auto& change : changes) words.push_back(change.words());
  EXPECT_THAT(words, ElementsAre("upgrade libc6 from 2.36-9+deb12u4 to 2.36-9+deb12u7", "install hello 2.10-3",
                                 "remove exim4 4.96-15"));
}

TEST(Apt, OnlyPackagesThatAreMissingAreAskedFor) {
  TestHost host;
  host.runner.answer(dpkg, "installed bash amd64 5.2\nconfig-files vim amd64 9\ninstalled libc6 i386 2.36\n");
  host.runner.answer(simulation + "install vim tree=2.1-1 libc6:amd64", "Inst vim (9 Debian:12 [amd64])\n");
  const PropertyArray packages{"bash", "vim", "tree=2.1-1", "libc6:amd64"};
  const auto result = host.operation("apt.packages", {{"packages", packages}});
  EXPECT_THAT(result.changes, ElementsAre("install vim 9"));
  EXPECT_EQ(host.runner.calls.back(), apt + "install vim tree=2.1-1 libc6:amd64");
}

TEST(Apt, AVirtualPackageThatIsProvidedIsNoChange) {
  TestHost host;
  host.runner.answer(dpkg, "installed postfix amd64 3.7\n");
  host.runner.answer(simulation + "install mail-transport-agent", "0 upgraded, 0 newly installed\n");
  EXPECT_FALSE(host.operation("apt.packages", {{"packages", "mail-transport-agent"}}).changed);
}

TEST(Apt, APackageThatIsNotKnownIsNamedWithWhatToDo) {
  TestHost host;
  host.runner.answers[simulation + "install nope"] = {
      .exit_code = 100, .output = {}, .error_output = "E: Unable to locate package nope\n"};
  const auto result = host.operation("apt.packages", {{"packages", "nope"}});
  ASSERT_TRUE(result.error);
  EXPECT_EQ(result.error->message, "apt: E: Unable to locate package nope");
  EXPECT_THAT(result.error->help, HasSubstr("refresh the package lists"));
}

TEST(Apt, ListsAreRefreshedOnceARunAndAgainWhenSourcesChanged) {
  TestHost host;
  const auto updates = [&] { return std::count(host.runner.calls.begin(), host.runner.calls.end(), apt + "update"); };
  host.operation("apt.update", {});
  host.operation("apt.packages", {{"packages", PropertyArray{}}, {"update", true}});
  EXPECT_EQ(updates(), 1);
  host.operation("apt.repo", {{"src", "deb http://example.org/ x main"}});
  host.operation("apt.packages", {{"packages", PropertyArray{}}, {"cache_time", 3600}});
  EXPECT_EQ(updates(), 2);
}

TEST(Apt, ListsThatAreYoungEnoughAreNotRefreshed) {
  TestHost host;
  host.write("/var/lib/apt/periodic/update-success-stamp", "");
  EXPECT_FALSE(host.operation("apt.update", {{"cache_time", 3600}}).changed);
  EXPECT_THAT(host.runner.calls, IsEmpty());
}

TEST(Apt, ARepositoryIsRemovedFromWhicheverFileHoldsIt) {
  TestHost host;
  host.write("/etc/apt/sources.list.d/old.list", "deb  http://example.org/ x   main # note\ndeb http://other/ y z\n");
  host.operation("apt.repo", {{"src", "deb http://example.org/ x main"}, {"present", false}});
  EXPECT_EQ(host.text("/etc/apt/sources.list.d/old.list"), "deb http://other/ y z\n");
}

TEST(Apt, AKeyInArmorBecomesBinary) {
  EXPECT_EQ(*dearmored("-----BEGIN PGP PUBLIC KEY BLOCK-----\nVersion: x\n\nAQID\nBAUG\n=njUN\n-----END PGP PUBLIC KEY "
                       "BLOCK-----\n"),
            std::string("\1\2\3\4\5\6"));
  EXPECT_EQ(*dearmored("\1\2"), "\1\2");
}

TEST(Apt, TheLockIsAwaitedAndItsHolderNamed) {
  TestHost host;
  host.write("/var/lib/dpkg/lock", "");
  const auto path = host.path("/var/lib/dpkg/lock");
  std::array<int, 2> ready{}, release{};
  ASSERT_TRUE(::pipe(ready.data()) == 0 && ::pipe(release.data()) == 0);
  const auto holder = ::fork();
  if (holder == 0) {
    const int file = ::open(path.c_str(), O_RDWR);
    struct flock lock {};
    lock.l_type = F_WRLCK;
    char byte = ::fcntl(file, F_SETLK, &lock) == 0 ? 'y' : 'n';
    (void)!::write(ready[1], &byte, 1);
    (void)!::read(release[0], &byte, 1);
    ::_exit(0);
  }
  char locked = 0;
  ASSERT_EQ(::read(ready[0], &locked, 1), 1);
  ASSERT_EQ(locked, 'y');
  std::string told;
  ProcessRunner runner;
  Machine machine({.root = host.root.path(), .runner = &runner, .fetch = {}, .waiting = [&](const std::string& text) {
                     told = text;
                     (void)!::write(release[1], "x", 1);
                   }});
  EXPECT_TRUE(wait_for_lock(machine, "/var/lib/dpkg/lock").ok());
  EXPECT_THAT(told, HasSubstr("/var/lib/dpkg/lock is locked by"));
  EXPECT_THAT(told, HasSubstr("(process " + std::to_string(holder) + ")"));
  ::waitpid(holder, nullptr, 0);
  for (const int end : {ready[0], ready[1], release[0], release[1]}) ::close(end);
}

}  // namespace
}  // namespace ashlar::fleet
