#include "fleet/inventory/inventory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ashlar::fleet {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* town = R"(
data: {port: 80, colour: grey}
connection: {user: deploy}
hosts:
  tower: {data: {colour: white}, connection: {address: "10.0.0.9", port: 2222}}
groups:
  all_web: {groups: [web], data: {colour: red, level: 1}}
  web: {hosts: [web1, web2], data: {level: 2, password: !secret hidden}}
  db: {hosts: {db1: {data: {port: 5432}}, web2: null}}
environments:
  qa:
    data: {port: 8080}
    groups: {web: {data: {level: 3}, hosts: [web9]}}
)";

Inventory read(const std::string& text, const std::string& environment = "") {
  auto inventory = inventory_of_yaml(text, "town.yaml", environment, Environment{{"TOKEN", "t0"}});
  EXPECT_TRUE(inventory.ok()) << (inventory.ok() ? "" : inventory.error().message);
  return inventory.ok() ? *inventory : Inventory{};
}

std::string error_of(const std::string& text, const std::string& environment = "") {
  const auto inventory = inventory_of_yaml(text, "town.yaml", environment, Environment{});
  return inventory.ok() ? "no error" : inventory.error().message;
}

std::vector<std::string> names(const Inventory& inventory) {
  std::vector<std::string> all;
  for (const auto& host : inventory.hosts) all.push_back(host.name);
  return all;
}

const InventoryHost& host(const Inventory& inventory, const std::string& name) {
  for (const auto& each : inventory.hosts) {
    if (each.name == name) return each;
  }
  throw std::runtime_error("no host " + name);
}

TEST(Inventory, NearerDataCountsOverFarther) {
  const auto inventory = read(town);
  EXPECT_THAT(names(inventory), testing::UnorderedElementsAre("tower", "web1", "web2", "db1"));
  EXPECT_EQ(host(inventory, "tower").data.at("colour"), PropertyValue("white"));
  EXPECT_EQ(host(inventory, "web1").data.at("colour"), PropertyValue("red"));  // of the group's parent
  EXPECT_EQ(host(inventory, "web1").data.at("level"), PropertyValue(2));
  EXPECT_EQ(host(inventory, "db1").data.at("port"), PropertyValue(5432));
  EXPECT_EQ(host(inventory, "web1").data.at("port"), PropertyValue(80));
}

TEST(Inventory, AHostIsInItsGroupsAndTheirParents) {
  const auto inventory = read(town);
  EXPECT_THAT(host(inventory, "web1").groups, ElementsAre("all_web", "web"));
  EXPECT_THAT(host(inventory, "web2").groups, ElementsAre("db", "all_web", "web"));
}

TEST(Inventory, AnEnvironmentIsLaidOverTheRest) {
  const auto inventory = read(town, "qa");
  EXPECT_EQ(host(inventory, "web1").data.at("port"), PropertyValue(8080));
  EXPECT_EQ(host(inventory, "web9").data.at("level"), PropertyValue(3));
  EXPECT_THAT(error_of(town, "prod"), HasSubstr("there is no environment 'prod'"));
}

TEST(Inventory, SecretsKeepTheirMark) {
  const auto inventory = read(town);
  EXPECT_TRUE(host(inventory, "web1").data.at("password").contains_secrets());
  const auto other = read("hosts: [a]\ndata: {token: !env TOKEN}");
  EXPECT_EQ(other.hosts.front().data.at("token"), PropertyValue::secret("t0"));
  EXPECT_THAT(error_of("hosts: [a]\ndata: {token: !env NOPE}"), HasSubstr("NOPE is not set"));
}

TEST(Inventory, ConnectionsAreSettingsOfTheirOwn) {
  const auto inventory = read(town);
  const auto& tower = host(inventory, "tower");
  EXPECT_EQ(tower.target.address, "10.0.0.9");
  EXPECT_EQ(tower.connection.at("user"), PropertyValue("deploy"));
  EXPECT_EQ(tower.connection.at("port"), PropertyValue(2222));
}

