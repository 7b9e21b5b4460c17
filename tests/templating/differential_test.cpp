// Our library beside the genuine Jinja2, which is asked anew.
#include <gtest/gtest.h>

#include <array>

#include "base/process.hpp"
#include "case.hpp"

namespace ashlar::templating::testing {
namespace {

const std::string folder = ASHLAR_SOURCE_DIR "/tests/templating";

/// The Python that has Jinja2; Debian's own before another one of PATH.
std::optional<std::string> python() {
  for (const std::string candidate : {"/usr/bin/python3", "python3"}) {
    const ProcessOptions options{
        .argv = {candidate, "-c", "import jinja2; assert jinja2.__version__.startswith('3.1.')"}};
    const auto done = run_process(options);
    if (done && done->status.ok()) return candidate;
  }
  return std::nullopt;
}

TEST(Differential, RecordsAreWhatTheGenuineOneGivesToday) {
  const auto interpreter = python();
  if (!interpreter) GTEST_SKIP() << "needs oracle: no Python with Jinja2 3.1 (python3-jinja2)";
  const ProcessOptions options{.argv = {*interpreter, folder + "/record.py", "--check"}};
  const auto done = run_process(options);
  ASSERT_TRUE(done.ok());
  EXPECT_TRUE(done->status.ok()) << done->out << done->err;
}

TEST(Differential, TemplatesMadeByChanceRenderTheSame) {
  const auto interpreter = python();
  if (!interpreter) GTEST_SKIP() << "needs oracle: no Python with Jinja2 3.1 (python3-jinja2)";
  const ProcessOptions options{.argv = {*interpreter, folder + "/random_cases.py", "1", "600"}};
  const auto done = run_process(options);
  ASSERT_TRUE(done.ok() && done->status.ok()) << (done ? done->err : done.error().message);
  const auto cases = Json::parse(done->out).get<std::vector<Json>>();
  ASSERT_EQ(cases.size(), 600U);
  for (const auto& recorded : cases) {
    auto wanted = expected(recorded);
    auto got = rendered(recorded);
    wanted.line = got.line = 0;
    // We name what is missing where the genuine one only complains of its type.
    if (wanted.error == "type" && got.error == "undefined") continue;
    EXPECT_EQ(got, wanted) << recorded["name"].get<std::string>() << " with " << recorded["options"].dump() << "\n"
                           << recorded["template"].get<std::string>() << "\nwanted " << describe(wanted) << "\ngot    "
                           << describe(got);
  }
}

}  // namespace
}  // namespace ashlar::templating::testing
