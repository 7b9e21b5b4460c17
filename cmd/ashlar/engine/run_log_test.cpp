#include "cmd/ashlar/engine/run_log.hpp"

#include <gmock/gmock.h>

#include "base/temporary_directory.hpp"

namespace ashlar::cli {
namespace {

using testing::SizeIs;

TEST(RunLog, KeepsMessagesWithoutSecretsAndColors) {
  const TemporaryDirectory place;
  RealFileSystem files;
  SystemClock clock;
  const auto path = run_log_path(std::string(place.path()), "p", "dev");
  {
    auto log = RunLog::open(files, path, clock, {"hunter2", "1"});
    ASSERT_TRUE(log.ok()) << log.error().message;
    Diagnostic hello{.severity = Severity::warning, .message = "\x1b[1mpassword hunter2 of 1\x1b[0m\n", .urn = "urn:x"};
    (*log)->on_event(deploy::DiagnosticRaised{hello});
    (*log)->on_event(deploy::DiagnosticRaised{{.severity = Severity::debug, .message = "noise"}});
    (*log)->message("Interrupted");
    EXPECT_TRUE((*log)->status().ok());
  }
  const auto messages = parse_run_log(*files.read_file(path));
  ASSERT_THAT(messages, SizeIs(2));
  EXPECT_EQ(messages[0].urn, "urn:x");
  EXPECT_EQ(messages[0].text, "warning: password [secret] of 1");
  EXPECT_EQ(messages[1].text, "Interrupted");
}

TEST(RunLog, IsReadAsFarAsItIsWhole) {
  EXPECT_THAT(parse_run_log("{\"timestamp\":1,\"message\":\"a\"}\n{\"timestamp\":2,\"mess"), SizeIs(1));
}

}  // namespace
}  // namespace ashlar::cli
