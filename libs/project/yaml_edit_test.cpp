#include "project/yaml_edit.hpp"

#include <gtest/gtest.h>

namespace ashlar::project {
namespace {

using Format = YamlDocument::Format;

YamlDocument parse(const std::string& text, Format format = Format::yaml) {
  auto document = YamlDocument::parse(text, "file", format);
  EXPECT_TRUE(document) << document.error().message << "\n" << text;
  return *std::move(document);
}

/// `before`, changed so that it says what `wanted` (YAML too) says.
std::string edited(const std::string& before, const std::string& wanted, Format format = Format::yaml) {
  auto value = parse(wanted).value();
  if (value.is_null()) value = YamlMap();
  auto result = edit_yaml(parse(before, format), value);
  EXPECT_TRUE(result) << result.error().message;
  return result ? *result : "failed";
}

TEST(EditingYaml, ChangesNothingWhereNothingChanges) {
  const std::string text = "# c\n\na:   'x'   # y\nb: [ 1,2 ]\n\n\n";
  EXPECT_EQ(edited(text, "{a: x, b: [1, 2]}"), text);
  EXPECT_EQ(edited("a: 0x10\nb: 1.10", "{a: 16, b: 1.1}"), "a: 0x10\nb: 1.10");
}

TEST(EditingYaml, ReplacesAScalarAndKeepsItsComment) {
  EXPECT_EQ(edited("a: 1\nb: old   # why\nc: 3\n", "{a: 1, b: new, c: 3}"), "a: 1\nb: new   # why\nc: 3\n");
  EXPECT_EQ(edited("b:   old\n", "{b: new}"), "b: new\n");
  EXPECT_EQ(edited("b:\n  old # why\nc: 3\n", "{b: new, c: 3}"), "b:\n  new # why\nc: 3\n");
  EXPECT_EQ(edited("b: one\n  two\n  three # why\nc: 3\n", "{b: new, c: 3}"), "b: new # why\nc: 3\n");
  EXPECT_EQ(edited("b: # why\nc: 3\n", "{b: new, c: 3}"), "b: new # why\nc: 3\n");
  EXPECT_EQ(edited("b: &anchor !!str old\nc: 3\n", "{b: new, c: 3}"), "b: new\nc: 3\n");
}

TEST(EditingYaml, KeepsTheQuotesOfAString) {
  EXPECT_EQ(edited("a: 'x'\nb: \"y\"\n", "{a: z, b: z}"), "a: 'z'\nb: \"z\"\n");
  EXPECT_EQ(edited("a: 'x'\n", "a: \"it's\\n\""), "a: |\n  it's\n");
  EXPECT_EQ(edited("a: 'x'\n", "a: \"it's\""), "a: 'it''s'\n");
  EXPECT_EQ(edited("a: 'x'\n", "a: 5"), "a: 5\n");
}

TEST(EditingYaml, QuotesWhatWouldBeReadAsSomethingElse) {
  EXPECT_EQ(edited("a: x\n", "a: '12'"), "a: \"12\"\n");
  EXPECT_EQ(edited("a: x\n", "a: 'yes'"), "a: \"yes\"\n");
  EXPECT_EQ(edited("a: x\n", "a: ''"), "a: \"\"\n");
  EXPECT_EQ(edited("a: x\n", "a: 'a: b #c'"), "a: 'a: b #c'\n");
  EXPECT_EQ(edited("a: x\n", "a: '  padded  '"), "a: '  padded  '\n");
  EXPECT_EQ(edited("a: x\n", "a: '{\"a\": 1}'"), "a: '{\"a\": 1}'\n");
  EXPECT_EQ(edited("a: x\n", "a: \"na\\xefve \\U0001F510\""), "a: \"naïve \\U0001F510\"\n");
  EXPECT_EQ(edited("a: x\n", "a: '-leading'"), "a: -leading\n");
  EXPECT_EQ(edited("a: x\n", "a: v1:abc=:def=="), "a: v1:abc=:def==\n");
}

TEST(EditingYaml, WritesTextOfSeveralLinesAsLines) {
  EXPECT_EQ(edited("m:\n  a: x # why\n  b: 2\n", "m: {a: \"one\\ntwo\\n\", b: 2}"),
            "m:\n  a: | # why\n    one\n    two\n  b: 2\n");
  EXPECT_EQ(edited("a: |\n  one\n  two\nb: 2\n", "{a: short, b: 2}"), "a: short\nb: 2\n");
  EXPECT_EQ(edited("a: | # why\n  one\n\nb: 2\n", "{a: short, b: 2}"), "a: short # why\n\nb: 2\n");
  EXPECT_EQ(edited("a: |-\n  one\nb: 2\n", "{a: \"x\\ny\", b: 2}"), "a: |-\n  x\n  y\nb: 2\n");
  EXPECT_EQ(edited("a: >+\n  one\n\nb: 2\n", "{a: \"x\\n\\n\", b: 2}"), "a: \"x\\n\\n\"\nb: 2\n");
}

TEST(EditingYaml, AddsAtTheEndOfAMap) {
  EXPECT_EQ(edited("a:\n  b: 1\nc: 2\n", "{a: {b: 1, x: z}, c: 2}"), "a:\n  b: 1\n  x: z\nc: 2\n");
  EXPECT_EQ(
      edited("a:\n    b: 1 # b\n    # more\n\n    # and more\n\n# about c\nc: 2\n", "{a: {b: 1, x: {z: [1]}}, c: 2}"),
      "a:\n    b: 1 # b\n    # more\n\n    # and more\n    x:\n        z:\n            - 1\n\n# about c\nc: 2\n");
  EXPECT_EQ(edited("a: 1", "{a: 1, b: 2}"), "a: 1\nb: 2\n");
  EXPECT_EQ(edited("a:\n  t: |\n    text\n\n\nb: 1\n", "{a: {t: \"text\\n\", u: 1}, b: 1}"),
            "a:\n  t: |\n    text\n  u: 1\n\n\nb: 1\n");
  EXPECT_EQ(edited("a: {}\n", "a: {b: 1}"), "a:\n  b: 1\n");
  EXPECT_EQ(edited("a: # why\n", "a: {b: 1}"), "a: # why\n  b: 1\n");
  EXPECT_EQ(edited("a: old # why\nb: 1\n", "{a: {b: 1}, b: 1}"), "a: # why\n  b: 1\nb: 1\n");
}

TEST(EditingYaml, BeginsAnEmptyFile) {
  EXPECT_EQ(edited("", "{a: {b: 1}}"), "a:\n  b: 1\n");
  EXPECT_EQ(edited("# only a comment", "{a: 1}"), "# only a comment\na: 1\n");
  EXPECT_EQ(edited("---\n# c\n...\n", "{a: 1}"), "---\n# c\na: 1\n...\n");
  EXPECT_EQ(edited("--- {}\n", "{a: 1}"), "---\na: 1\n");
  EXPECT_EQ(edited("{}\n", "{a: 1}"), "a: 1\n");
  EXPECT_EQ(edited("a: 1\n---\nsecond: document\n", "{a: 1, b: 2}"), "a: 1\nb: 2\n---\nsecond: document\n");
}

TEST(EditingYaml, RemovesAnEntryWithItsOwnComments) {
  EXPECT_EQ(edited("# file\n\n# about a\na: 1 # here\n\n# about b\nb: 2\n", "{b: 2}"), "# file\n\n\n# about b\nb: 2\n");
  EXPECT_EQ(edited("# file\na: 1\nb: 2\n", "{b: 2}"), "# file\nb: 2\n");
  EXPECT_EQ(edited("m:\n  # about a\n  a:\n    x: 1\n    # foot\n  # about b\n  b: 2\n", "m: {b: 2}"),
            "m:\n  # about b\n  b: 2\n");
  EXPECT_EQ(edited("a: |\n  text\n\nb: 2\n", "{b: 2}"), "\nb: 2\n");
  EXPECT_EQ(edited("m:\n  a: 1\n", "m: {}"), "m: {}\n");
  EXPECT_EQ(edited("# c\na: 1\nb: 2\n", ""), "# c\n");
}

TEST(EditingYaml, ChangesListsItemByItem) {
  const std::string list = "l:\n  - a # A\n  # about b\n  - b\n  - c: 1\n    d: 2 # D\nx: 1\n";
  EXPECT_EQ(edited(list, "{l: [a, {c: 1, d: 2}], x: 1}"), "l:\n  - a # A\n  - c: 1\n    d: 2 # D\nx: 1\n");
  EXPECT_EQ(edited(list, "{l: [a, b, {d: 2}], x: 1}"), "l:\n  - a # A\n  # about b\n  - b\n  - d: 2 # D\nx: 1\n");
  EXPECT_EQ(edited(list, "{l: [a, b, {c: 3, d: 2}, e], x: 1}"),
            "l:\n  - a # A\n  # about b\n  - b\n  - c: 3\n    d: 2 # D\n  - e\nx: 1\n");
  EXPECT_EQ(edited(list, "{l: [z, a, b, w, {c: 1, d: 2}], x: 1}"),
            "l:\n  - z\n  - a # A\n  # about b\n  - b\n  - w\n  - c: 1\n    d: 2 # D\nx: 1\n");
  EXPECT_EQ(edited("l:\n- a\n# about x\nx: 1\n", "{l: [a, {b: 1, c: 2}], x: 1}"),
            "l:\n- a\n- b: 1\n  c: 2\n# about x\nx: 1\n");
  EXPECT_EQ(edited("l:\n- - 1\n  - 2\n- 3\n", "l: [[2], 3]"), "l:\n- - 2\n- 3\n");
  EXPECT_EQ(edited("l:\n  - a: 1\n    # about b\n    b: 2\n", "l: [{b: 2}]"), "l:\n  -\n    # about b\n    b: 2\n");
  EXPECT_EQ(edited("l:\n  - a: 1\n    b: 2 # c\n  - 5\n", "l: [7, 5]"), "l:\n  - 7\n  - 5\n");
  EXPECT_EQ(edited("l:\n  - a\n", "l: []"), "l: []\n");
}

TEST(EditingYaml, StaysInFlowStyle) {
  EXPECT_EQ(edited("a: { x: 1, y: 2 } # c\n", "a: {x: 1, y: 3, z: 'b:c'}"), "a: { x: 1, y: 3, z: 'b:c' } # c\n");
  EXPECT_EQ(edited("a: { x: 1, y: 2, z: 3 }\n", "a: {y: 2}"), "a: { y: 2 }\n");
  EXPECT_EQ(edited("a: { x: 1, y: 2, z: 3 }\n", "a: {x: 1, q: 0}"), "a: { x: 1, q: 0 }\n");
  EXPECT_EQ(edited("a: [1, 2, 3]\n", "a: [1, 3, 4]"), "a: [1, 3, 4]\n");
  EXPECT_EQ(edited("a: [\n  1, # one\n  2 # two\n]\n", "a: [1, 2, 3]"), "a: [\n  1, # one\n  2, # two\n  3\n]\n");
  EXPECT_EQ(edited("a: [1, 2,]\n", "a: [1, 2, 3]"), "a: [1, 2, 3]\n");
  EXPECT_EQ(edited("a: [1]\n", "a: [\"x\\ny\"]"), "a: [\"x\\ny\"]\n");
  EXPECT_EQ(edited("{a: {b: 1}, c: 2}\n", "{a: {b: 1, d: e}, c: 3}"), "{a: {b: 1, d: e}, c: 3}\n");
}

TEST(EditingYaml, WritesOutAliasesThatWouldSaySomethingElse) {
  EXPECT_EQ(edited("a: &x 1\nb: *x # same\nc: 3\n", "{a: 2, b: 1, c: 3}"), "a: 2\nb: 1 # same\nc: 3\n");
  EXPECT_EQ(edited("a: &x {p: 1}\nb: *x\n", "{a: {p: 1}, b: {p: 2}}"), "a: &x {p: 1}\nb:\n  p: 2\n");
  EXPECT_EQ(edited("base: &b\n  x: 1\nuse:\n  <<: *b\n  y: 2\n", "{base: {x: 1}, use: {x: 3, y: 2}}"),
            "base: &b\n  x: 1\nuse:\n  <<: *b\n  y: 2\n  x: 3\n");
  EXPECT_EQ(edited("base: &b\n  x: 1\nuse:\n  <<: *b\n  z: 2\n", "{base: {x: 1}, use: {z: 2}}"),
            "base: &b\n  x: 1\nuse:\n  z: 2\n");
  EXPECT_EQ(edited("base: &b\n  x: 1 # c\nuse:\n  <<: *b\n", "{base: {x: 2}, use: {x: 1}}"),
            "base: &b\n  x: 2 # c\nuse:\n  x: 1\n");
}

TEST(EditingYaml, KeepsWindowsLineEnds) {
  EXPECT_EQ(edited("a: 1\r\nm:\r\n  b: 2 # c\r\n", "{a: 1, m: {b: 3, c: \"x\\ny\"}}"),
            "a: 1\r\nm:\r\n  b: 3 # c\r\n  c: |-\r\n    x\r\n    y\r\n");
}

TEST(EditingYaml, LeavesAFileWithoutALastLineBreakSo) {
  EXPECT_EQ(edited("a: 1\nb: 2", "{a: 5, b: 2}"), "a: 5\nb: 2");
  EXPECT_EQ(edited("a: 1\nb: |\n  x", "{a: 5, b: x}"), "a: 5\nb: x\n");
}

TEST(EditingJson, KeepsItsShape) {
  const std::string text = "{\n    \"config\": {\n        \"p:a\": \"1\"\n    },\n    \"x\": [1, 2]\n}\n";
  EXPECT_EQ(
      edited(text, "{config: {'p:a': '2', 'p:b': {c: [true]}}, x: [1, 2, 3]}", Format::json),
      "{\n    \"config\": {\n        \"p:a\": \"2\",\n        \"p:b\": {\n            \"c\": [\n                true\n"
      "            ]\n        }\n    },\n    \"x\": [1, 2, 3]\n}\n");
  EXPECT_EQ(edited("", "{config: {'p:a': 1}}", Format::json), "{\n    \"config\": {\n        \"p:a\": 1\n    }\n}\n");
  EXPECT_EQ(edited("{\"a\": 1, \"b\": 2}", "{a: 1}", Format::json), "{\"a\": 1}");
}

}  // namespace
}  // namespace ashlar::project
