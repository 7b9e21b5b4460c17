#include "cmd/ashlar/engine/build_progress.hpp"

#include <gtest/gtest.h>

namespace ashlar::cli {
namespace {

class Progress : public testing::Test {
 protected:
  Shell shell(bool err_is_terminal, Environment environment = {}) {
    return Shell({.environment = std::move(environment),
                  .files = files_,
                  .clock = clock_,
                  .entropy = entropy_,
                  .out = out_,
                  .err = err_,
                  .err_is_terminal = err_is_terminal},
                 {});
  }

  RealFileSystem files_;
  SystemClock clock_;
  SystemEntropy entropy_;
  StringOutput out_, err_;
};

TEST_F(Progress, OnATerminalIsOneLineThatGoesAway) {
  const auto terminal = shell(true);
  {
    BuildProgress progress(terminal);
    progress.step("Compiling a.cpp");
    EXPECT_EQ(err_.text, "\r\x1b[KCompiling a.cpp …");
    progress.step("Linking");
  }
  EXPECT_EQ(err_.text, "\r\x1b[KCompiling a.cpp …\r\x1b[KLinking …\r\x1b[K");
  EXPECT_EQ(out_.text, "");
}

TEST_F(Progress, OnATerminalMakesRoomForTheCompilersWords) {
  const auto terminal = shell(true);
  BuildProgress progress(terminal);
  progress.step("Compiling a.cpp");
  err_.text.clear();
  progress.output("a.cpp:1: warning\n");
  EXPECT_EQ(err_.text, "\r\x1b[Ka.cpp:1: warning\n\r\x1b[KCompiling a.cpp …");
}

TEST_F(Progress, ElsewhereIsSilentAboutAShortBuild) {
  const auto pipe = shell(false);
  {
    BuildProgress progress(pipe);
    progress.step("Compiling a.cpp");
  }
  EXPECT_EQ(err_.text, "");
}

TEST_F(Progress, ElsewhereSaysOnceWhatALongBuildIsAt) {
  const auto pipe = shell(false);
  BuildProgress progress(pipe);
  progress.step("Compiling a.cpp");
  progress.wonder();
  progress.step("Linking");
  EXPECT_EQ(err_.text, "Compiling a.cpp …\n");
}

TEST_F(Progress, InTheLogOfABuildServiceReplacesNothing) {
  const auto service = shell(true, Environment({{"CI", "true"}}));
  BuildProgress progress(service);
  progress.step("Compiling a.cpp");
  EXPECT_EQ(err_.text, "");
}

}  // namespace
}  // namespace ashlar::cli