TEST(Inventory, MistakesAreNamedWithTheirPlace) {
  EXPECT_THAT(error_of("hosst: [a]"), HasSubstr("town.yaml: there is no member 'hosst'"));
  EXPECT_THAT(error_of("groups: {web: {hots: [a]}}"), HasSubstr("town.yaml: groups.web: there is no member 'hots'"));
  EXPECT_THAT(error_of("groups: {web: {groups: [x]}}"), HasSubstr("there is no group 'x'"));
  EXPECT_THAT(error_of("hosts: 3"), HasSubstr("hosts: has to be a list of names, or a map"));
  EXPECT_THAT(error_of("data: {a: 1}"), HasSubstr("there are no hosts"));
  EXPECT_THAT(error_of("hosts: ['a b']"), HasSubstr("hosts.a b: 'a b' is no host"));
  EXPECT_THAT(error_of("- a"), HasSubstr("an inventory is a map"));
}

TEST(Inventory, GroupsThatContainEachOtherAreOne) {
  const auto inventory = read("groups: {a: {groups: [b], hosts: [x]}, b: {groups: [a]}}");
  EXPECT_THAT(host(inventory, "x").groups, ElementsAre("b", "a"));
}

TEST(Inventory, HostsOfTheCommandLineAreSeparatedByCommas) {
  const auto inventory = inventory_of_names("@local, ann@web1:2200,@docker/box,web1,web1");
  ASSERT_TRUE(inventory.ok());
  EXPECT_THAT(names(*inventory), ElementsAre("@local", "ann@web1:2200", "@docker/box", "web1"));
  EXPECT_EQ(inventory->hosts[1].target.user, "ann");
  EXPECT_EQ(inventory->hosts[1].target.port, 2200);
}

TEST(Target, SaysHowAHostIsReached) {
  const auto parse = [](const char* text) {
    const auto target = Target::parse(text);
    return target.ok()
               ? target->connector + " " + target->address + " " + target->user + " " + std::to_string(target->port)
               : target.error().message;
  };
  EXPECT_EQ(parse("web1"), "ssh web1  0");
  EXPECT_EQ(parse("@ssh/web1:22"), "ssh web1  22");
  EXPECT_EQ(parse("root@[fe80::1]:22"), "ssh fe80::1 root 22");
  EXPECT_EQ(parse("fe80::1"), "ssh fe80::1  0");
  EXPECT_EQ(parse("@chroot/srv/root"), "chroot /srv/root  0");
  EXPECT_EQ(parse("@nspawn/box"), "nspawn box  0");
  for (const auto* wrong : {"", "@", "@docker", "@docker/", "@moon/x", "web1:", "web1:0", "web1:x", "@web", "-oProxy",
                            "@docker/-x", "@local/x", "[::1", "[::1]x", "a/b"}) {
    EXPECT_THAT(parse(wrong), HasSubstr("is no host")) << wrong;
  }
}

TEST(Limit, TakesHostsAndGroupsAndLeavesOut) {
  const auto inventory = read(town);
  const auto left = [&](const std::vector<std::string>& patterns) {
    auto some = limited(inventory, patterns);
    return some.ok() ? names(*some) : std::vector{some.error().message};
  };
  EXPECT_THAT(left({"web"}), testing::UnorderedElementsAre("web1", "web2"));
  EXPECT_THAT(left({"web*,!web2"}), ElementsAre("web1"));
  EXPECT_THAT(left({"!web", "!tower"}), ElementsAre("db1"));
  EXPECT_THAT(left({"wbe"}), ElementsAre("--limit: no host and no group is called 'wbe'"));
  EXPECT_THAT(left({"web1,!web1"}), ElementsAre("--limit leaves no host"));
}

}  // namespace
}  // namespace ashlar::fleet
