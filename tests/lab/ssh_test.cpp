// The ssh connector against OpenSSH on real hosts.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fcntl.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "base/child.hpp"
#include "base/temporary_directory.hpp"
#include "fleet/connectors/ssh_connector.hpp"
#include "fleet/connectors/testing.hpp"
#include "tests/lab/delay_proxy.hpp"
#include "tests/lab/lab.hpp"

namespace ashlar::fleet {
namespace {

using std::chrono::milliseconds;
using ::testing::AnyOf;
using ::testing::HasSubstr;

std::string read_text(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

class Ssh : public lab::LabTest {
 protected:
  static void SetUpTestSuite() { start_lab(2); }

  /// Connects and tells what `argv` prints there.
  std::string output(const SshOptions& options, const std::vector<std::string>& argv) {
    const auto connector = pool.connector(options);
    const auto status = testing::connect(loop, *connector);
    EXPECT_TRUE(status) << status.error().message;
    if (!status) return {};
    const auto outcome = testing::run(loop, *connector, argv);
    EXPECT_TRUE(outcome && outcome->ok());
    return outcome ? outcome->out : "";
  }

  Error refusal(const SshOptions& options) {
    const auto connector = pool.connector(options);
    auto status = testing::connect(loop, *connector);
    EXPECT_FALSE(status) << "it connected";
    return status ? Error{} : status.error();
  }

  std::unique_ptr<Connector> connected(const SshOptions& options) {
    auto connector = pool.connector(options);
    const auto status = testing::connect(loop, *connector);
    EXPECT_TRUE(status) << status.error().message;
    return connector;
  }

  SshOptions options(const std::string& user = "root", std::size_t host = 0) {
    return lab().options(lab().host(host), user);
  }
  /// The same host behind a proxy.
  SshOptions options_through(const lab::DelayProxy& proxy) {
    auto result = options();
    result.name = "distant";
    result.host = "127.0.0.1";
    result.port = proxy.port();
    return result;
  }

  IoLoop loop;
  SshPool pool{loop};
  TemporaryDirectory folder;
};

TEST_F(Ssh, LogsInWithAKeyAndRunsProcesses) {
  const auto connector = connected(options());
  const auto outcome = testing::run(
      loop, *connector, {"sh", "-c", "printf '%s|' \"$@\"; cat; echo oops >&2; exit 3", "sh", "a b", "$HOME", "it's"},
      "input");
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->out, "a b|$HOME|it's|input");
  EXPECT_EQ(outcome->err, "oops\n");
  ASSERT_TRUE(*outcome->end);
  EXPECT_EQ((*outcome->end)->text(), "exited with code 3");
  EXPECT_EQ((*testing::run(loop, *connector, {"sh", "-c", "kill -TERM $$"})->end)->signal, SIGTERM);
}

TEST_F(Ssh, CarriesManyMegabytesBothWaysAtOnce) {
  std::string input(8'000'000, '\0');
  for (std::size_t i = 0; i < input.size(); ++i) input[i] = static_cast<char>(i * 7 + i / 1000);
  const auto connector = connected(options());
  EXPECT_TRUE(testing::run(loop, *connector, {"cat"}, input)->out == input);
  auto compressed = options();
  compressed.compression = true;
  const auto smaller = connected(compressed);
  EXPECT_TRUE(testing::run(loop, *smaller, {"cat"}, input)->out == input);
  EXPECT_LT(smaller->traffic().bytes_sent, input.size());
}

TEST_F(Ssh, RunsManyProcessesOverOneConnection) {
  const auto connector = connected(options());
  constexpr int count = 30;
  int ended = 0;
  std::vector<std::unique_ptr<Stream>> streams;
  std::string said;
  for (int i = 0; i < count; ++i) {
    StreamCallbacks callbacks;
    callbacks.on_output = [&](const std::string& text) { said += text; };
    callbacks.on_end = [&](const Result<ExitStatus>& end) {
      EXPECT_TRUE(end && end->ok());
      if (++ended == count) loop.stop();
    };
    connector->start({"echo", "x"}, callbacks,
                     [&](Result<std::unique_ptr<Stream>> started) { streams.push_back(std::move(*started)); });
  }
  loop.run();
  EXPECT_EQ(said.size(), 2U * count);
}

TEST_F(Ssh, OpensAKeyWithItsPassphrase) {
  auto with = options("deploy");
  with.key_files = {lab().key_file_with_passphrase()};
  const auto without = refusal(with);
  EXPECT_THAT(without.notes, ::testing::Contains(HasSubstr("is protected by a passphrase")));
  EXPECT_THAT(without.help, HasSubstr("ssh-add"));
  with.passphrase = "wrong";
  EXPECT_THAT(refusal(with).notes, ::testing::Contains(HasSubstr("the passphrase is wrong")));
  with.passphrase = "key-secret";
  EXPECT_EQ(output(with, {"id", "-un"}), "deploy\n");
}

TEST_F(Ssh, LogsInWithAPassword) {
  auto with = options("deploy");
  with.key_files.clear();
  with.password = "deploy-secret";
  EXPECT_EQ(output(with, {"id", "-un"}), "deploy\n");
  with.password = "wrong";
  const auto error = refusal(with);
  EXPECT_EQ(error.message, "cannot log in to " + with.name + " as deploy: the server refused the password");
  EXPECT_THAT(error.message + error.help, Not(HasSubstr("wrong")));
}

TEST_F(Ssh, LogsInWithAnAgent) {
  const auto socket = folder.path() + "/agent";
  auto agent = start_child({.argv = {"ssh-agent", "-D", "-a", socket}});
  ASSERT_TRUE(agent) << agent.error().message;
  char byte = 0;
  ASSERT_EQ(::fcntl(agent->out.get(), F_SETFL, 0), 0);
  ASSERT_EQ(::read(agent->out.get(), &byte, 1), 1) << "it says where it listens";
  const auto added =
      run_process({.argv = {"ssh-add", "-q", lab().key_file()}, .environment = {{"SSH_AUTH_SOCK", socket}}});
  EXPECT_TRUE(added && added->status.ok());
  auto with = options("deploy");
  with.key_files.clear();
  with.agent_socket = socket;
  EXPECT_EQ(output(with, {"id", "-un"}), "deploy\n");
  ::kill(agent->pid, SIGKILL);
  reap_child(agent->pid, true);
}

TEST_F(Ssh, SaysWhatItTriedAndWhatTheServerAccepts) {
  const auto error = refusal(options("nobody-known"));
  EXPECT_EQ(error.kind, ErrorKind::authentication);
  EXPECT_THAT(error.message, HasSubstr("as nobody-known: the server refused the key " + lab().key_file()));
  EXPECT_THAT(error.notes, ::testing::Contains("the server accepts: publickey, password"));
}

TEST_F(Ssh, RefusesAHostThatIsNotKnownAndSaysHowToAddIt) {
  auto strange = options();
  strange.known_hosts_files = {folder.path() + "/known"};
  const auto error = refusal(strange);
  EXPECT_EQ(error.kind, ErrorKind::authentication);
  EXPECT_THAT(error.message, HasSubstr("the host key of " + strange.name + " is not known: ssh-ed25519 SHA256:"));
  EXPECT_THAT(error.help, HasSubstr("ssh-keyscan"));
  EXPECT_FALSE(std::filesystem::exists(folder.path() + "/known"));
}

TEST_F(Ssh, AcceptsANewHostIfAskedToAndKnowsItFromThenOn) {
  auto strange = options();
  strange.known_hosts_files = {folder.path() + "/new/known"};
  strange.host_keys = HostKeyPolicy::accept_new;
  EXPECT_EQ(output(strange, {"echo", "in"}), "in\n");
  EXPECT_THAT(read_text(strange.known_hosts_files.front()), HasSubstr(strange.host + " ssh-"));
  strange.host_keys = HostKeyPolicy::known_only;
  EXPECT_EQ(output(strange, {"echo", "in"}), "in\n");
}

TEST_F(Ssh, RefusesAChangedHostKeyEvenIfNewOnesAreAccepted) {
  auto changed = options();
  changed.known_hosts_files = {folder.path() + "/known"};
  changed.host_keys = HostKeyPolicy::accept_new;
  const auto public_key = read_text(lab().key_file() + ".pub");
  std::ofstream(folder.path() + "/known") << changed.host << " " << public_key;
  const auto error = refusal(changed);
  EXPECT_THAT(error.message, HasSubstr("the host key of " + changed.name + " has changed"));
  EXPECT_THAT(error.help, HasSubstr("ssh-keygen -f " + folder.path() + "/known -R '" + changed.host + "'"));
}

TEST_F(Ssh, PassesThroughAJumpHostThatManyShare) {
  auto behind = options("deploy", 1);
  behind.jump = std::make_shared<const SshOptions>(options("admin", 0));
  const auto one = connected(behind);
  const auto two = connected(behind);
  for (const auto* connector : {&one, &two}) {
    const auto outcome = testing::run(loop, **connector, {"sh", "-c", "hostname; echo ${SSH_CONNECTION%% *}"});
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->out, lab().host(1).name + "\n" + lab().host(0).address + "\n");
  }
  const auto watcher = connected(options("root", 0));
  EXPECT_EQ(testing::run(loop, *watcher, {"sh", "-c", "pgrep -c -u admin sshd"})->out, "1\n");

