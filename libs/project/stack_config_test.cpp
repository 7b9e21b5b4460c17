#include "project/stack_config.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/diagnostic.hpp"
#include "base/faulty_filesystem.hpp"
#include "base/shared_material.hpp"
#include "base/temporary_directory.hpp"

namespace ashlar::project {
namespace {

StackConfig parse(const std::string& text) {
  auto config = StackConfig::parse(text, "/p/Pulumi.dev.yaml", "vault");
  EXPECT_TRUE(config) << format_error(config.error());
  return *std::move(config);
}

std::string error(const std::string& text) {
  const auto config = StackConfig::parse(text, "/p/Pulumi.dev.yaml", "vault");
  return config ? "none" : format_error(config.error());
}

ConfigKey key(std::string_view text) { return *ConfigKey::parse_with_path(text, "vault"); }

/// The text after values were set at paths, and keys with an empty text removed.
std::string changed(const std::string& before, const std::vector<std::pair<std::string, std::string>>& changes) {
  auto config = parse(before);
  for (const auto& [path, text] : changes) {
    if (text.empty()) {
      EXPECT_TRUE(config.values().remove_at(key(path)));
    } else {
      EXPECT_TRUE(config.values().set_text(key(path), text, ConfigType::any, true));
    }
  }
  const auto after = config.text();
  EXPECT_TRUE(after) << after.error().message;
  return after ? *after : "failed";
}

std::string read(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

const std::string testdata = ASHLAR_SOURCE_DIR "/libs/project/testdata/vault/";

TEST(StackConfigs, ReadValuesOfEveryKind) {
  const auto config = parse(R"(
encryptionsalt: v1:salt
config:
  vault:a: text
  b: 12
  aws:config:region: eu-west-1
  vault:c:
    - secure: ct
  vault:empty:
)");
  EXPECT_EQ(config.secrets().encryption_salt, "v1:salt");
  EXPECT_EQ(*config.values().find(key("a")), YamlValue("text"));
  EXPECT_EQ(*config.values().find(key("b")), YamlValue(12)) << "a key without a namespace is the project's";
  EXPECT_EQ(*config.values().find(key("aws:region")), YamlValue("eu-west-1")) << "the old form of a key";
  EXPECT_TRUE(is_secure(*config.values().find(key("c"))));
  EXPECT_EQ(*config.values().find(key("empty")), YamlValue(""));
  EXPECT_EQ(config.empty_keys(), std::vector<ConfigKey>{key("empty")});
  EXPECT_EQ(config.where(key("b")), "/p/Pulumi.dev.yaml:5:3");
  EXPECT_FALSE(config.has_environment());
  EXPECT_TRUE(parse("environment: [a]\n").has_environment());
}

TEST(StackConfigs, MayBeEmpty) {
  for (const auto* text : {"", "# nothing\n", "config:\n", "config: {}\n", "---\n"}) {
    const auto config = parse(text);
    EXPECT_TRUE(config.values().empty());
    EXPECT_EQ(*config.text(), text);
  }
}

TEST(StackConfigs, PointAtWhatIsWrong) {
  EXPECT_NE(error("config:\n  a:b:c: x\n").find("could not parse a:b:c as a configuration key"), std::string::npos);
  EXPECT_NE(error("config:\n  a:b:c: x\n").find("/p/Pulumi.dev.yaml:2:3"), std::string::npos);
  EXPECT_NE(error("config:\n  - a\n b: {\n").find("did not find expected"), std::string::npos);
  EXPECT_NE(error("config: [a]\n").find("'config' must be a map, not a list"), std::string::npos);
  EXPECT_NE(error("[a]\n").find("must be a map"), std::string::npos);
  EXPECT_NE(error("encryptionsalt: 5\n").find("'encryptionsalt' must be a string"), std::string::npos);
  EXPECT_NE(error("config:\n  vault:a: 1\n  a: 2\n").find("'vault:a' is set twice: it is already set at line 2"),
            std::string::npos);
}

TEST(StackConfigs, KeepEverythingThatIsNotChanged) {
  const std::string text = R"(# The development stack.
encryptionsalt: v1:abc   # do not touch

config:
  # Where things are.
  aws:region: eu-west-1   # Ireland
  'vault:count': 0x10

  vault:tree: &tree {a: 1.10, b: [yes, ~]}
  vault:copy: *tree
  # The end.
other: [kept]
)";
  EXPECT_EQ(*parse(text).text(), text);
  auto expected = text;
  expected.replace(expected.find("eu-west-1"), 9, "us-east-1");
  EXPECT_EQ(changed(text, {{"aws:region", "us-east-1"}}), expected);
  expected = text;
  expected.insert(expected.find("other:"), "  vault:new: x\n");
  EXPECT_EQ(changed(text, {{"new", "x"}}), expected);
  expected = text;
  expected.erase(expected.find("  # Where"),
                 std::string("  # Where things are.\n  aws:region: eu-west-1   # Ireland\n").size());
  EXPECT_EQ(changed(text, {{"aws:region", ""}}), expected);
}

TEST(StackConfigs, ChangeAValueUnderTheKeyThatTheFileUses) {
  EXPECT_EQ(changed("config:\n  size: 1 # c\n", {{"vault:size", "2"}}), "config:\n  size: \"2\" # c\n");
  EXPECT_EQ(changed("config:\n  aws:config:region: a\n", {{"aws:region", "b"}}), "config:\n  aws:config:region: b\n");
}

TEST(StackConfigs, ChangeWhatIsInsideValues) {
  const std::string text = "config:\n  vault:t:\n    list:\n      - a # A\n      - b\n    on: true\n";
  EXPECT_EQ(changed(text, {{"t.list[0]", ""}}), "config:\n  vault:t:\n    list:\n      - b\n    on: true\n");
  EXPECT_EQ(changed(text, {{"t.list[2].x", "5"}}),
            "config:\n  vault:t:\n    list:\n      - a # A\n      - b\n      - x: 5\n    on: true\n");
  EXPECT_EQ(changed(text, {{"t.on", "false"}}),
            "config:\n  vault:t:\n    list:\n      - a # A\n      - b\n    on: false\n");
  EXPECT_EQ(changed(text, {{"t", ""}}), "");
}

TEST(StackConfigs, DropTheConfigurationWithItsLastValue) {
  EXPECT_EQ(changed("encryptionsalt: x\nconfig:\n  vault:a: b\n", {{"a", ""}}), "encryptionsalt: x\n");
  EXPECT_EQ(changed("# head\nconfig:\n  vault:a: b\n", {{"a", ""}}), "# head\n");
}

TEST(StackConfigs, WriteANewFileInTheUsualOrder) {
  auto config = parse("");
  config.secrets() = {"awskms://alias/x", "a2V5", ""};
  config.values().set(key("z"), secure_value("v1:n:c"));
  config.values().set(key("aws:region"), "eu-west-1");
  EXPECT_EQ(*config.text(),
            "secretsprovider: awskms://alias/x\nencryptedkey: a2V5\nconfig:\n  aws:region: eu-west-1\n  vault:z:\n    "
            "secure: v1:n:c\n");
}

TEST(StackConfigs, ChangeHowSecretsAreEncrypted) {
  auto config = parse("# c\nencryptionsalt: v1:abc # salt\nconfig:\n  vault:a: b # keep\n");
  config.secrets() = {"awskms://alias/x", "a2V5", ""};
  EXPECT_EQ(*config.text(),
            "# c\nconfig:\n  vault:a: b # keep\nsecretsprovider: awskms://alias/x\nencryptedkey: a2V5\n");
}

TEST(StackConfigs, KeepAByteOrderMark) {
  EXPECT_EQ(changed("\xEF\xBB\xBF"
                    "config:\n  vault:a: b\n",
                    {{"a", "c"}}),
            "\xEF\xBB\xBF"
            "config:\n  vault:a: c\n");
}

TEST(StackConfigs, MayBeJson) {
  auto config =
      StackConfig::parse("{\n    \"config\": {\n        \"vault:a\": \"b\"\n    }\n}\n", "/p/Pulumi.dev.json", "vault");
  ASSERT_TRUE(config);
  config->values().set(key("s"), secure_value("ct"));
  EXPECT_EQ(*config->text(),
            "{\n    \"config\": {\n        \"vault:a\": \"b\",\n        \"vault:s\": {\n            \"secure\": "
            "\"ct\"\n        }\n"
            "    }\n}\n");
}

TEST(StackConfigs, AreSavedAtOnceOrNotAtAll) {
  RealFileSystem real;
  FaultyFileSystem files(real);
  const TemporaryDirectory directory;
  const auto path = directory.path() + "/config/Pulumi.dev.yaml";
  auto config = StackConfig::load(files, path, "vault");
  ASSERT_TRUE(config);
  EXPECT_TRUE(config->save(files));
  EXPECT_FALSE(real.exists(path)) << "nothing to say, nothing to write";
  config->values().set(key("a"), "b");
  ASSERT_TRUE(config->save(files));
  EXPECT_EQ(*real.read_file(path), "config:\n  vault:a: b\n");

  auto again = StackConfig::load(files, path, "vault");
  again->values().set(key("a"), "c");
  files.fail_from(files.calls() + 1, ENOSPC);
  const auto saved = again->save(files);
  ASSERT_FALSE(saved);
  EXPECT_FALSE(saved.error().help.empty());
  EXPECT_EQ(*real.read_file(path), "config:\n  vault:a: b\n");
}

TEST(StackConfigs, OfTheGenuineToolAreWrittenTheSameWay) {
  // Every value is set as by a command of its own, in the order of the file.
  const auto expected = read(testdata + "Pulumi.dev.yaml");
  const auto genuine = parse(expected);
  std::vector<std::pair<std::string, ConfigKey>> order;
  for (const auto& [name, value] : genuine.values().values()) order.emplace_back(genuine.where(name), name);
  const auto line = [](const std::string& where) { return std::stoi(where.substr(where.find(".yaml:") + 6)); };
  std::sort(order.begin(), order.end(), [&](const auto& a, const auto& b) { return line(a.first) < line(b.first); });
  auto text = "encryptionsalt: " + genuine.secrets().encryption_salt + "\n";
  for (const auto& [where, name] : order) {
    auto config = parse(text);
    config.values().set(name, *genuine.values().find(name));
    text = *config.text();
  }
  EXPECT_EQ(text, expected);

  // All at once, as `config cp` does.
  const auto sorted = read(testdata + "Pulumi.prod.yaml");
  const auto copied = parse(sorted);
  auto config = parse("");
  config.secrets() = copied.secrets();
  for (const auto& [name, value] : copied.values().values()) config.values().set(name, value);
  EXPECT_EQ(*config.text(), sorted);
}

TEST(StackConfigs, OfTheGenuineToolSurviveAnyChangeAndItsUndoing) {
  const auto fixtures = find_shared_material(ASHLAR_SOURCE_DIR, "fixtures/pulumi");
  if (!fixtures) GTEST_SKIP() << "needs fixtures: captures of the genuine CLI (shared/fixtures)";
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(*fixtures)) {
    const auto name = entry.path().filename().string();
    if (!name.starts_with("Pulumi.") || !name.ends_with(".yaml") || name == "Pulumi.yaml") continue;
    ++files;
    const auto text = read(entry.path().string());
    const auto config = parse(text);
    EXPECT_EQ(*config.text(), text) << entry.path();
    for (const auto& [present, value] : config.values().values()) {
      auto without = config;
      without.values().remove(present);
      auto restored = parse(*without.text());
      EXPECT_EQ(restored.values(), without.values()) << entry.path() << present.text();
      restored.values().set(present, value);
      EXPECT_EQ(parse(*restored.text()).values(), config.values()) << entry.path() << present.text();
    }
    auto longer = config;
    longer.values().set(key("zzz"), "added");
    const auto added = parse(*longer.text());
    EXPECT_EQ(added.values(), longer.values());
    auto shorter = added;
    shorter.values().remove(key("zzz"));
    EXPECT_EQ(*shorter.text(), text) << entry.path();
  }
  EXPECT_GE(files, 5U);
}

}  // namespace
}  // namespace ashlar::project
