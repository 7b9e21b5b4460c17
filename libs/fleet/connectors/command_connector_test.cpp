#include "fleet/connectors/command_connector.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fleet/connectors/testing.hpp"

namespace ashlar::fleet {
namespace {

using ::testing::HasSubstr;

class LocalConnector : public ::testing::Test {
 protected:
  LocalConnector() { EXPECT_TRUE(testing::connect(loop, *local)); }

  testing::Outcome run(std::vector<std::string> argv, const std::string& input = {}) {
    auto outcome = testing::run(loop, *local, std::move(argv), input);
    EXPECT_TRUE(outcome) << (outcome ? "" : outcome.error().message);
    return outcome ? *outcome : testing::Outcome{};
  }

  IoLoop loop;
  std::unique_ptr<Connector> local = local_connector(loop);
};

TEST_F(LocalConnector, PassesArgumentsThroughNoShell) {
  const auto outcome = run({"printf", "%s|", "a b", "$HOME", "'\"\n"});
  EXPECT_EQ(outcome.out, "a b|$HOME|'\"\n|");
  EXPECT_TRUE(outcome.ok());
}

TEST_F(LocalConnector, TellsOutputFromErrorsAndHowTheProcessEnded) {
  const auto outcome = run({"sh", "-c", "echo out; echo err >&2; exit 3"});
  EXPECT_EQ(outcome.out, "out\n");
  EXPECT_EQ(outcome.err, "err\n");
  ASSERT_TRUE(outcome.end && *outcome.end);
  EXPECT_EQ((*outcome.end)->code, 3);
}

TEST_F(LocalConnector, CarriesMoreThanAPipeHoldsBothWaysAtOnce) {
  std::string input;
  for (int i = 0; input.size() < 5'000'000; ++i) input += std::to_string(i) + "\n";
  EXPECT_EQ(run({"cat"}, input).out, input);
}

TEST_F(LocalConnector, InputThatNobodyReadsDoesNoHarm) {
  EXPECT_TRUE(run({"sh", "-c", "exec <&-; echo closed"}, std::string(1'000'000, 'x')).ok());
}

TEST_F(LocalConnector, DoesNotWaitForWhatAProcessLeavesBehind) {
  const auto outcome = run({"sh", "-c", "sleep 1000 & echo $!"});
  ASSERT_TRUE(outcome.ok());
  const auto left_behind = std::stoi(outcome.out);
  EXPECT_EQ(::kill(left_behind, SIGKILL), 0) << "it runs on";
}

TEST_F(LocalConnector, SaysWhichProgramIsMissing) {
  const auto outcome = testing::run(loop, *local, {"no-such-program"});
  ASSERT_FALSE(outcome);
  EXPECT_THAT(outcome.error().message, HasSubstr("@local"));
  EXPECT_THAT(outcome.error().message, HasSubstr("no-such-program"));
}

/// Starts `argv`, which is expected to say something before it waits; returns once it has.
std::unique_ptr<Stream> start_and_hear(IoLoop& loop, Connector& connector, std::vector<std::string> argv,
                                       std::optional<Result<ExitStatus>>& end) {
  std::unique_ptr<Stream> stream;
  StreamCallbacks callbacks;
  callbacks.on_output = [&](const std::string&) { loop.stop(); };
  callbacks.on_end = [&](Result<ExitStatus> ended) {
    end = std::move(ended);
    loop.stop();
  };
  connector.start(std::move(argv), callbacks,
                  [&](Result<std::unique_ptr<Stream>> started) { stream = std::move(*started); });
  loop.run();
  return stream;
}

TEST_F(LocalConnector, KillEndsAProcessAndSaysSo) {
  std::optional<Result<ExitStatus>> end;
  const auto stream = start_and_hear(loop, *local, {"sh", "-c", "echo here; sleep 1000"}, end);
  stream->kill();
  loop.run();
  ASSERT_TRUE(end && *end);
  EXPECT_EQ((*end)->signal, SIGKILL);
}

TEST_F(LocalConnector, DisconnectingEndsWhatRuns) {
  std::optional<Result<ExitStatus>> end;
  const auto stream = start_and_hear(loop, *local, {"sh", "-c", "echo here; sleep 1000"}, end);
  local->disconnect();
  loop.run();
  ASSERT_TRUE(end && *end);
  EXPECT_EQ((*end)->signal, SIGKILL);
}

TEST_F(LocalConnector, AStreamMayBeDestroyedInItsOwnCallback) {
  std::unique_ptr<Stream> stream;
  StreamCallbacks callbacks;
  callbacks.on_output = [&](const std::string&) {
    stream.reset();
    loop.post([&] { loop.stop(); });
  };
  callbacks.on_end = [](const Result<ExitStatus>&) { ADD_FAILURE() << "called after the end of the stream"; };
  local->start({"sh", "-c", "echo here; sleep 1000"}, callbacks,
               [&](Result<std::unique_ptr<Stream>> started) { stream = std::move(*started); });
  loop.run();
  EXPECT_EQ(stream, nullptr);
}

TEST_F(LocalConnector, CountsTrafficAndRoundTrips) {
  run({"cat"}, "hello");
  EXPECT_EQ(local->traffic().bytes_sent, 5U);
  EXPECT_EQ(local->traffic().bytes_received, 5U);
  EXPECT_EQ(local->traffic().round_trips, 1U);
}

TEST_F(LocalConnector, RunsManyProcessesAtATime) {
  constexpr int count = 50;
  int running = 0;
  int ended = 0;
  std::vector<std::unique_ptr<Stream>> streams;
  for (int i = 0; i < count; ++i) {
    StreamCallbacks callbacks;
    callbacks.on_output = [&](const std::string&) {
      if (++running == count)
        for (auto& stream : streams) stream->close_input();
    };
    callbacks.on_end = [&](const Result<ExitStatus>&) {
      if (++ended == count) loop.stop();
    };
    local->start({"sh", "-c", "echo up; cat"}, callbacks,
                 [&](Result<std::unique_ptr<Stream>> started) { streams.push_back(std::move(*started)); });
  }
  loop.run();
  EXPECT_EQ(ended, count);
}

TEST(CommandConnector, SaysWhyItsProbeFailed) {
  IoLoop loop;
  CommandConnector connector(loop, {.name = "@docker/web",
                                    .prefix = {},
                                    .probe = {"sh", "-c", "echo 'no such container: web' >&2; exit 1"},
                                    .help = "start it"});
  const auto status = testing::connect(loop, connector);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().message, "cannot reach @docker/web: no such container: web");
  EXPECT_EQ(status.error().help, "start it");
}

}  // namespace
}  // namespace ashlar::fleet
