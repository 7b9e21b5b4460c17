#include "ashlar/fleet/testing.hpp"

#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/temporary_directory.hpp"

namespace ashlar::fleet {
namespace {

TEST(TestHostHere, RunsCommands) {
  const auto host = TestHost::local();
  EXPECT_EQ(host.run({"cat"}, "input").out, "input");
  EXPECT_EQ(host.shell("echo \"$((1 + 1))\"; exit 3").code, 3);
  EXPECT_EQ(host.shell("kill -9 $$").code, 137);
  EXPECT_EQ(host.output({"echo", "a b"}), "a b");
  EXPECT_THROW(static_cast<void>(host.output({"false"})), std::runtime_error);
  EXPECT_THROW(host.run({"no-such-program"}), std::runtime_error);
}

TEST(TestHostHere, TellsAboutFiles) {
  const TemporaryDirectory folder;
  const auto path = folder.path() + "/a file";
  std::ofstream(path) << "one\ntwo\n";
  std::filesystem::permissions(path, std::filesystem::perms(0640));
  std::filesystem::create_symlink("a file", folder.path() + "/link");
  std::filesystem::create_symlink("nothing", folder.path() + "/dangling");

  const auto host = TestHost::local();
  const auto file = host.file(path);
  EXPECT_TRUE(file.exists());
  EXPECT_TRUE(file.is_file());
  EXPECT_FALSE(file.is_directory());
  EXPECT_EQ(file.mode(), 0640U);
  EXPECT_EQ(file.size(), 8U);
  EXPECT_EQ(file.content(), "one\ntwo\n");
  EXPECT_TRUE(file.contains("two"));
  EXPECT_EQ(file.sha256(), "c3f9c8c283a2b1f2f1896f27a01cbe3cddc0c9d93f752e4639035a0f5b36f6e8");
  EXPECT_TRUE(host.file(folder.path()).is_directory());
  EXPECT_EQ(host.file(folder.path() + "/link").linked_to(), "a file");
  EXPECT_TRUE(host.file(folder.path() + "/dangling").exists());
  EXPECT_TRUE(host.file(folder.path() + "/dangling").is_link());
  EXPECT_FALSE(host.file(folder.path() + "/nothing").exists());
  EXPECT_THROW(static_cast<void>(host.file(folder.path() + "/nothing").mode()), std::runtime_error);
}

TEST(TestHostHere, TellsAboutUsersAndGroups) {
  const auto host = TestHost::local();
  EXPECT_TRUE(host.user("root").exists());
  EXPECT_EQ(host.user("root").uid(), 0U);
  EXPECT_EQ(host.user("root").home(), "/root");
  EXPECT_EQ(host.user("root").group(), "root");
  EXPECT_FALSE(host.user("no-such-user").exists());
  EXPECT_EQ(host.group("root").gid(), 0U);
  EXPECT_FALSE(host.group("no-such-group").exists());
}

}  // namespace
}  // namespace ashlar::fleet
