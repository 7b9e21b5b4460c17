#include "fleet/connectors/ssh_config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ashlar::fleet {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::pair<std::string, std::string>> no_files(const std::string&) { return {}; }

SshHostConfig lookup(const std::string& text, const std::string& host, const std::string& user = "me") {
  SshConfig config;
  const auto added = config.add(text, "config", no_files);
  EXPECT_TRUE(added) << added.error().message;
  auto found = config.lookup({host, user, "local"});
  EXPECT_TRUE(found) << (found ? "" : found.error().message);
  return found ? *found : SshHostConfig{};
}

TEST(SshConfigLines, AreSplitAtBlanksQuotesAndOneEqualsSign) {
  EXPECT_THAT(*split_ssh_line("  Host  a b # c"), ElementsAre("Host", "a", "b"));
  EXPECT_THAT(*split_ssh_line("Port=22"), ElementsAre("Port", "22"));
  EXPECT_THAT(*split_ssh_line("User = \"a b\""), ElementsAre("User", "a b"));
  EXPECT_THAT(*split_ssh_line("SetEnv A=b"), ElementsAre("SetEnv", "A=b"));
  EXPECT_THAT(*split_ssh_line("# all comment"), ElementsAre());
  EXPECT_EQ(split_ssh_line("User \"open"), std::nullopt);
}

TEST(SshPatterns, KnowStarsAndQuestionMarks) {
  EXPECT_TRUE(matches_ssh_pattern("web1.example.com", "*.example.com"));
  EXPECT_TRUE(matches_ssh_pattern("web1", "web?"));
  EXPECT_TRUE(matches_ssh_pattern("abcabd", "*ab?"));
  EXPECT_TRUE(matches_ssh_pattern("", "*"));
  EXPECT_FALSE(matches_ssh_pattern("web", "web?"));
  EXPECT_FALSE(matches_ssh_pattern("web10", "web?"));
}

TEST(SshConfig, TheFirstValueCountsAndIdentityFilesAddUp) {
  const auto found = lookup(R"(
Host web
  User alice
  IdentityFile ~/.ssh/web
Host *
  User bob
  Port 2222
  IdentityFile ~/.ssh/all
)",
                            "web");
  EXPECT_EQ(found.first("user"), "alice");
  EXPECT_EQ(found.first("port"), "2222");
  EXPECT_THAT(found.all("identityfile"), ElementsAre("~/.ssh/web", "~/.ssh/all"));
}

TEST(SshConfig, ANegatedPatternExcludes) {
  const std::string text = "Host *.example.com !secret.example.com\n User alice\n";
  EXPECT_EQ(lookup(text, "web.example.com").first("user"), "alice");
  EXPECT_EQ(lookup(text, "secret.example.com").first("user"), std::nullopt);
}

TEST(SshConfig, MatchLooksAtTheNameTheUserAndWhatIsKnownSoFar) {
  const std::string text = R"(
Host short
  HostName long.example.com
Match host *.example.com user me
  Port 2200
Match originalhost short !localuser other
  Compression yes
Match all
  ForwardAgent no
)";
  const auto found = lookup(text, "short");
  EXPECT_EQ(found.first("port"), "2200");
  EXPECT_TRUE(found.is_yes("compression"));
  EXPECT_EQ(found.first("forwardagent"), "no");
  EXPECT_EQ(lookup(text, "short", "root").first("port"), std::nullopt);
}

TEST(SshConfig, AMatchThatRunsAProgramIsRefusedOnlyWhereItCounts) {
  SshConfig config;
  ASSERT_TRUE(config.add("Match originalhost web exec \"true\"\n Port 1\n", "config", no_files));
  EXPECT_TRUE(config.lookup({"db", "me", "local"}));
  const auto refused = config.lookup({"web", "me", "local"});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("config:1: `Match exec` is not supported"));
}

TEST(SshConfig, IncludedLinesCountWhereTheyStand) {
  SshConfig config;
  const auto files = [](const std::string& pattern) {
    EXPECT_EQ(pattern, "more/*");
    return std::vector<std::pair<std::string, std::string>>{{"more/1", "User included\nHost db\n Port 5\n"}};
  };
  ASSERT_TRUE(config.add("Host web db\n Include more/*\nHost *\n User other\n", "config", files));
  EXPECT_EQ(config.lookup({"web", "me", "local"})->first("user"), "included");
  EXPECT_EQ(config.lookup({"web", "me", "local"})->first("port"), std::nullopt);
  EXPECT_EQ(config.lookup({"db", "me", "local"})->first("port"), "5");
  EXPECT_EQ(config.lookup({"mail", "me", "local"})->first("user"), "other");
}

TEST(SshConfig, SaysWhereALineIsWrong) {
  SshConfig config;
  EXPECT_EQ(config.add("Host a\nPort\n", "config", no_files).error().message, "config:2: `port` lacks its value");
  EXPECT_EQ(config.add("User \"a\n", "config", no_files).error().message, "config:1: a quote is not closed");
}

}  // namespace
}  // namespace ashlar::fleet
