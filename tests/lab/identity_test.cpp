// Who the agent is on a real host: the user that logged in, or root by sudo, su or doas.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fleet/connectors/ssh_connector.hpp"
#include "fleet/connectors/testing.hpp"
#include "fleet/runner/agent_session.hpp"
#include "tests/lab/lab.hpp"

namespace ashlar::fleet {
namespace {

using ::testing::HasSubstr;

class Identity : public lab::LabTest {
 protected:
  static void SetUpTestSuite() { start_lab(1); }

  /// Logs in as `login`, brings an agent to life and tells as whom it runs.
  Result<std::string> agent_user(const std::string& login, Elevation elevation, const std::string& password = {}) {
    auto agents = find_agents(ASHLAR_BINARY_DIR "/bin");
    if (!agents) return agents.error();
    const AgentSupply supply{*agents, {}};
    const auto connector = pool.connector(lab().options(lab().host(), login));
    if (const auto status = testing::connect(loop, *connector); !status) return status.error();

    SessionOptions options;
    options.bootstrap.elevation = elevation;
    options.password = password;
    options.hello.run = "a test";
    std::string user;
    Status end;
    AgentSession::Callbacks callbacks;
    std::unique_ptr<AgentSession> session;
    callbacks.on_start = [&](const std::string&, const std::string&) { session->send(Finish{}); };
    callbacks.on_welcome = [&](const Welcome& welcome) { user = welcome.user; };
    callbacks.on_end = [&](Status status, bool) {
      end = std::move(status);
      loop.stop();
    };
    session = std::make_unique<AgentSession>(loop, *connector, supply, std::move(options), std::move(callbacks));
    loop.run();
    if (!end) return end.error();
    return user;
  }

  void expect_root(const std::string& login, Elevation elevation, const std::string& password = {}) {
    const auto user = agent_user(login, elevation, password);
    ASSERT_TRUE(user) << user.error().message;
    EXPECT_EQ(*user, "root");
  }

  IoLoop loop;
  SshPool pool{loop};
};

TEST_F(Identity, IsTheUserThatLoggedInUnlessAskedOtherwise) {
  const auto user = agent_user("deploy", Elevation::none);
  ASSERT_TRUE(user) << user.error().message;
  EXPECT_EQ(*user, "deploy");
}

TEST_F(Identity, IsRootBySudoWithoutAPassword) { expect_root("admin", Elevation::sudo); }

TEST_F(Identity, IsRootBySudoWithAPassword) { expect_root("deploy", Elevation::sudo, "deploy-secret"); }

TEST_F(Identity, APasswordThatSudoDoesNotAskForReachesNobody) { expect_root("admin", Elevation::sudo, "admin-secret"); }

TEST_F(Identity, IsRootBySuWithRootsPassword) { expect_root("deploy", Elevation::su, "root-secret"); }

TEST_F(Identity, IsRootByDoasWithoutAPassword) { expect_root("admin", Elevation::doas); }

TEST_F(Identity, AWrongPasswordIsNamedWithTheHost) {
  for (const auto elevation : {Elevation::sudo, Elevation::su}) {
    const auto user = agent_user("deploy", elevation, "not-the-password");
    ASSERT_FALSE(user);
    EXPECT_THAT(user.error().message, HasSubstr(lab().host().address));
    EXPECT_THAT(user.error().message + user.error().help, HasSubstr("password"));
    EXPECT_THAT(user.error().message + user.error().help, Not(HasSubstr("not-the-password")));
  }
}

TEST_F(Identity, AMissingPasswordIsAskedFor) {
  const auto user = agent_user("deploy", Elevation::sudo);
  ASSERT_FALSE(user);
  EXPECT_THAT(user.error().message, HasSubstr("needs a password"));
}

}  // namespace
}  // namespace ashlar::fleet
