#include "fleet/operations/unified_diff.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "base/process.hpp"
#include "base/temporary_directory.hpp"
#include "fleet/operations/secrets.hpp"

namespace ashlar::fleet {
namespace {

const DiffNames names{"a", "b"};

TEST(UnifiedDiff, OfEqualTextsIsEmpty) { EXPECT_EQ(unified_diff("x\n", "x\n", names), ""); }

TEST(UnifiedDiff, HasThreeLinesOfContext) {
  EXPECT_EQ(unified_diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n", names),
            "--- a\n+++ b\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}

TEST(UnifiedDiff, TellsAMissingNewline) {
  EXPECT_EQ(unified_diff("a", "a\n", names), "--- a\n+++ b\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
}

TEST(UnifiedDiff, OfBinaryContentsOnlySaysThatTheyDiffer) {
  EXPECT_EQ(unified_diff(std::string("\0x", 2), "y", names), "Binary files a and b differ\n");
}

/// What patch(1) makes of the old text and the diff.
std::string patched(const std::string& before, const std::string& diff) {
  const TemporaryDirectory folder;
  std::ofstream(folder.path() + "/file") << before;
  const auto result = run_process(
      {.argv = {"patch", "-s", "--fuzz=0", "file"}, .environment = {}, .directory = folder.path(), .input = diff});
  EXPECT_TRUE(result.ok() && result->status.ok())
      << (result.ok() ? result->out + result->err : result.error().message) << diff;
  std::ifstream file(folder.path() + "/file");
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(UnifiedDiff, AppliedByPatchGivesTheNewText) {
  std::mt19937 random(7);
  for (int round = 0; round < 60; ++round) {
    std::string before, after;
    for (int line = 0; line < 40; ++line) {
      const auto text = std::to_string(random() % 9) + "\n";
      const auto fate = random() % 12;
      if (fate != 0) before += text;
      if (fate != 1) after += fate == 2 ? "new\n" : text;
    }
    if (before == after) continue;
    EXPECT_EQ(patched(before, unified_diff(before, after, names)), after);
  }
}

TEST(UnifiedDiff, OfLongTextsWithNothingInCommonReplacesAll) {
  std::string before, after;
  for (int i = 0; i < 3000; ++i) before += "a" + std::to_string(i) + "\n", after += "b" + std::to_string(i) + "\n";
  EXPECT_NE(unified_diff(before, after, names).find("@@ -1,3000 +1,3000 @@"), std::string::npos);
}

TEST(Secrets, AreHiddenWhereverTheyOccur) {
  SecretMask mask;
  mask.learn(PropertyMap{{"a", PropertyValue::secret("hunter2")},
                         {"b", PropertyMap{{"c", PropertyValue::secret("line one\nline two")}}},
                         {"d", PropertyValue::secret("x")},
                         {"e", "public"}});
  EXPECT_EQ(mask.hide("public hunter2x, line two"), "public [secret]x, [secret]");
}

}  // namespace
}  // namespace ashlar::fleet
