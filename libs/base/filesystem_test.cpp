#include "base/filesystem.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "base/faulty_filesystem.hpp"
#include "base/temporary_directory.hpp"

namespace ashlar {
namespace {

class Files : public testing::Test {
 protected:
  [[nodiscard]] std::string at(const std::string& name) const { return directory_.path() + "/" + name; }

  TemporaryDirectory directory_;
  RealFileSystem files_;
};

TEST_F(Files, AMissingFileIsNotFoundAndTheErrorNamesIt) {
  const auto content = files_.read_file(at("nothing"));
  ASSERT_FALSE(content);
  EXPECT_EQ(content.error().kind, ErrorKind::not_found);
  EXPECT_EQ(content.error().message, "cannot read " + at("nothing") + ": No such file or directory");
  EXPECT_FALSE(files_.exists(at("nothing")));
  EXPECT_EQ(files_.list_directory(at("nothing")).error().kind, ErrorKind::not_found);
  EXPECT_EQ(files_.remove(at("nothing")).error().kind, ErrorKind::not_found);
}

TEST_F(Files, AWriteReplacesTheWholeFileAndLeavesNothingElse) {
  ASSERT_TRUE(files_.write_file_atomically(at("a"), "a long first text", 0600));
  ASSERT_TRUE(files_.write_file_atomically(at("a"), "short", 0644));
  EXPECT_EQ(*files_.read_file(at("a")), "short");
  EXPECT_EQ(files_.list_directory(directory_.path())->size(), 1U);
  struct stat info {};
  ASSERT_EQ(::stat(at("a").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
}

TEST_F(Files, AWriteFollowsASymbolicLink) {
  ASSERT_TRUE(files_.write_file_atomically(at("real"), "1", 0644));
  ASSERT_EQ(::symlink("real", at("link").c_str()), 0);
  ASSERT_TRUE(files_.write_file_atomically(at("link"), "2", 0644));
  EXPECT_EQ(*files_.read_file(at("real")), "2");
}

TEST_F(Files, ExclusiveCreationSaysWhenTheNameIsTaken) {
  EXPECT_TRUE(*files_.create_exclusive(at("lock"), "mine", 0644));
  EXPECT_FALSE(*files_.create_exclusive(at("lock"), "theirs", 0644));
  EXPECT_EQ(*files_.read_file(at("lock")), "mine");
  EXPECT_EQ(files_.list_directory(directory_.path())->size(), 1U);
}

TEST_F(Files, AppendedTextGoesToTheEndAndCanBeCutOff) {
  ASSERT_TRUE(files_.write_file_atomically(at("log"), "one ", 0644));
  auto file = files_.open_append(at("log"), 0644);
  ASSERT_TRUE(file);
  ASSERT_TRUE((*file)->append("two "));
  ASSERT_TRUE((*file)->append("three"));
  ASSERT_TRUE((*file)->truncate(8));
  ASSERT_TRUE((*file)->append("3"));
  ASSERT_TRUE((*file)->sync());
  EXPECT_EQ(*files_.read_file(at("log")), "one two 3");
}

TEST_F(Files, DirectoriesAreMadeWithTheirParentsAndListedInOrder) {
  ASSERT_TRUE(files_.make_directories(at("x/y/z"), 0755));
  ASSERT_TRUE(files_.make_directories(at("x/y/z"), 0755));
  ASSERT_TRUE(files_.write_file_atomically(at("x/b"), "", 0644));
  ASSERT_TRUE(files_.copy(at("x/b"), at("x/a")));
  ASSERT_TRUE(files_.rename(at("x/b"), at("x/c")));
  ASSERT_TRUE(files_.hard_link(at("x/c"), at("x/d")));
  const auto entries = files_.list_directory(at("x"));
  ASSERT_TRUE(entries);
  std::string names;
  for (const auto& entry : *entries) names += entry.name + (entry.kind == FileKind::directory ? "/ " : " ");
  EXPECT_EQ(names, "a c d y/ ");
  EXPECT_FALSE(files_.make_directories(at("x/a"), 0755));
}

TEST_F(Files, ErrorsSayWhatToDo) {
  EXPECT_NE(file_error("write", "/a", ENOSPC).help.find("free some space"), std::string::npos);
  EXPECT_NE(file_error("write", "/a", EROFS).help.find("read-only"), std::string::npos);
  EXPECT_NE(file_error("write", "/a", EACCES).help.find("permissions of /a"), std::string::npos);
}

TEST_F(Files, AFaultyDiskFailsAtTheChosenCallAndTearsAppends) {
  FaultyFileSystem faulty(files_);
  auto file = faulty.open_append(at("log"), 0644);
  ASSERT_TRUE(file);
  ASSERT_TRUE((*file)->append("durable "));
  ASSERT_TRUE((*file)->sync());
  ASSERT_TRUE((*file)->append("waiting "));
  faulty.fail_from(faulty.calls() + 1, ENOSPC, 2);
  EXPECT_FALSE((*file)->append("torn"));
  EXPECT_EQ(*files_.read_file(at("log")), "durable waiting to");
  EXPECT_FALSE(faulty.write_file_atomically(at("other"), "x", 0644));
  EXPECT_FALSE(files_.exists(at("other")));
  ASSERT_TRUE(faulty.lose_unsynced(3));
  EXPECT_EQ(*files_.read_file(at("log")), "durable wai");
  faulty.heal();
  EXPECT_TRUE(faulty.write_file_atomically(at("other"), "x", 0644));
}

}  // namespace
}  // namespace ashlar
