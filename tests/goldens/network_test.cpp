/// The network program, compiled and run as `ashlar up` does it, against the recording of the program it takes the
/// place of.

#include "base/temporary_directory.hpp"
#include "tests/goldens/fake_ec2.hpp"
#include "tests/goldens/goldens.hpp"
#include "toolchain/program_runner.hpp"

namespace ashlar {
namespace {

using toolchain::BuildOutput;

class Network : public ::testing::TestWithParam<const char*> {};

/// Runs the program of `directory` with what the recording says of its run.
toolchain::RunOutcome run_program(const std::filesystem::path& directory, const nlohmann::json& golden,
                                  const std::string& address) {
  const auto sdk = toolchain::load_sdk(std::string(ASHLAR_BINARY_DIR) + "/lib/ashlar/sdk.conf");
  if (!sdk) return {.error = sdk.error().message};
  std::string said;
  const BuildOutput output{.compiler = [&](std::string_view text) { said += text; }, .progress = {}};
  const auto program = toolchain::build(directory, *sdk, std::string(ASHLAR_BINARY_DIR) + "/cache/toolchain", output);
  if (!program) return {.error = program.error().message + "\n" + said};

  toolchain::RunRequest request{.directory = directory,
                                .root_directory = directory,
                                .monitor_address = address,
                                .engine_address = address,
                                .project = golden["project"],
                                .stack = golden["stack"],
                                .organization = "organization",
                                .dry_run = golden["mode"] == "preview"};
  for (const auto& [key, value] : golden["config"].items()) request.config[key] = value;
  ThreadEventLoop loop;
  toolchain::RunOutcome outcome;
  const auto write = [](const std::string& text) { std::fputs(text.c_str(), stderr); };
  const auto run = toolchain::ProgramRun::start(program->executable, request, loop,
                                                {.on_stdout = write, .on_stderr = write, .on_end = [&](auto result) {
                                                   outcome = std::move(result);
                                                   loop.stop();
                                                 }});
  if (!run) return {.error = run.error().message};
  loop.run();
  return outcome;
}

TEST_P(Network, AsksForWhatTheRecordedProgramAskedFor) {
  const auto golden = load_golden(std::string("programs/aws-network.QA.") + GetParam() + ".json");
  if (golden.is_null()) GTEST_SKIP() << "needs goldens: recorded runs (shared/goldens)";
  FakeEc2 ec2;
  ::setenv("AWS_ENDPOINT_URL", ec2.url().c_str(), 1);
  ::setenv("AWS_ACCESS_KEY_ID", "test", 1);
  ::setenv("AWS_SECRET_ACCESS_KEY", "test", 1);
  sdk::RecordingMonitor monitor(golden["project"], golden["stack"]);
  answer_like(golden, monitor);

  const auto outcome =
      run_program(ASHLAR_SOURCE_DIR "/src/ol_infrastructure/infrastructure/aws/network", golden, monitor.address());

  EXPECT_EQ(outcome.error, "");
  EXPECT_FALSE(outcome.bail) << monitor.recorded()["logs"].dump(1);
  expect_same_requests(golden, monitor.recorded());
}

INSTANTIATE_TEST_SUITE_P(Modes, Network, ::testing::Values("up", "preview"));

}  // namespace
}  // namespace ashlar
