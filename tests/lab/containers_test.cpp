// Containers and folders that are reached without a network.

#include <gtest/gtest.h>

#include "fleet/connectors/containers.hpp"
#include "fleet/connectors/testing.hpp"
#include "tests/lab/lab.hpp"

namespace ashlar::fleet {
namespace {

class Inside : public lab::LabTest {
 protected:
  static void SetUpTestSuite() { start_lab(1); }

  std::string output(Connector& connector, const std::vector<std::string>& argv) {
    const auto status = testing::connect(loop, connector);
    EXPECT_TRUE(status) << status.error().message;
    if (!status) return {};
    const auto outcome = testing::run(loop, connector, argv, "input");
    EXPECT_TRUE(outcome && outcome->ok());
    return outcome ? outcome->out : "";
  }

  IoLoop loop;
};

TEST_F(Inside, AMachineOfNspawnProcessesSeeItsHostNameAndItsProcesses) {
  const auto machine = nspawn_connector(loop, lab().host().name);
  EXPECT_EQ(output(*machine, {"sh", "-c", "hostname; cat /proc/1/comm; cat"}), lab().host().name + "\nsystemd\ninput");
}

TEST_F(Inside, AMachineThatDoesNotRunIsNamed) {
  const auto machine = nspawn_connector(loop, "no-such-machine");
  const auto status = testing::connect(loop, *machine);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().message, "cannot reach @nspawn/no-such-machine: no machine of that name runs");
}

TEST_F(Inside, AFolderProcessesSeeItsFilesOnly) {
  const auto folder = chroot_connector(loop, lab().root());
  EXPECT_EQ(output(*folder, {"sh", "-c", "test ! -e " + lab().root() + " && ls -d /etc/sudoers.d/lab; cat"}),
            "/etc/sudoers.d/lab\ninput");
}

}  // namespace
}  // namespace ashlar::fleet
