#include "settings/parse.hpp"

#include <gmock/gmock.h>

namespace ashlar::settings {

inline void PrintTo(const Value& value, std::ostream* out) { *out << json_text(value); }

namespace {

std::string problem(const std::string& text, Format format) {
  try {
    (void)parse(text, "f", format);
  } catch (const InvalidSettings& error) {
    return error.violations().front().text();
  }
  return "";
}

void collect(const Value& value, std::vector<std::string>& places) {
  places.push_back(std::to_string(value.origin.line) + ":" + std::to_string(value.origin.column));
  if (const auto* items = value.get<Value::List>()) {
    for (const auto& item : *items) collect(item, places);
  }
  if (const auto* members = value.get<Value::Map>()) {
    for (const auto& member : *members) collect(member.value, places);
  }
}

TEST(ParseYaml, FollowsTheCoreSchema) {
  EXPECT_EQ(parse("a: 1\nb: 0x1F\nc: 0o17\nd: 1.5e3\ne: .5\nf: yes\ng: True\nh: ~\ni: '1'\nj: 1.2.3\nk: +5\n", "f",
                  Format::yaml),
            Value::map({{"a", 1},
                        {"b", 31},
                        {"c", 15},
                        {"d", 1500.0},
                        {"e", 0.5},
                        {"f", "yes"},
                        {"g", true},
                        {"h", {}},
                        {"i", "1"},
                        {"j", "1.2.3"},
                        {"k", 5}}));
}

TEST(ParseYaml, AppliesAnchorsMergesAndTags) {
  EXPECT_EQ(
      parse("base: &b {x: 1, y: 2}\nuse:\n  <<: *b\n  y: 3\nt: !!str 5\n", "f", Format::yaml),
      Value::map({{"base", Value::map({{"x", 1}, {"y", 2}})}, {"use", Value::map({{"y", 3}, {"x", 1}})}, {"t", "5"}}));
}

TEST(ParseYaml, RefusesWhatCannotBeSettings) {
  EXPECT_EQ(problem("a: 1\na: 2\n", Format::yaml), "the key 'a' stands twice (f:2:1)");
  EXPECT_EQ(problem("a: *x\n", Format::yaml), "there is no anchor 'x' before this (f:1:4)");
  EXPECT_EQ(problem("a: 1\n---\nb: 2\n", Format::yaml), "a second document: settings are one document (f:2:1)");
  EXPECT_EQ(problem("? [a]\n: 1\n", Format::yaml), "a key must be text (f:1:3)");
  EXPECT_EQ(problem("a: !!int x\n", Format::yaml), "'x' does not fit the tag tag:yaml.org,2002:int (f:1:4)");
  EXPECT_EQ(problem(std::string(300, '['), Format::yaml), "nested too deeply (f:1:202)");
}

TEST(ParseYaml, IsNotBlownUpByAliases) {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    const auto last = std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int k = 0; k < 10; ++k) text += (k > 0 ? ", *a" : "*a") + last;
    text += "]\n";
  }
  EXPECT_THAT(problem(text, Format::yaml), testing::StartsWith("aliases stand for too much"));
}

TEST(ParseJson, KnowsWhereValuesStand) {
  const auto value =
      parse("{\n  \"a\": 12,\n  \"ü\": [true , null,\"x\\n\" ],\n  \"b\": {\"c\" : -1.5}}", "f", Format::json);
  std::vector<std::string> places;
  collect(value, places);
  EXPECT_THAT(places, testing::ElementsAre("1:1", "2:8", "3:8", "3:9", "3:16", "3:21", "4:8", "4:15"));
}

TEST(ParseJson, RefusesMalformedTextAndDoubleKeys) {
  EXPECT_EQ(problem("{\"a\": 1,\n \"a\": 2}", Format::json), "the key 'a' stands twice (f:2:2)");
  EXPECT_THAT(problem("{\"a\": tru}", Format::json),
              testing::AllOf(testing::StartsWith("malformed JSON: "), testing::EndsWith("(f:1:10)")));
  EXPECT_THAT(problem("", Format::json), testing::StartsWith("malformed JSON: "));
}

TEST(ParseToml, KeepsTheOrderOfTheFileAndTurnsTimesIntoText) {
  const auto value =
      parse("z = 1\na = [1.5, 2.0]\nwhen = 2024-01-02\n[t]\nk = 'v'\n[[l]]\nx = 1\n[[l]]\nx = 2\n", "f", Format::toml);
  EXPECT_EQ(json_text(value),
            json_text(Value::map({{"z", 1},
                                  {"a", Value::list({1.5, 2.0})},
                                  {"when", "2024-01-02"},
                                  {"t", Value::map({{"k", "v"}})},
                                  {"l", Value::list({Value::map({{"x", 1}}), Value::map({{"x", 2}})})}})));
  EXPECT_THAT(problem("a = 1\na = 2\n", Format::toml), testing::EndsWith("(f:2:5)"));
}

}  // namespace

}  // namespace ashlar::settings
