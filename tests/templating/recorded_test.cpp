// Templates that were made for the purpose, and what the genuine Jinja2 made of them (record.py).
#include <gtest/gtest.h>

#include "case.hpp"

namespace ashlar::templating::testing {
namespace {

TEST(RecordedCases, GiveWhatTheGenuineOneGives) {
  std::size_t count = 0;
  for (const auto& recorded : all_cases()) {
    ++count;
    auto wanted = expected(recorded);
    const auto got = rendered(recorded);
    if (wanted.line == 0 || wanted.error == "limit")
      wanted.line = got.line;  // where it became too much is our own matter
    EXPECT_EQ(got, wanted) << recorded["name"].get<std::string>() << "\n"
                           << recorded["template"].get<std::string>() << "\nwanted " << describe(wanted) << "\ngot    "
                           << describe(got);
  }
  EXPECT_GT(count, 1000U);
}

}  // namespace
}  // namespace ashlar::templating::testing
