#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fleet/operations/operation_harness.hpp"

namespace ashlar::fleet {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string show =
    "systemctl show --property=LoadState,ActiveState,UnitFileState,NeedDaemonReload -- web.service";

struct Systemd : testing::Test {
  Systemd() {
    std::filesystem::create_directories(host.path("/run/systemd/system"));
    std::filesystem::create_directories(host.path("/etc/systemd/system"));
  }
  void state(const std::string& load, const std::string& active, const std::string& enabled, bool old = false) {
    host.runner.answer(show, "LoadState=" + load + "\nActiveState=" + active + "\nUnitFileState=" + enabled +
                                 "\nNeedDaemonReload=" + (old ? "yes" : "no") + "\n");
  }
  TestHost host;
};

TEST_F(Systemd, ServiceIsEnabledAndStarted) {
  state("loaded", "inactive", "disabled");
  const PropertyMap arguments{{"service", "web"}, {"running", true}, {"enabled", true}};
  EXPECT_THAT(host.operation("systemd.service", arguments).changes,
              ElementsAre("enable web.service", "start web.service"));
  state("loaded", "active", "enabled");
  EXPECT_FALSE(host.operation("systemd.service", arguments).changed);
}

TEST_F(Systemd, ServiceThatRunsIsRestartedOrReloaded) {
  state("loaded", "active", "enabled");
  EXPECT_THAT(host.operation("systemd.service", {{"service", "web"}, {"restarted", true}}).changes,
              ElementsAre("restart web.service"));
  EXPECT_THAT(host.operation("systemd.service", {{"service", "web"}, {"reloaded", true}}).changes,
              ElementsAre("reload web.service"));
  state("loaded", "inactive", "enabled");
  EXPECT_THAT(host.operation("systemd.service", {{"service", "web"}, {"restarted", true}}).changes,
              ElementsAre("start web.service"));
}

TEST_F(Systemd, ServiceStaysAsItIsWhenRunningIsNull) {
  state("loaded", "inactive", "disabled");
  EXPECT_THAT(
      host.operation("systemd.service", {{"service", "web"}, {"running", PropertyValue()}, {"enabled", true}}).changes,
      ElementsAre("enable web.service"));
}

TEST_F(Systemd, UnitsAreReadAgainOnlyWhenTheyAreOld) {
  state("loaded", "active", "enabled", true);
  EXPECT_THAT(host.operation("systemd.service", {{"service", "web"}, {"daemon_reload", true}}).changes,
              ElementsAre("have systemd read its units again"));
  state("loaded", "active", "enabled");
  EXPECT_FALSE(host.operation("systemd.service", {{"service", "web"}, {"daemon_reload", true}}).changed);
}

TEST_F(Systemd, UnitThatIsNotThereIsAnErrorUnlessItMustNotRun) {
  state("not-found", "inactive", "");
  EXPECT_THAT(host.operation("systemd.service", {{"service", "web"}}).error->message,
              HasSubstr("there is no unit web.service"));
  EXPECT_FALSE(host.operation("systemd.service", {{"service", "web"}, {"running", false}}).changed);
}

TEST_F(Systemd, InARootFileSystemThatDoesNotRunUnitsAreEnabledAllTheSame) {
  std::filesystem::remove_all(host.path("/run"));
  host.runner.answer("systemctl is-enabled web.service", "disabled\n", 1);
  EXPECT_THAT(
      host.operation("systemd.service", {{"service", "web"}, {"running", PropertyValue()}, {"enabled", true}}).changes,
      ElementsAre("enable web.service"));
  EXPECT_THAT(host.operation("systemd.service", {{"service", "web"}, {"running", true}}).error->message,
              HasSubstr("systemd does not run on this host"));
}

TEST_F(Systemd, UnitIsWrittenAndReadOnce) {
  const PropertyMap arguments{{"unit", "web"}, {"content", "[Service]\nExecStart=/bin/true"}};
  EXPECT_THAT(host.operation("systemd.unit", arguments).changes,
              ElementsAre("create file /etc/systemd/system/web.service"));
  EXPECT_THAT(host.runner.calls, ElementsAre("systemctl daemon-reload"));
  EXPECT_THAT(host.operation("systemd.unit", arguments).changes, IsEmpty());
}

}  // namespace
}  // namespace ashlar::fleet