  behind.jump = std::make_shared<const SshOptions>(options("nobody-known", 0));
  EXPECT_THAT(refusal(behind).message, HasSubstr("on the way to " + behind.name));
}

TEST_F(Ssh, SaysWhyAHostCannotBeReached) {
  auto closed = options();
  closed.port = 9;
  auto error = refusal(closed);
  EXPECT_EQ(error.message, "cannot reach " + closed.name + " port 9: Connection refused");
  EXPECT_THAT(error.help, HasSubstr("sshd"));

  closed.jump = std::make_shared<const SshOptions>(options("root", 1));
  error = refusal(closed);
  EXPECT_THAT(error.message, HasSubstr("cannot reach " + closed.name + " port 9"));
  EXPECT_THAT(error.notes, ::testing::Contains(HasSubstr("through " + lab().host(1).address)));
}

TEST_F(Ssh, GivesUpOnAHostThatDoesNotAnswer) {
  lab::DelayProxy proxy(loop, lab().host().address, 22, milliseconds(0));
  proxy.swallow();
  auto silent = options_through(proxy);
  silent.connect_timeout = milliseconds(1500);
  EXPECT_THAT(refusal(silent).message, HasSubstr("no answer within 1.5 s while exchanging keys"));
}

TEST_F(Ssh, TellsItsProcessesThatTheConnectionWasCut) {
  lab::DelayProxy proxy(loop, lab().host().address, 22, milliseconds(0));
  const auto connector = connected(options_through(proxy));
  std::unique_ptr<Stream> stream;
  std::optional<Result<ExitStatus>> end;
  StreamCallbacks callbacks;
  callbacks.on_output = [&](const std::string&) { proxy.cut(); };
  callbacks.on_end = [&](Result<ExitStatus> ended) {
    end = std::move(ended);
    loop.stop();
  };
  connector->start({"sh", "-c", "echo here; cat"}, callbacks,
                   [&](Result<std::unique_ptr<Stream>> started) { stream = std::move(*started); });
  loop.run();
  ASSERT_TRUE(end && !*end);
  EXPECT_THAT(end->error().message, HasSubstr("the connection to distant was lost"));

  EXPECT_TRUE(testing::connect(loop, *connector)) << "it can be connected again";
}

TEST_F(Ssh, NoticesByKeepAliveThatAHostIsGone) {
  lab::DelayProxy proxy(loop, lab().host().address, 22, milliseconds(0));
  auto watched = options_through(proxy);
  watched.keep_alive_interval = milliseconds(500);
  watched.keep_alive_count = 6;
  const auto connector = connected(watched);
  std::unique_ptr<Stream> stream;
  std::optional<Result<ExitStatus>> end;
  StreamCallbacks callbacks;
  callbacks.on_output = [&](const std::string&) { proxy.swallow(); };
  callbacks.on_end = [&](Result<ExitStatus> ended) {
    end = std::move(ended);
    loop.stop();
  };
  // It speaks only after several intervals: by then it would be gone if its answers did not count.
  connector->start({"sh", "-c", "sleep 4; echo here; cat"}, callbacks,
                   [&](Result<std::unique_ptr<Stream>> started) { stream = std::move(*started); });
  loop.run();
  ASSERT_TRUE(end && !*end);
  EXPECT_THAT(end->error().message, HasSubstr("has not answered"));
}

TEST_F(Ssh, KillEndsTheProcessThere) {
  const auto connector = connected(options("deploy"));
  std::unique_ptr<Stream> stream;
  std::optional<Result<ExitStatus>> end;
  std::string process;
  StreamCallbacks callbacks;
  callbacks.on_output = [&](const std::string& text) {
    process = text;
    stream->kill();
  };
  callbacks.on_end = [&](Result<ExitStatus> ended) {
    end = std::move(ended);
    loop.stop();
  };
  connector->start({"sh", "-c", "echo $$; exec sleep 1000"}, callbacks,
                   [&](Result<std::unique_ptr<Stream>> started) { stream = std::move(*started); });
  loop.run();
  ASSERT_TRUE(end && *end);
  EXPECT_EQ((*end)->signal, SIGKILL);
  const auto gone = "while kill -0 " + process.substr(0, process.size() - 1) + " 2>/dev/null; do :; done; echo gone";
  EXPECT_EQ(testing::run(loop, *connector, {"sh", "-c", gone})->out, "gone\n");
}

TEST_F(Ssh, ConnectsInFewRoundTripsAndCountsThem) {
  lab::DelayProxy proxy(loop, lab().host().address, 22, milliseconds(20));
  const auto connector = connected(options_through(proxy));
  EXPECT_THAT(connector->traffic().round_trips, AnyOf(5U, 6U, 7U));
  const auto before = connector->traffic().round_trips;
  EXPECT_TRUE(testing::run(loop, *connector, {"true"})->ok());
  EXPECT_LE(connector->traffic().round_trips - before, 4U);
}

TEST_F(Ssh, HoldsAHundredConnectionsOnOneLoop) {
  constexpr int count = 100;
  std::vector<std::unique_ptr<Connector>> connectors;
  std::vector<std::unique_ptr<Stream>> streams;
  std::string said;
  int ended = 0;
  for (int i = 0; i < count; ++i) {
    auto each = options("root", static_cast<std::size_t>(i % 2));
    each.connect_timeout = std::chrono::minutes(2);
    connectors.push_back(pool.connector(each));
    connectors.back()->connect([&, i](const Status& status) {
      ASSERT_TRUE(status) << status.error().message;
      StreamCallbacks callbacks;
      callbacks.on_output = [&](const std::string& text) { said += text; };
      callbacks.on_end = [&](const Result<ExitStatus>& end) {
        EXPECT_TRUE(end && end->ok());
        if (++ended == count) loop.stop();
      };
      connectors[static_cast<std::size_t>(i)]->start(
          {"echo", "x"}, callbacks,
          [&](Result<std::unique_ptr<Stream>> started) { streams.push_back(std::move(*started)); });
    });
  }
  loop.run();
  EXPECT_EQ(said.size(), 2U * count);
}

TEST_F(Ssh, LeavesNoDescriptorBehind) {
  const auto open_files = [] {
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), std::filesystem::directory_iterator());
  };
  output(options(), {"true"});
  const auto before = open_files();
  output(options(), {"true"});
  refusal(options("nobody-known"));
  auto behind = options("deploy", 1);
  behind.jump = std::make_shared<const SshOptions>(options("admin", 0));
  output(behind, {"true"});
  EXPECT_EQ(open_files(), before);
}

}  // namespace
}  // namespace ashlar::fleet
