// One stack, two tools in turns: what one did, the other finds nothing to change in.

#include <gmock/gmock.h>

#include "oracle/both_tools.hpp"

namespace ashlar::oracle {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;

class Handover : public BothTools {
 protected:
  void prepare() override {
    write_cpp_program(pets_program);
    must(ours({"stack", "init", "dev"}));
    must(ours({"config", "set", "words", "2"}));
    must(ours({"config", "set", "--secret", "token", "open sesame"}));
  }
  void make_pets_of_three_words() { must(ours({"config", "set", "words", "3"})); }
  [[nodiscard]] std::string pet() const { return ours({"stack", "output", "pet"}).out; }
};

TEST_F(Handover, TheGenuineToolGoesOnWithAStackThatOursMade) {
  must(ours(up));
  EXPECT_THAT(pet(), MatchesRegex("[a-z]+-[a-z]+\n"));

  EXPECT_TRUE(succeeded(genuine(preview)));
  make_pets_of_three_words();
  EXPECT_EQ(genuine(preview).code(), 7);  // what it reports for unexpected changes
  must(genuine(up));

  EXPECT_TRUE(succeeded(ours(preview)));
  EXPECT_THAT(pet(), MatchesRegex("[a-z]+-[a-z]+-[a-z]+\n"));
}

TEST_F(Handover, OursGoesOnWithAStackThatTheGenuineToolMade) {
  must(genuine(up));
  EXPECT_THAT(pet(), MatchesRegex("[a-z]+-[a-z]+\n"));

  EXPECT_TRUE(succeeded(ours(preview)));
  make_pets_of_three_words();
  EXPECT_EQ(ours(preview).code(), 7);
  must(ours(up));

  EXPECT_TRUE(succeeded(genuine(preview)));
  EXPECT_THAT(pet(), MatchesRegex("[a-z]+-[a-z]+-[a-z]+\n"));
}

TEST_F(Handover, EachRefreshesWhatTheOtherMade) {
  must(ours(up));
  EXPECT_TRUE(succeeded(genuine({"refresh", "--yes", "--skip-preview", "--expect-no-changes"})));
  EXPECT_TRUE(succeeded(ours({"refresh", "--yes", "--skip-preview", "--expect-no-changes"})));
  EXPECT_TRUE(succeeded(genuine(preview)));
}

TEST_F(Handover, ProtectionByOneHoldsForTheOtherUntilItIsTakenAway) {
  must(genuine(up));

  const auto refused = ours({"destroy", "--yes", "--skip-preview"});
  EXPECT_NE(refused.code(), 0);
  EXPECT_THAT(refused.all(), HasSubstr("protect"));

  must(genuine({"state", "unprotect", "--all", "--yes"}));
  must(ours({"destroy", "--yes", "--skip-preview"}));
  EXPECT_THAT(exported()["deployment"].value("resources", nlohmann::json::array()), IsEmpty());
  EXPECT_TRUE(succeeded(genuine({"stack", "rm", "--yes"})));
  EXPECT_EQ(ours({"stack", "ls", "--json"}).out, "[]\n");
}

TEST_F(Handover, AnUpdateWithTheBuiltInProvidersIsNoneForThePlugins) {
  must(ours_without_plugins(up));
  EXPECT_TRUE(succeeded(genuine({"preview", "--expect-no-changes", "--stack", "dev"})));
  must(genuine({"up", "--yes", "--skip-preview", "--stack", "dev"}));
  EXPECT_TRUE(succeeded(ours_without_plugins(preview)));
}

}  // namespace
}  // namespace ashlar::oracle
