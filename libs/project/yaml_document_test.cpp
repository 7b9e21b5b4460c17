#include "project/yaml_document.hpp"

#include <gtest/gtest.h>

#include "base/diagnostic.hpp"

namespace ashlar::project {
namespace {

YamlValue read(const std::string& text) {
  auto document = YamlDocument::parse(text, "file.yaml", YamlDocument::Format::yaml);
  EXPECT_TRUE(document) << document.error().message;
  return document ? document->value() : YamlValue("failed");
}

std::string json(const std::string& text) { return to_json(read(text)); }

std::string error(const std::string& text, YamlDocument::Format format = YamlDocument::Format::yaml) {
  const auto document = YamlDocument::parse(text, "file.yaml", format);
  return document ? "none" : format_error(document.error());
}

/// The text of the node at a path of keys.
std::string text_at(const YamlDocument& document, const std::vector<std::string>& path) {
  const auto* node = &document.root();
  for (const auto& key : path) node = find(*node, key);
  return document.text().substr(node->span.begin, node->span.end - node->span.begin);
}

TEST(Yaml, ReadsTheScalarsOfTheGenuineTool) {
  EXPECT_EQ(json("a: 2024-01-01"), R"({"a":"2024-01-01 00:00:00 +0000 UTC"})");
  EXPECT_EQ(json("a: 2024-01-01T10:11:12.5-05:00"), R"({"a":"2024-01-01 10:11:12.5 -0500 -0500"})");
  EXPECT_EQ(json("a: 2001-12-14 21:59:43.10"), R"({"a":"2001-12-14 21:59:43.1 +0000 UTC"})");
  EXPECT_EQ(json("[0123, 089, 0x1F, 1_000, 0b11, 0o17, +12, -5]"), "[83,89,31,1000,3,15,12,-5]");
  EXPECT_EQ(json("[1.10, 1e3, 1e30, .5, 5., 99999999999999999999]"), "[1.1,1000,1e+30,0.5,5,100000000000000000000]");
  EXPECT_EQ(json("[True, false, yes, on, n, ~, null, '', '~', \"1\"]"),
            R"([true,false,"yes","on","n",null,null,"","~","1"])");
  EXPECT_EQ(json("[2024-13-01, 2023-02-29, 12:30, 1.2.3, 1e, 0x, '-', 08:00]"),
            R"(["2024-13-01","2023-02-29","12:30","1.2.3","1e","0x","-","08:00"])");
  EXPECT_EQ(json("[!!str 12, !!int \"12\", !!float 3, !!binary aGk=]"), R"(["12",12,3,"hi"])");
  EXPECT_EQ(json("[!local 5, ! 5, !!foo true, !local [a]]"), R"(["5","5","true",["a"]])");
  EXPECT_EQ(json("h: <&>"), R"({"h":"\u003c\u0026\u003e"})");
  EXPECT_EQ(json("[9223372036854775807, 18446744073709551615, -9223372036854775808]"),
            "[9223372036854775807,18446744073709551615,-9223372036854775808]");
}

TEST(Yaml, FollowsAliasesAndMergeKeys) {
  EXPECT_EQ(json("base: &b {x: 1, y: 2}\nlist: [*b]\nown: {<<: *b, y: 3}\n"),
            R"({"base":{"x":1,"y":2},"list":[{"x":1,"y":2}],"own":{"x":1,"y":3}})");
}

TEST(Yaml, WithoutAnyValueIsNull) {
  EXPECT_TRUE(read("").is_null());
  EXPECT_TRUE(read("# only a comment\n").is_null());
  EXPECT_TRUE(read("---\n...\n").is_null());
}

TEST(Yaml, ReadsOnlyTheFirstDocument) { EXPECT_EQ(json("a: 1\n---\nb: 2\n"), R"({"a":1})"); }

TEST(Yaml, KnowsWhereEverythingStands) {
  const std::string text =
      "# head ü\n"
      "a: 'x y'  # inline\n"
      "\"ключ\": &anchor !!str plain words\n"
      "lit: |-\n"
      "  one\n"
      "  two  \n"
      "\n"
      "\n"
      "keep: |+\n"
      "  one\n"
      "\n"
      "empty:\n"
      "map:\n"
      "  list:\n"
      "  - 1\n"
      "  - {q: [1, 2]} # c\n"
      "# tail\n";
  const auto document = YamlDocument::parse(text, "f", YamlDocument::Format::yaml);
  ASSERT_TRUE(document);
  EXPECT_EQ(text_at(*document, {"a"}), "'x y'");
  EXPECT_EQ(text_at(*document, {"ключ"}), "&anchor !!str plain words");
  EXPECT_EQ(text_at(*document, {"lit"}), "|-\n  one\n  two  ");
  EXPECT_EQ(text_at(*document, {"keep"}), "|+\n  one\n");
  EXPECT_EQ(text_at(*document, {"empty"}), "");
  EXPECT_EQ(text_at(*document, {"map"}), "list:\n  - 1\n  - {q: [1, 2]}");
  const auto* list = find(*find(document->root(), "map"), "list");
  EXPECT_EQ(document->text()[*document->dash_before(list->items[1]->span.begin)], '-');
  EXPECT_EQ(list->items[1]->position.line, 16U);
  EXPECT_EQ(list->items[1]->position.column, 5U);
}

TEST(Yaml, PointsAtWhatIsMalformed) {
  EXPECT_NE(error("name: display\nruntime: [unclosed\n").find("did not find expected ',' or ']'"), std::string::npos);
  EXPECT_NE(error("a: 1\nb: 2\na: 3\n").find("the key 'a' is already defined at line 1"), std::string::npos);
  EXPECT_NE(error("a: 1\nb: 2\na: 3\n").find("file.yaml:3:1"), std::string::npos);
  EXPECT_NE(error("a:\n  1: x\n").find("expected only string keys, got '1'"), std::string::npos);
  EXPECT_NE(error("a: *none\n").find("unknown anchor 'none'"), std::string::npos);
  EXPECT_NE(error("a: &x [*x]\n").find("contains itself"), std::string::npos);
  EXPECT_NE(error("a: !!int x\n").find("'x' is no int"), std::string::npos);
  EXPECT_NE(error("a: \x01\n").find("control characters are not allowed"), std::string::npos);
  EXPECT_NE(error("a: \xff\n").find("file.yaml:1:4"), std::string::npos);
  EXPECT_NE(error(std::string(600, '[')).find("levels deep"), std::string::npos);
}

TEST(Yaml, DoesNotExplodeByAliases) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    const auto previous = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int k = 0; k < 10; ++k) bomb += (k == 0 ? "" : ", ") + previous;
    bomb += "]\n";
  }
  EXPECT_NE(error(bomb).find("stand for more than"), std::string::npos);
}

TEST(Json, IsReadAsStrictlyAsItShouldBe) {
  const auto document = YamlDocument::parse(R"({"a": "\ud83d\ude00 \/ \u00e9", "n": [1, 2.5e3, null]})", "f.json",
                                            YamlDocument::Format::json);
  ASSERT_TRUE(document) << document.error().message;
  EXPECT_EQ(to_json(document->value()), R"({"a":"😀 / é","n":[1,2500,null]})");
  EXPECT_NE(error("{\n  \"a\": 1,\n}", YamlDocument::Format::json).find("file.yaml:3:1"), std::string::npos);
  EXPECT_NE(error("a: 1", YamlDocument::Format::json).find("invalid JSON"), std::string::npos);
}

}  // namespace
}  // namespace ashlar::project
