// The questions of ashlar/fleet/testing.hpp, asked of a real machine.

#include "ashlar/fleet/testing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fleet/connectors/ssh_connector.hpp"
#include "tests/lab/lab.hpp"

namespace ashlar::fleet {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class AMachine : public lab::LabTest {
 protected:
  static void SetUpTestSuite() { start_lab(1); }

  IoLoop loop;
  SshPool pool{loop};
  TestHost host{loop, pool.connector(lab_options())};

 private:
  static SshOptions lab_options() { return has_lab() ? lab().options(lab().host()) : SshOptions{}; }
};

TEST_F(AMachine, TellsAboutItsServices) {
  EXPECT_TRUE(host.service("ssh").running());
  EXPECT_TRUE(host.service("ssh").enabled());
  EXPECT_FALSE(host.service("no-such-service").exists());
  EXPECT_FALSE(host.service("no-such-service").running());
  EXPECT_TRUE(host.service("apt-daily.timer").masked());
  EXPECT_TRUE(host.run({"systemctl", "stop", "cron"}).ok());
  EXPECT_TRUE(host.service("cron").exists());
  EXPECT_FALSE(host.service("cron").running());
}

TEST_F(AMachine, TellsAboutItsPackages) {
  EXPECT_TRUE(host.package("sudo").installed());
  EXPECT_THAT(host.package("sudo").version(), HasSubstr("1.9"));
  EXPECT_FALSE(host.package("nginx").installed());
  EXPECT_THROW(static_cast<void>(host.package("nginx").version()), std::runtime_error);
}

TEST_F(AMachine, TellsAboutItsSockets) {
  EXPECT_TRUE(host.socket("tcp://22").listening());
  EXPECT_TRUE(host.socket("tcp://0.0.0.0:22").listening());
  EXPECT_FALSE(host.socket("tcp://80").listening());
  EXPECT_TRUE(host.socket("unix:///run/dbus/system_bus_socket").listening());
}

TEST_F(AMachine, TellsAboutItsUsersAndFiles) {
  EXPECT_EQ(host.user("deploy").shell(), "/bin/bash");
  EXPECT_THAT(host.user("deploy").groups(), ElementsAre("deploy"));
  EXPECT_EQ(host.file("/etc/sudoers.d/lab").mode(), 0440U);
  EXPECT_EQ(host.file("/home/deploy/.ssh").user(), "deploy");
}

}  // namespace
}  // namespace ashlar::fleet
