#include <gmock/gmock.h>

#include <fstream>

#include "base/temporary_directory.hpp"
#include "providers/command/difference.hpp"
#include "providers/command/files.hpp"
#include "providers/command/glob.hpp"
#include "providers/command/redaction.hpp"

namespace ashlar::providers::command {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Key;

bool matches(std::string_view pattern, std::string_view path) { return Glob::parse(pattern)->matches(path); }

TEST(Globs, OneStarStaysInAFolderAndTwoDoNot) {
  EXPECT_TRUE(matches("*.js", "a.js"));
  EXPECT_FALSE(matches("*.js", "s/a.js"));
  EXPECT_TRUE(matches("**.js", "s/t/a.js"));
  EXPECT_TRUE(matches("**.js", "a.js"));
  EXPECT_FALSE(matches("**/*.js", "a.js"));
  EXPECT_TRUE(matches("s/**", "s/.h/x"));
  EXPECT_TRUE(matches("*****.js", "s/a.js"));
  EXPECT_TRUE(matches("*/*", ".h/b.js"));
  EXPECT_FALSE(matches("", "a"));
}

TEST(Globs, DescribeSingleCharacters) {
  EXPECT_TRUE(matches("?.txt", "é.txt"));
  EXPECT_FALSE(matches("a?b", "a/b"));
  EXPECT_TRUE(matches("[a-c].js", "b.js"));
  EXPECT_FALSE(matches("[!a].js", "a.js"));
  EXPECT_TRUE(matches("[!a].js", "b.js"));
  EXPECT_TRUE(matches("[^a].js", "a.js"));
  EXPECT_TRUE(matches("[-a]d", "-d"));
  EXPECT_TRUE(matches("b\\{1\\}.txt", "b{1}.txt"));
}

TEST(Globs, OfferAlternatives) {
  EXPECT_TRUE(matches("{a,{.h/b,x}}.js", ".h/b.js"));
  EXPECT_TRUE(matches("{a,{.h/b,x}}.js", "a.js"));
  EXPECT_TRUE(matches("{*,**}.js", "s/a.js"));
  EXPECT_FALSE(matches("{a,b}.js", "c.js"));
  EXPECT_TRUE(matches("a,b}", "a,b}"));
}

TEST(Globs, ThatEndTooSoonAreRefused) {
  EXPECT_THAT(Glob::parse("{a,b").error().message, HasSubstr("without its \"}\""));
  EXPECT_THAT(Glob::parse("[ab").error().message, HasSubstr("without its \"]\""));
  EXPECT_FALSE(Glob::parse("a\\"));
}

TEST(Globs, TakeNoLongerThanTheTextIsLong) { EXPECT_FALSE(matches("*a*a*a*a*a*a*a*a*b", std::string(3000, 'a'))); }

class Files : public testing::Test {
 protected:
  Files() {
    std::filesystem::create_directories(root_ / "src/logos");
    for (const auto* name : {"src/index.js", "src/secret.js", "src/logos/logo.svg", "a.txt"})
      std::ofstream(root_ / name) << "1\n";
  }
  TemporaryDirectory folder_;
  std::filesystem::path root_ = folder_.path();
};

TEST_F(Files, AreSelectedByTheLastRuleThatKnowsThem) {
  const auto files = select_files(root_, "/", {"src/**", "!**secret*", "*.txt"});
  EXPECT_THAT(*files, ElementsAre(Key("a.txt"), Key("src/index.js"), Key("src/logos/logo.svg")));
  const auto& asset = *files->at("a.txt").get<Asset>();
  EXPECT_EQ(asset.path, (root_ / "a.txt").string());
  EXPECT_EQ(asset.hash, "4355a46b19d348dc2f57c046f8ef63d4538ebb936000f3c9ee954a27460dd865");
}

TEST_F(Files, BelowARelativeFolderKeepItInTheirPath) {
  const auto files = select_files("src", root_, {"index.js"});
  EXPECT_EQ(files->at("index.js").get<Asset>()->path, "src/index.js");
}

TEST_F(Files, AsAnArchiveHaveOneHash) {
  EXPECT_EQ(archive_files(root_, "/", {"a.txt"})->hash,
            "1a051ab9e97a94790a3b982084aef06ee96e72c34bedae0395893ceb269a5bd3");
  EXPECT_EQ(archive_files(root_, "/", {})->hash, "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef");
}

TEST_F(Files, ThatCannotBeReadAreAnError) {
  std::filesystem::create_symlink("nowhere", root_ / "broken");
  EXPECT_THAT(select_files(root_, "/", {"**"}).error().message, HasSubstr("broken"));
  EXPECT_FALSE(select_files(root_ / "absent", "/", {"**"}));
}

DetailedDiff update(const std::string& path) { return {{path, {DiffKind::update, false}}}; }

TEST(Difference, NamesTheLeaves) {
  const auto secret = [](const char* text) { return PropertyValue::secret(text); };
  EXPECT_EQ(
      difference({{"environment", PropertyMap{{"A", "1"}}}}, {{"environment", PropertyMap{{"A", "2"}, {"B", "x"}}}}),
      (DetailedDiff{{"environment.A", {DiffKind::update, false}}, {"environment.B", {DiffKind::add, false}}}));
  EXPECT_EQ(difference({{"environment", PropertyMap{{"A", secret("1")}}}}, {{"environment", PropertyMap{{"A", "1"}}}}),
            update("environment.A"));
  EXPECT_EQ(difference({{"create", "true"}}, {{"create", secret("true")}}), update("create"));
  EXPECT_EQ(difference({{"create", secret("true")}}, {{"create", secret("true")}}), DetailedDiff());
  EXPECT_EQ(difference({{"create", "true"}}, {{"create", PropertyValue::computed()}}), update("create"));
  EXPECT_EQ(difference({{"environment", PropertyMap{{"a.b", "1"}}}}, {{"environment", PropertyMap{{"a.b", "2"}}}}),
            update("environment[\"a.b\"]"));
  EXPECT_EQ(difference({{"dir", "/"}}, {}), (DetailedDiff{{"dir", {DiffKind::remove, false}}}));
}

TEST(Difference, OfTriggersReplaces) {
  EXPECT_EQ(difference({{"triggers", PropertyArray{1, 2}}}, {{"triggers", PropertyArray{3}}}),
            (DetailedDiff{{"triggers[0]", {DiffKind::update_replace, false}},
                          {"triggers[1]", {DiffKind::remove_replace, false}}}));
  EXPECT_EQ(difference({}, {{"triggers", PropertyArray{}}}),
            (DetailedDiff{{"triggers", {DiffKind::add_replace, false}}}));
  EXPECT_EQ(difference({{"triggers", PropertyArray{1}}}, {{"triggers", PropertyValue::computed()}}),
            (DetailedDiff{{"triggers", {DiffKind::update_replace, false}}}));
}

TEST(Redaction, BlanksOutSecretsAndTheirLines) {
  Redaction redaction;
  redaction.add_secrets_of({{"stdin", PropertyValue::secret("one\ntwo\n")},
                            {"environment", PropertyMap{{"A", PropertyValue::secret("hunter2")}, {"B", "plain"}}}});
  EXPECT_EQ(redaction.apply("hunter2 and two, plain"), "[secret] and [secret], plain");
  EXPECT_TRUE(redaction.touches("is hunter2"));
  EXPECT_FALSE(redaction.touches("plain"));
}

}  // namespace
}  // namespace ashlar::providers::command
