#include "cmd/ashlar/engine/run_record.hpp"

#include <gmock/gmock.h>

namespace ashlar::cli {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Key;
using testing::Not;
using testing::Pair;

struct SomeFlags {
  bool yes = false, skip = false;
  std::string message, refresh;
  int parallel = 0;
  Arguments arguments;

  SomeFlags() {
    arguments.flag("yes", 'y', yes, "");
    arguments.flag("skip-preview", 'f', skip, "");
    arguments.option("message", 'm', message, "text", "");
    arguments.option("parallel", 'p', parallel, "number", "");
    arguments.option("refresh", 'r', refresh, "bool", "").without_value = "true";
  }
};

TEST(GivenFlags, TellWhatIsSwitchedAndHideWhatIsSaid) {
  const SomeFlags flags;
  EXPECT_THAT(given_flags(flags.arguments, {"up", "--yes", "--message", "secret", "--refresh=false"}),
              ElementsAre(Pair("message", "set"), Pair("refresh", "false"), Pair("yes", "true")));
}

TEST(GivenFlags, KnowLettersAloneTogetherAndWithTheirValue) {
  const SomeFlags flags;
  EXPECT_THAT(
      given_flags(flags.arguments, {"up", "-yf", "-p4", "-m", "--yes"}),
      ElementsAre(Pair("message", "set"), Pair("parallel", "set"), Pair("skip-preview", "true"), Pair("yes", "true")));
}

TEST(GivenFlags, EndAtTheMarkerAndSkipWhatIsUnknown) {
  const SomeFlags flags;
  EXPECT_TRUE(given_flags(flags.arguments, {"up", "--color", "never", "--", "--yes"}).empty());
}

TEST(RunEnvironment, NamesVariablesWithoutTheirValues) {
  const Environment environment{{"PULUMI_CONFIG_PASSPHRASE", "hunter2"}, {"PULUMI_DEV", "TRUE"}, {"HOME", "/root"}};
  const auto facts = run_environment(environment, {{"yes", "true"}}, "", "cpp");
  EXPECT_THAT(facts, Contains(Pair("pulumi.env.PULUMI_CONFIG_PASSPHRASE", "set")));
  EXPECT_THAT(facts, Contains(Pair("pulumi.env.PULUMI_DEV", "true")));
  EXPECT_THAT(facts, Not(Contains(Key("pulumi.env.HOME"))));
  EXPECT_THAT(facts, Contains(Pair("pulumi.flag.yes", "true")));
  EXPECT_THAT(facts, Contains(Pair("exec.kind", "cli")));
}

}  // namespace
}  // namespace ashlar::cli
