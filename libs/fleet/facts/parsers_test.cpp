#include "fleet/facts/parsers.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "fleet/facts/fact.hpp"
#include "fleet/operations/operation_harness.hpp"

namespace ashlar::fleet {
namespace {

PropertyValue member(const PropertyValue& value, const std::string& name) {
  const auto* map = value.get<PropertyMap>();
  const auto* found = map != nullptr ? find(*map, name) : nullptr;
  return found != nullptr ? *found : PropertyValue("(no " + name + ")");
}

PropertyArray list(std::initializer_list<PropertyValue> items) { return items; }

TEST(Parsers, ReadMounts) {
  const PropertyValue mounts = parse_mounts("/dev/sda1 / ext4 rw,relatime 0 0\ntmpfs /mnt/my\\040disk tmpfs rw 0 0\n");
  EXPECT_EQ(member(member(mounts, "/"), "options"), PropertyValue(list({"rw", "relatime"})));
  EXPECT_EQ(member(member(mounts, "/mnt/my disk"), "type"), PropertyValue("tmpfs"));
}

TEST(Parsers, ReadKernelModules) {
  const PropertyValue modules = parse_modules("nf_conntrack 212992 3 nf_nat,xt_conntrack, Live 0x0000000000000000\n");
  EXPECT_EQ(member(member(modules, "nf_conntrack"), "instances"), PropertyValue(3));
  EXPECT_EQ(member(member(modules, "nf_conntrack"), "state"), PropertyValue("Live"));
}

TEST(Parsers, ReadKernelParameters) {
  const PropertyValue values =
      parse_sysctl("net.ipv4.ip_forward = 0\nnet.ipv4.tcp_rmem = 4096\t131072\t6291456\nkernel.hostname = web1\n");
  EXPECT_EQ(member(values, "net.ipv4.ip_forward"), PropertyValue(0));
  EXPECT_EQ(member(values, "net.ipv4.tcp_rmem"), PropertyValue(list({4096, 131072, 6291456})));
  EXPECT_EQ(member(values, "kernel.hostname"), PropertyValue("web1"));
}

TEST(Parsers, ReadACrontab) {
  const auto jobs = parse_crontab("MAILTO=ann\n# nightly\n5 4 * * 1-5 /bin/job --all\n@daily /bin/other\n");
  ASSERT_EQ(jobs.size(), 2U);
  EXPECT_EQ(member(jobs[0], "command"), PropertyValue("/bin/job --all"));
  EXPECT_EQ(member(jobs[0], "hour"), PropertyValue(4));
  EXPECT_EQ(member(jobs[0], "day_of_week"), PropertyValue("1-5"));
  EXPECT_EQ(member(jobs[0], "comments"), PropertyValue(list({"# nightly"})));
  EXPECT_EQ(member(jobs[1], "special_time"), PropertyValue("@daily"));
}

TEST(Parsers, ReadInstalledPackages) {
  const PropertyValue packages =
      parse_dpkg("installed bash 5.2.15-2+b7\nconfig-files vim 9\ninstalled libc6 2.36-9\ninstalled libc6 2.36-9\n");
  EXPECT_EQ(member(packages, "bash"), PropertyValue(list({"5.2.15-2+b7"})));
  EXPECT_EQ(packages.get<PropertyMap>()->size(), 2U);
}

TEST(Parsers, ReadSourcesOfBothFormats) {
  const auto lines = parse_apt_sources(
      "# deb http://off/ x y\ndeb [arch=amd64,arm64 signed-by=/k.gpg] https://example.org/debian stable main contrib # "
      "note\n");
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(member(lines[0], "components"), PropertyValue(list({"main", "contrib"})));
  EXPECT_EQ(member(member(lines[0], "options"), "arch"), PropertyValue(list({"amd64", "arm64"})));
  const auto stanzas = parse_deb822_sources(
      "Types: deb\nURIs: http://deb.debian.org/debian\nSuites: bookworm bookworm-updates\nComponents: main\n"
      "Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg\n\nEnabled: no\nTypes: deb\nURIs: "
      "http://off/\nSuites: x\n");
  ASSERT_EQ(stanzas.size(), 2U);
  EXPECT_EQ(member(stanzas[1], "distribution"), PropertyValue("bookworm-updates"));
}

TEST(Parsers, ReadUnits) {
  const PropertyValue units =
      parse_units("Id=cron.service\nActiveState=active\n\nId=ssh.service\nActiveState=inactive\n", "ActiveState");
  EXPECT_EQ(member(units, "cron.service"), PropertyValue("active"));
  EXPECT_EQ(member(units, "ssh.service"), PropertyValue("inactive"));
}

TEST(Parsers, ReadNetworkDevices) {
  const PropertyValue devices = parse_ip(
      "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN mode DEFAULT group default qlen 1000\\    "
      "link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n"
      "2: eth0@if7: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP mode DEFAULT group default \\    "
      "link/ether 02:42:ac:11:00:02 brd ff:ff:ff:ff:ff:ff link-netnsid 0\n",
      "1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever preferred_lft forever\n"
      "2: eth0    inet 172.17.0.2/16 brd 172.17.255.255 scope global eth0\\       valid_lft forever preferred_lft "
      "forever\n"
      "2: eth0    inet6 fe80::42/64 scope link \\       valid_lft forever preferred_lft forever\n");
  const auto eth0 = member(devices, "eth0");
  EXPECT_EQ(member(eth0, "ether"), PropertyValue("02:42:ac:11:00:02"));
  EXPECT_EQ(member(eth0, "mtu"), PropertyValue(1500));
  EXPECT_EQ(member(eth0, "ipv4"), PropertyValue(list({PropertyMap{{"address", "172.17.0.2"}, {"mask_bits", 16}}})));
  EXPECT_EQ(member(eth0, "ipv6"), PropertyValue(list({PropertyMap{{"address", "fe80::42"}, {"mask_bits", 64}}})));
}

TEST(Parsers, ReadFileSystems) {
  const PropertyValue devices =
      parse_df("Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/sda1 1000 250 750 25% /\n");
  EXPECT_EQ(member(member(devices, "/dev/sda1"), "used_percent"), PropertyValue(25));
}

struct Facts : testing::Test {
  PropertyValue fact(const std::string& name, const PropertyMap& arguments = {}) {
    auto value = gather_fact(name, arguments, host.machine);
    EXPECT_TRUE(value.ok()) << (value.ok() ? "" : value.error().message);
    return value.ok() ? *value : PropertyValue();
  }
  TestHost host;
};

TEST_F(Facts, OfFilesTellWhatIsThere) {
  host.write("/a", "one\ntwo\n");
  EXPECT_EQ(member(fact("files.File", {{"path", "/a"}}), "size"), PropertyValue(8));
  EXPECT_EQ(member(fact("files.File", {{"path", "/a"}}), "mode"), PropertyValue(644));
  EXPECT_EQ(fact("files.Directory", {{"path", "/a"}}), PropertyValue(false));
  EXPECT_EQ(fact("files.File", {{"path", "/none"}}), PropertyValue());
  EXPECT_EQ(fact("files.FindInFile", {{"path", "/a"}, {"pattern", "^t"}}), PropertyValue(list({"two"})));
  EXPECT_EQ(fact("files.Sha256File", {{"path", "/a"}}), PropertyValue(sha256("one\ntwo\n")));
  EXPECT_EQ(fact("files.FindFiles", {{"path", "/"}, {"fname", "a*"}}), PropertyValue(list({"/a"})));
}

TEST_F(Facts, OfTheDistribution) {
  host.write("/etc/os-release", "NAME=\"Debian GNU/Linux\"\nVERSION_ID=\"12\"\nID=debian\n");
  EXPECT_EQ(fact("server.LinuxName"), PropertyValue("Debian"));
  EXPECT_EQ(member(fact("server.LinuxDistribution"), "major"), PropertyValue(12));
  EXPECT_EQ(member(fact("server.OsRelease"), "id"), PropertyValue("debian"));
}

TEST_F(Facts, OfUsers) { EXPECT_EQ(member(member(fact("server.Users"), "app"), "home"), PropertyValue("/home/app")); }

TEST_F(Facts, ThatAreNotThereAreNamed) {
  const auto value = gather_fact("server.Hostnam", {}, host.machine);
  ASSERT_FALSE(value.ok());
  EXPECT_EQ(value.error().help, "did you mean server.Hostname?");
}

}  // namespace
}  // namespace ashlar::fleet
