// One store, two tools: what either writes apart from updates, the other reads.

#include <gmock/gmock.h>

#include <regex>

#include "oracle/both_tools.hpp"

namespace ashlar::oracle {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

/// Without what depends on the moment of asking and the width that it takes, and on who answers.
std::string comparable(const std::string& text) {
  const auto timeless = std::regex_replace(text, std::regex("(\\d+ (second|minute)s? ago|\\bnow\\b) *"), "AGO ");
  return std::regex_replace(timeless, std::regex("`ashlar "), "`pulumi ");
}

class SharedStore : public BothTools {
 protected:
  void prepare() override {
    write_cpp_program(pets_program);
    must(genuine({"stack", "init", "dev"}));
  }

  void bring_up() {
    must(ours({"config", "set", "words", "2"}));
    must(ours({"config", "set", "--secret", "token", "open sesame"}));
    must(ours({"up", "--yes", "--skip-preview", "--message", "the first"}));
  }

  /// Both say exactly this same thing, and say it well.
  void expect_agreement(const Words& words) {
    const auto theirs = genuine(words);
    const auto mine = ours(words);
    EXPECT_TRUE(succeeded(theirs));
    EXPECT_TRUE(succeeded(mine));
    EXPECT_EQ(comparable(mine.out), comparable(theirs.out)) << testing::PrintToString(words);
  }
};

TEST_F(SharedStore, EachReadsTheSettingsThatTheOtherWrote) {
  for (const std::string prefix : {"ours", "theirs"}) {
    const auto set = [&](Words words) {
      words.insert(words.begin(), {"config", "set"});
      must(prefix == "ours" ? ours(words) : genuine(words));
    };
    set({prefix + "-plain", "two words: yes"});
    set({prefix + "-number", "0012"});
    set({"other:" + prefix, "value"});
    set({"--secret", prefix + "-secret", "päss\nwörd"});
    set({"--path", prefix + "-tree.list[0].name", "first"});
    set({"--path", "--secret", prefix + "-tree.list[0].key", "hidden"});
    set({"--path", prefix + "-tree.count", "42"});
  }
  expect_agreement({"config", "--json", "--show-secrets"});
  expect_agreement({"config", "--json"});
  expect_agreement({"config", "--show-secrets"});
  expect_agreement({"config", "get", "ours-secret"});
  expect_agreement({"config", "get", "theirs-secret"});
  EXPECT_THAT(read_file(project() / "Pulumi.dev.yaml"), Not(HasSubstr("hidden")));
}

TEST_F(SharedStore, BothListShowAndExportTheSame) {
  bring_up();
  expect_agreement({"stack", "ls"});
  expect_agreement({"stack", "ls", "--json"});
  expect_agreement({"stack", "output"});
  expect_agreement({"stack", "output", "--json"});
  expect_agreement({"stack", "output", "--json", "--show-secrets"});
  expect_agreement({"stack", "output", "--shell", "--show-secrets"});
  expect_agreement({"stack", "output", "token", "--show-secrets"});
  expect_agreement({"stack", "export"});
  expect_agreement({"stack", "--show-ids", "--show-urns"});
}

TEST_F(SharedStore, ExportsGoInWhereTheyCameOutOfTheOther) {
  bring_up();
  const auto file = (sandbox_.root() / "state.json").string();
  must(genuine({"stack", "export", "--show-secrets", "--file", file}));
  must(ours({"stack", "import", "--file", file}));
  expect_agreement({"stack", "export"});
  must(ours({"stack", "export", "--show-secrets", "--file", file}));
  must(genuine({"stack", "import", "--file", file}));
  expect_agreement({"stack", "export"});
  EXPECT_TRUE(succeeded(genuine(preview)));
  EXPECT_TRUE(succeeded(ours(preview)));
}

TEST_F(SharedStore, BothTellTheSameHistory) {
  bring_up();
  must(genuine({"up", "--yes", "--skip-preview", "--message", "the second"}));
  must(ours({"refresh", "--yes", "--skip-preview"}));
  must(genuine({"state", "unprotect", "--all", "--yes"}));
  must(genuine({"destroy", "--yes", "--skip-preview"}));
  expect_agreement({"stack", "history", "--json", "--show-secrets"});
  expect_agreement({"stack", "history", "--full-dates"});
  const auto history = json::parse(ours({"stack", "history", "--json"}).out);
  ASSERT_EQ(history.size(), 4U);
  EXPECT_EQ(history[3]["message"], "the first");
  EXPECT_EQ(history[3]["kind"], "update");
  EXPECT_EQ(history[1]["kind"], "refresh");
  EXPECT_EQ(history[0]["kind"], "destroy");
}

TEST_F(SharedStore, ANewPassphraseFromOneIsThePassphraseOfTheOther) {
  bring_up();
  ASSERT_TRUE(succeeded(genuine_answered({"stack", "change-secrets-provider", "passphrase"}, "new\nnew\n")));

  EXPECT_NE(ours({"stack", "output", "token", "--show-secrets"}).code(), 0);
  sandbox_.environment["PULUMI_CONFIG_PASSPHRASE"] = "new";
  EXPECT_EQ(ours({"stack", "output", "token", "--show-secrets"}).out, "open sesame\n");
  EXPECT_EQ(ours({"config", "get", "token"}).out, "open sesame\n");
  EXPECT_TRUE(succeeded(ours(preview)));
}

TEST_F(SharedStore, TagsRenamesAndSelectionAreShared) {
  bring_up();
  must(ours({"stack", "tag", "set", "owner", "platform"}));
  EXPECT_EQ(genuine({"stack", "tag", "get", "owner"}).out, "platform\n");
  must(genuine({"stack", "rename", "prod"}));
  EXPECT_EQ(ours({"stack", "output", "token", "--show-secrets"}).out, "open sesame\n");
  must(ours({"stack", "rename", "dev"}));
  EXPECT_TRUE(succeeded(genuine(preview)));
  must(ours({"stack", "init", "other"}));
  expect_agreement({"stack", "ls"});
  must(genuine({"stack", "select", "dev"}));
  expect_agreement({"stack", "ls"});
}

TEST_F(SharedStore, EachRespectsTheLockOfTheOther) {
  bring_up();
  const auto locks = sandbox_.root() / "store/.pulumi/locks/organization/town/dev";
  write_file(locks / "3b7f8a55-5e2c-4a52-9d3b-1f0e6f3f2f10.json",
             R"({"pid":1,"username":"somebody","hostname":"elsewhere","timestamp":"2026-01-02T03:04:05Z"})");
  for (const auto& said : {ours(up), genuine(up)}) {
    EXPECT_NE(said.code(), 0);
    EXPECT_THAT(said.all(), HasSubstr("somebody@elsewhere"));
  }
  must(ours({"cancel", "--yes"}));
  EXPECT_TRUE(succeeded(genuine(up)));
}

}  // namespace
}  // namespace ashlar::oracle
