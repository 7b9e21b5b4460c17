#include "project/config_map.hpp"

#include <gtest/gtest.h>

namespace ashlar::project {
namespace {

ConfigKey key(std::string_view text) { return *ConfigKey::parse_with_path(text, "proj"); }

std::string shown(const ConfigMap& config, std::string_view name) {
  const auto* value = config.find(key(name));
  return value == nullptr ? "nothing" : to_json(*value);
}

/// Sets values at paths, one after the other; the error of the first that fails.
std::string set(ConfigMap& config, const std::vector<std::pair<std::string, std::string>>& texts) {
  for (const auto& [path, text] : texts) {
    if (auto done = config.set_text(key(path), text, ConfigType::any, true); !done) return done.error().message;
  }
  return "";
}

/// Wraps a text in brackets, so that tests can see through it.
class BracketCrypter final : public secrets::Crypter {
 public:
  explicit BracketCrypter(std::string open) : open_(std::move(open)) {}
  Result<std::string> encrypt(std::string_view plaintext) override { return open_ + std::string(plaintext); }
  Result<std::string> decrypt(std::string_view ciphertext) override {
    if (!ciphertext.starts_with(open_)) return fail("wrong key");
    return std::string(ciphertext.substr(open_.size()));
  }

 private:
  std::string open_;
};

TEST(ConfigKeys, AreQualifiedByTheProject) {
  EXPECT_EQ(ConfigKey::parse("name", "proj")->text(), "proj:name");
  EXPECT_EQ(ConfigKey::parse("aws:region", "proj")->text(), "aws:region");
  EXPECT_EQ(ConfigKey::parse("aws:config:region", "proj")->text(), "aws:region");
  EXPECT_EQ(ConfigKey::parse("", "proj")->text(), "proj:");
  EXPECT_EQ(ConfigKey::parse("a b", "proj")->text(), "proj:a b");
  EXPECT_NE(ConfigKey::parse("a:b:c", "proj").error().message.find("could not parse a:b:c as a configuration key"),
            std::string::npos);
  EXPECT_EQ(ConfigKey::of("proj", "x").pretty("proj"), "x");
  EXPECT_EQ(ConfigKey::of("aws", "x").pretty("proj"), "aws:x");
}

TEST(ConfigKeys, OfPathsTakeTheirNamespaceFromTheFirstStep) {
  EXPECT_EQ(ConfigKey::parse_with_path("foo.bar:buzz", "proj")->text(), "proj:foo.bar:buzz");
  EXPECT_EQ(ConfigKey::parse("foo.bar:buzz", "proj")->text(), "foo.bar:buzz");
  EXPECT_EQ(ConfigKey::parse_with_path("aws:list[0].x", "proj")->text(), "aws:list[0].x");
  EXPECT_EQ(ConfigKey::parse_with_path("[\"a.b\"].c", "proj")->path()->size(), 2U);
}

TEST(ConfigKeys, RefusePathsThatAreNone) {
  const auto message = [](std::string_view path) { return key(path).path().error().message; };
  EXPECT_NE(message("a[").find("invalid config key path"), std::string::npos);
  EXPECT_NE(message("a.[0]").find("expected property name after '.'"), std::string::npos);
  EXPECT_TRUE(key("a[\".[\"].b").path());
  EXPECT_NE(message("[0]").find("first part must be a name"), std::string::npos);
  EXPECT_NE(message("[\"\"]").find("empty"), std::string::npos);
  EXPECT_NE(message("a[-1]").find("-1"), std::string::npos);
}

TEST(ConfigAssignments, AreSplitAtTheFirstEqualsSignOutsideQuotes) {
  EXPECT_EQ(parse_config_assignment("a=b=c")->value, "b=c");
  EXPECT_EQ(parse_config_assignment("\"a=b\"=c")->key, "a=b");
  EXPECT_EQ(parse_config_assignment("'a=b'=c")->value, "c");
  EXPECT_EQ(parse_config_assignment("a=")->value, "");
  EXPECT_FALSE(parse_config_assignment("ab"));
}

TEST(ConfigMaps, KeepWhatLooksLikeANumberAsTextWithoutAPath) {
  ConfigMap config;
  for (const auto* text : {"12", "true", "null", "0123", "1e3"}) {
    ASSERT_TRUE(config.set_text(key("k"), text, ConfigType::any, false));
    EXPECT_EQ(shown(config, "k"), "\"" + std::string(text) + "\"");
    ASSERT_TRUE(config.set_text(key("k"), text, ConfigType::any, true));
    EXPECT_EQ(shown(config, "k"), "\"" + std::string(text) + "\"") << "a path of one step is none";
  }
}

TEST(ConfigMaps, TypeWhatLooksLikeABooleanOrIntegerInsideAContainer) {
  ConfigMap config;
  EXPECT_EQ(set(config, {{"t.yes", "true"},
                         {"t.no", "false"},
                         {"t.n", "42"},
                         {"t.neg", "-7"},
                         {"t.plus", "+5"},
                         {"t.zero", "0"},
                         {"t.lead", "0123"},
                         {"t.float", "2.5"},
                         {"t.big", "18446744073709551615"},
                         {"t.huge", "99999999999999999999"},
                         {"t.True", "True"}}),
            "");
  EXPECT_EQ(
      shown(config, "t"),
      R"({"True":"True","big":18446744073709551615,"float":"2.5","huge":"99999999999999999999","lead":"0123","n":42,)"
      R"("neg":-7,"no":false,"plus":5,"yes":true,"zero":0})");
}

TEST(ConfigMaps, TakeATypeThatIsAskedFor) {
  ConfigMap config;
  const auto typed = [&](std::string_view text, ConfigType type, bool is_path) {
    const auto done = config.set_text(key("k"), text, type, is_path);
    return done ? shown(config, "k") : done.error().message;
  };
  EXPECT_EQ(typed("42", ConfigType::integer, false), "42");
  EXPECT_EQ(typed("1.10", ConfigType::string, true), "\"1.10\"");
  EXPECT_EQ(typed("2.5", ConfigType::floating, true), "2.5");
  EXPECT_EQ(typed("T", ConfigType::boolean, false), "true");
  EXPECT_EQ(typed("x", ConfigType::integer, false), "'x' is not an int");
  EXPECT_EQ(typed("x", ConfigType::boolean, false), "'x' is not a bool");
  EXPECT_EQ(typed("", ConfigType::floating, false), "'' is not a float");
  EXPECT_TRUE(config.set_text(key("m.n"), "12", ConfigType::string, true));
  EXPECT_EQ(shown(config, "m"), R"({"n":"12"})");
  EXPECT_EQ(*parse_config_type("float"), ConfigType::floating);
  EXPECT_FALSE(parse_config_type("number"));
}

TEST(ConfigMaps, MakeTheContainersThatAPathNeeds) {
  ConfigMap config;
  EXPECT_EQ(set(config,
                {{"tree.name", "root"}, {"tree.list[0]", "first"}, {"tree.list[1].deep", "x"}, {"tree[\"a.b\"]", "d"}}),
            "");
  EXPECT_EQ(shown(config, "tree"), R"({"a.b":"d","list":["first",{"deep":"x"}],"name":"root"})");
  EXPECT_EQ(set(config, {{"n[3]", "x"}}), "");
  EXPECT_EQ(shown(config, "n"), R"([null,null,null,"x"])");
  EXPECT_NE(set(config, {{"far[999999999]", "x"}}).find("out of range"), std::string::npos);
}

TEST(ConfigMaps, AppendAtTheEndOfAListButNotBehindIt) {
  ConfigMap config;
  EXPECT_EQ(set(config, {{"l[0]", "a"}, {"l[1]", "b"}, {"l[0]", "c"}}), "");
  EXPECT_EQ(shown(config, "l"), R"(["c","b"])");
  EXPECT_EQ(set(config, {{"l[3]", "x"}}), "l[3]: array index out of range");
  EXPECT_EQ(shown(config, "l"), R"(["c","b"])") << "a failure changes nothing";
}

TEST(ConfigMaps, ReplaceAScalarInTheWayOnlyAtTheFirstLevel) {
  ConfigMap config;
  config.set(key("s"), "scalar");
  config.set(key("secret"), secure_value("ct"));
  EXPECT_EQ(set(config, {{"s.a", "1"}, {"secret.a", "1"}}), "");
  EXPECT_EQ(shown(config, "s"), R"({"a":1})");
  EXPECT_EQ(shown(config, "secret"), R"({"a":1})");
  EXPECT_EQ(set(config, {{"s.a.b", "1"}}), "s.a: expected a map");
  EXPECT_EQ(set(config, {{"s.a[0]", "1"}}), "s.a: expected an array");
  EXPECT_EQ(set(config, {{"s[0]", "1"}}), "s[0]: key for a map must be a string");
  EXPECT_EQ(set(config, {{"l[0]", "1"}, {"l.x", "1"}}), "l.x: key for an array must be an int");
}

TEST(ConfigMaps, RefuseToMakeWhatLooksLikeASecret) {
  ConfigMap config;
  EXPECT_NE(set(config, {{"z.secure", "x"}}).find("reserved"), std::string::npos);
  EXPECT_EQ(set(config, {{"z.secure.b", "x"}}), "") << "a map in its place is no secret";
  EXPECT_EQ(set(config, {{"q.a", "x"}, {"q.secure", "x"}}), "");
  const auto removed = config.remove_at(key("q.a"));
  ASSERT_FALSE(removed);
  EXPECT_NE(removed.error().message.find("q.a: maps with the single key"), std::string::npos);
  EXPECT_TRUE(config.remove_at(key("q.secure")));
  EXPECT_EQ(shown(config, "q"), R"({"a":"x"})");
}

TEST(ConfigMaps, GetAndRemoveAtPaths) {
  ConfigMap config;
  EXPECT_EQ(set(config, {{"t.l[0]", "a"}, {"t.l[1]", "b"}, {"t.m.x", "1"}}), "");
  EXPECT_EQ(to_json(**config.get_at(key("t.l[1]"))), "\"b\"");
  EXPECT_EQ(to_json(**config.get_at(key("t.m"))), R"({"x":1})");
  for (const auto* absent : {"t.l[2]", "t.l.x", "t.m[0]", "t.m.x.y", "other.x", "other"}) {
    EXPECT_FALSE(config.get_at(key(absent))->has_value()) << absent;
    EXPECT_TRUE(config.remove_at(key(absent))) << absent;
  }
  EXPECT_TRUE(config.remove_at(key("t.l[0]")));
  EXPECT_TRUE(config.remove_at(key("t.m.x")));
  EXPECT_EQ(shown(config, "t"), R"({"l":["b"],"m":{}})");
  EXPECT_TRUE(config.remove_at(key("t")));
  EXPECT_EQ(shown(config, "t"), "nothing");
}

TEST(ConfigMaps, SeeNothingInsideASecret) {
  ConfigMap config;
  config.set(key("s"), secure_value("ct"));
  EXPECT_FALSE(config.get_at(key("s.secure"))->has_value());
  EXPECT_TRUE(config.remove_at(key("s.secure")));
  EXPECT_EQ(shown(config, "s"), R"({"secure":"ct"})");
  EXPECT_TRUE(config.has_secrets());
}

TEST(ConfigValues, AreDecryptedWhereverTheSecretStands) {
  BracketCrypter crypter("<");
  YamlMap tree{{"a", 1}, {"b", YamlArray{secure_value("<x"), YamlMap{{"secure", 5}}}}};
  EXPECT_TRUE(is_secure(tree));
  EXPECT_EQ(to_json(*decrypted(tree, crypter)), R"({"a":1,"b":["x",{"secure":5}]})");
  EXPECT_EQ(to_json(redacted(tree)), R"({"a":1,"b":["[secret]",{"secure":5}]})");
  const auto broken = decrypted(YamlMap{{"b", YamlArray{secure_value("x")}}}, crypter);
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().message, "b: [0]: wrong key");
}

TEST(ConfigValues, MoveFromOneLockToAnother) {
  BracketCrypter from("<");
  BracketCrypter to("[");
  ConfigMap config;
  config.set(key("a"), secure_value("<x"));
  config.set(key("b"), "plain");
  const auto moved = config.reencrypted(from, to);
  ASSERT_TRUE(moved);
  EXPECT_EQ(shown(*moved, "a"), R"({"secure":"[x"})");
  EXPECT_EQ(shown(*moved, "b"), "\"plain\"");
}

}  // namespace
}  // namespace ashlar::project
