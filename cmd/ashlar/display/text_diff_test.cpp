#include "cmd/ashlar/display/text_diff.hpp"

#include <gtest/gtest.h>

namespace ashlar::cli {
namespace {

// ` line` for what is the same, `-line`, `+line`.
std::string script(std::string_view before, std::string_view after) {
  std::string text;
  for (const auto& run : diff_lines(before, after)) {
    for (const auto line : run.lines) {
      text += run.kind == LineRun::Kind::same ? ' ' : run.kind == LineRun::Kind::removed ? '-' : '+';
      text += std::string(line) + "\n";
    }
  }
  return text;
}

TEST(TextDiff, FindsTheShortestScript) {
  EXPECT_EQ(script("a\nb\nc\na\nb\nb\na\n", "c\nb\na\nb\na\nc\n"), "-a\n-b\n c\n+b\n a\n b\n-b\n a\n+c\n");
}

TEST(TextDiff, IsEmptyForEqualTextsButForTheText) { EXPECT_EQ(script("a\nb\n", "a\nb\n"), " a\n b\n"); }

TEST(TextDiff, PutsRemovalsBeforeAdditions) {
  EXPECT_EQ(script("one\n2\nthree\n", "one\ntwo\nthree\n"), " one\n-2\n+two\n three\n");
}

TEST(TextDiff, HandlesAnEmptySide) {
  EXPECT_EQ(script("", "a\nb"), "+a\n+b\n");
  EXPECT_EQ(script("a\nb", ""), "-a\n-b\n");
}

TEST(TextDiff, StaysCheapForTextsThatShareNothing) {
  std::string before;
  std::string after;
  for (int i = 0; i < 20'000; ++i) {
    before += "a" + std::to_string(i) + "\n";
    after += "b" + std::to_string(i) + "\n";
  }
  EXPECT_EQ(diff_lines(before, after).size(), 2U);
}

}  // namespace
}  // namespace ashlar::cli
