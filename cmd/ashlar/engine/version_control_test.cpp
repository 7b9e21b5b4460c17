#include "cmd/ashlar/engine/version_control.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "base/process.hpp"
#include "base/temporary_directory.hpp"

namespace ashlar::cli {
namespace {

TEST(ParseRemote, KnowsTheFormsThatGitKnows) {
  const RemoteRepository expected{"github.com", "mitodl", "ol-infrastructure"};
  EXPECT_EQ(parse_remote("git@github.com:mitodl/ol-infrastructure.git"), expected);
  EXPECT_EQ(parse_remote("https://github.com/mitodl/ol-infrastructure"), expected);
  EXPECT_EQ(parse_remote("ssh://git@github.com:22/mitodl/ol-infrastructure.git/"), expected);
}

TEST(ParseRemote, KeepsGroupsWithinGroups) {
  EXPECT_EQ(parse_remote("https://gitlab.com/a/b/c.git"), (RemoteRepository{"gitlab.com", "a/b", "c"}));
}

TEST(ParseRemote, LeavesCredentialsOut) {
  EXPECT_EQ(parse_remote("https://me:secret@host.org/a/b"), (RemoteRepository{"host.org", "a", "b"}));
}

TEST(ParseRemote, KnowsNothingAboutPaths) {
  EXPECT_EQ(parse_remote("/srv/git/repository.git"), std::nullopt);
  EXPECT_EQ(parse_remote("../other"), std::nullopt);
}

TEST(SourceFacts, AreEmptyOutsideOfRepositories) {
  const TemporaryDirectory outside;
  EXPECT_TRUE(source_facts(outside.path()).environment.empty());
}

TEST(SourceFacts, TellTheCommitTheBranchAndWhetherFilesChanged) {
  const TemporaryDirectory place;
  const std::string script =
      "git init -q -b trunk . && git remote add origin git@host.org:us/things.git && mkdir network && echo 1 > "
      "network/a && "
      "git add -A && git -c user.name=Ann -c user.email=ann@host.org commit -q -m 'Lay the network out' -m 'At "
      "length.'";
  const auto made = run_process({.argv = {"sh", "-c", script}, .directory = place.path()});
  ASSERT_TRUE(made.ok() && made->status.ok()) << made->err;

  const auto clean = source_facts(std::filesystem::path(place.path()) / "network");
  std::ofstream(std::filesystem::path(place.path()) / "network/b") << "2";
  const auto dirty = source_facts(std::filesystem::path(place.path()) / "network");

  EXPECT_EQ(clean.title, "Lay the network out");
  EXPECT_EQ(clean.environment.at("git.head").size(), 40U);
  EXPECT_EQ(clean.environment.at("git.headName"), "refs/heads/trunk");
  EXPECT_EQ(clean.environment.at("git.author"), "Ann");
  EXPECT_EQ(clean.environment.at("git.committer.email"), "ann@host.org");
  EXPECT_EQ(clean.environment.at("vcs.repo"), "things");
  EXPECT_EQ(clean.environment.at("vcs.root"), "network");
  EXPECT_EQ(clean.environment.at("git.dirty"), "false");
  EXPECT_EQ(dirty.environment.at("git.dirty"), "true");
}

}  // namespace
}  // namespace ashlar::cli
