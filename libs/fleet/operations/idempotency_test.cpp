/// The promise of every operation: applied twice, it changes nothing the second time; and what a check shows is what is
/// done.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "base/process.hpp"
#include "fleet/operations/operation.hpp"
#include "fleet/operations/operation_harness.hpp"

namespace ashlar::fleet {
namespace {

/// A host, and what one operation is asked for. The host's tools are played by the test.
struct Case {
  std::string type;
  std::function<PropertyMap(TestHost&)> prepare;
};

/// A package manager whose list is `before` until `command` has been run.
std::function<PropertyMap(TestHost&)> manager(const std::string& list, const std::string& command,
                                              const std::string& after, const std::string& package) {
  return [=](TestHost& host) {
    host.runner.answer(list, "");
    host.runner.acts[command] = [&host, list, after] { host.runner.answer(list, after); };
    return PropertyMap{{"packages", package}};
  };
}

const std::string dpkg = "dpkg-query -W -f ${db:Status-Status} ${Package} ${Architecture} ${Version}\\n";
const std::string apt = "apt-get -y -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold ";
const std::string simulation = "apt-get -y --simulate -o Debug::NoLocking=true ";

PropertyMap apt_upgrade(TestHost& host, const std::string& verb) {
  host.runner.answer(simulation + verb, "Inst bash [5.2-1] (5.2-2 Debian:12 [amd64])\n");
  host.runner.acts[apt + verb] = [&host, verb] { host.runner.answer(simulation + verb, ""); };
  return {};
}

PropertyMap systemd_unit(TestHost& host, PropertyMap arguments) {
  const std::string show =
      "systemctl show --property=LoadState,ActiveState,UnitFileState,NeedDaemonReload -- web.service";
  std::filesystem::create_directories(host.path("/run/systemd/system"));
  host.write("/usr/bin/systemctl", "");
  ::chmod(host.path("/usr/bin/systemctl").c_str(), 0755);
  host.runner.answer(show, "LoadState=loaded\nActiveState=inactive\nUnitFileState=disabled\nNeedDaemonReload=no\n");
  host.runner.acts["systemctl start -- web.service"] = [&host, show] {
    host.runner.answer(show, "LoadState=loaded\nActiveState=active\nUnitFileState=enabled\nNeedDaemonReload=no\n");
  };
  return arguments;
}

PropertyMap flags(TestHost& host) {
  const auto list = "lsattr -d -- " + host.path("/a");
  host.runner.answer(list, "-------------e------- /a\n");
  host.runner.acts["chattr +i -- " + host.path("/a")] = [&host, list] {
    host.runner.answer(list, "----i--------e------- /a\n");
  };
  return {{"path", "/a"}, {"flags", "immutable"}};
}

PropertyMap archive(TestHost& host) {
  host.write("/made/top/file", "x");
  EXPECT_TRUE(run_process({.argv = {"tar", "-cf", host.path("/a.tar"), "-C", host.path("/made"), "top"},
                           .environment = {},
                           .directory = {},
                           .input = {}})
                  .ok());
  host.runner.real = true;
  return {{"src", "/a.tar"}, {"dest", "/opt/a"}, {"strip_components", 1}};
}

PropertyMap download(TestHost& host) {
  host.write("/served", "content");
  host.runner.real = true;
  return {{"src", "file://" + host.path("/served")},
          {"dest", "/opt/file"},
          {"sha256sum", sha256("content")},
          {"mode", "755"}};
}

PropertyMap user(TestHost& host) {
  host.runner.acts["useradd -M web"] = [&host] {
    host.write("/etc/passwd",
               "web:x:" + std::to_string(::getuid()) + ":" + std::to_string(::getgid()) + "::/home/web:/bin/sh\n");
  };
  return {{"user", "web"}, {"public_keys", "ssh-ed25519 AAAA"}};
}

PropertyMap apk(TestHost& host) { return manager("apk info -v", "apk add curl", "curl-8.1.2-r0\n", "curl")(host); }

PropertyMap tree(TestHost& host) {
  host.write("/srv/site/old", "x");
  return {{"src", PropertyMap{{"a", PropertyMap{{"content", host.asset("one")}, {"executable", true}}},
                              {"sub", PropertyMap{{"directory", true}}},
                              {"sub/l", PropertyMap{{"link", "../a"}}},
                              {"sub/deep", PropertyMap{{"directory", true}}}}},
          {"dest", "/srv/site"},
          {"delete", true}};
}

PropertyMap file_and(TestHost& host, const std::string& path, const std::string& text, PropertyMap arguments) {
  host.write(path, text);
  return arguments;
}

std::vector<Case> cases() {
  const auto plain = [](PropertyMap arguments) { return [arguments](TestHost&) { return arguments; }; };
  return {
      {"apk.packages", apk},
      {"apt.dist_upgrade", [](TestHost& host) { return apt_upgrade(host, "dist-upgrade"); }},
      {"apt.key",
       [](TestHost& host) {
         return file_and(host, "/root/key.asc",
                         "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAQID\n=aaaa\n-----END PGP PUBLIC KEY BLOCK-----\n",
                         {{"src", "/root/key.asc"}, {"dest", "/etc/apt/keyrings/k.gpg"}});
       }},
      {"apt.packages",
       [](TestHost& host) {
         host.runner.answer(dpkg, "installed bash amd64 5.2\n");
         host.runner.answer(simulation + "install nginx", "Inst nginx (1.22 Debian:12 [amd64])\n");
         host.runner.acts[apt + "install nginx"] = [&host] {
           host.runner.answer(dpkg, "installed nginx amd64 1.22\n");
         };
         return PropertyMap{{"packages", "nginx"}, {"update", true}};
       }},
      {"apt.ppa",
       [](TestHost& host) {
         std::filesystem::create_directories(host.path("/etc/apt/sources.list.d"));
         host.runner.acts["apt-add-repository -y ppa:ann/tools"] = [&host] {
           host.write("/etc/apt/sources.list.d/ann-ubuntu-tools-noble.list", "");
         };
         return PropertyMap{{"src", "ppa:ann/tools"}};
       }},
      {"apt.repo", plain({{"src", "deb http://example.org/debian stable main"}, {"filename", "example"}})},
      {"apt.update", plain({{"cache_time", 3600}})},
      {"apt.upgrade", [](TestHost& host) { return apt_upgrade(host, "upgrade"); }},
      {"apt.deb",
       [](TestHost& host) {
         host.runner.answer("dpkg-deb -W --showformat=${Package} ${Version} -- /a.deb", "tool 1.0");
         host.runner.acts[apt + "install /a.deb"] = [&host] { host.runner.answer(dpkg, "installed tool all 1.0\n"); };
         return file_and(host, "/a.deb", "", {{"src", "/a.deb"}});
       }},
      {"dnf.packages", manager("rpm -qa --queryformat %{NAME} %{VERSION}-%{RELEASE}\\n", "dnf install -y nginx",
                               "nginx 1.22-1\n", "nginx")},
      {"yum.packages", manager("rpm -qa --queryformat %{NAME} %{VERSION}-%{RELEASE}\\n", "yum install -y nginx",
                               "nginx 1.22-1\n", "nginx")},
      {"pip.packages", manager("pip3 list --format=freeze --disable-pip-version-check", "pip3 install Flask_Login==0.6",
                               "flask-login==0.6\n", "Flask_Login==0.6")},
      {"pip.venv",
       [](TestHost& host) {
         host.runner.acts["python3 -m venv /opt/venv"] = [&host] { host.write("/opt/venv/bin/activate", ""); };
         return PropertyMap{{"path", "/opt/venv"}};
       }},
      {"npm.packages", manager("npm list -g --depth=0", "npm install -g @vue/cli@5.0.8",
                               "/usr/local/lib\n`-- @vue/cli@5.0.8\n", "@vue/cli@5.0.8")},
      {"gem.packages", manager("gem list --local", "gem install rake", "rake (default: 13.0.6, 12.3)\n", "rake")},
      {"files.archive", archive},
      {"files.block", plain({{"path", "/a"}, {"content", "one\ntwo"}})},
      {"files.directory", plain({{"path", "/a/b"}, {"mode", "750"}})},
      {"files.download", download},
      {"files.file", plain({{"path", "/a"}, {"mode", "600"}, {"user", "app"}, {"group", "app"}})},
      {"files.flags", flags},
      {"files.line", plain({{"path", "/a"}, {"line", "one"}})},
      {"files.link", plain({{"path", "/a"}, {"target", "/b"}})},
      {"files.put",
       [](TestHost& host) {
         return PropertyMap{{"src", host.asset("x")}, {"dest", "/a"}};
       }},
      {"files.replace",
       [](TestHost& host) {
         return file_and(host, "/a", "old\n", {{"path", "/a"}, {"text", "old"}, {"replace", "new"}});
       }},
      {"files.sync", tree},
      {"server.crontab",
       [](TestHost& host) {
         host.runner.answer("crontab -u app -l", "no crontab for app\n", 1);
         host.runner.acts["crontab -u app -"] = [&host] {
           host.runner.answer("crontab -u app -l", host.runner.inputs.back());
         };
         return PropertyMap{{"command", "/bin/job"}, {"user", "app"}, {"minute", "5"}, {"cron_name", "nightly"}};
       }},
      {"server.group",
       [](TestHost& host) {
         host.runner.acts["groupadd web"] = [&host] { host.write("/etc/group", "web:x:600:\n"); };
         return PropertyMap{{"group", "web"}};
       }},
      {"server.hostname",
       [](TestHost& host) {
         host.runner.acts["hostname web1"] = [&host] { host.write("/proc/sys/kernel/hostname", "web1\n"); };
         return file_and(host, "/proc/sys/kernel/hostname", "old\n", {{"hostname", "web1"}});
       }},
      {"server.locale",
       [](TestHost& host) {
         host.runner.answer("locale -a", "C\nPOSIX\n");
         host.runner.acts["locale-gen"] = [&host] { host.runner.answer("locale -a", "C\nde_DE.utf8\n"); };
         return file_and(host, "/etc/locale.gen", "# de_DE.UTF-8 UTF-8\n# en_US.UTF-8 UTF-8\n",
                         {{"locale", "de_DE.UTF-8"}});
       }},
      {"server.modprobe",
       [](TestHost& host) {
         host.runner.acts["modprobe nf-conntrack"] = [&host] { host.write("/sys/module/nf_conntrack/refcnt", "0"); };
         return PropertyMap{{"module", "nf-conntrack"}};
       }},
      {"server.mount",
       [](TestHost& host) {
         host.runner.acts["mount -o ro,noatime -t ext4 /dev/sdb /data"] = [&host] {
           host.write("/proc/mounts", "/dev/sdb /data ext4 ro,noatime 0 0\n");
         };
         return file_and(host, "/proc/mounts", "/dev/sda / ext4 rw 0 0\n",
                         {{"path", "/data"},
                          {"device", "/dev/sdb"},
                          {"fs_type", "ext4"},
                          {"options", PropertyArray{"ro", "noatime"}}});
       }},
      {"server.packages",
       [](TestHost& host) {
         host.write("/sbin/apk", "");
         ::chmod(host.path("/sbin/apk").c_str(), 0755);
         return apk(host);
       }},
      {"server.security_limit", plain({{"domain", "*"}, {"limit_type", "soft"}, {"item", "nofile"}, {"value", 65536}})},
      {"server.service",
       [](TestHost& host) {
         return systemd_unit(host, {{"service", "web"}, {"enabled", true}});
       }},
      {"server.sysctl",
       [](TestHost& host) {
         host.runner.acts["sysctl -w net.ipv4.ip_forward=1"] = [&host] {
           host.write("/proc/sys/net/ipv4/ip_forward", "1\n");
         };
         return file_and(host, "/proc/sys/net/ipv4/ip_forward", "0\n",
                         {{"key", "net.ipv4.ip_forward"},
                          {"value", 1},
                          {"persist", true},
                          {"persist_file", "/etc/sysctl.d/9.conf"}});
       }},
      {"server.user", user},
      {"systemd.service",
       [](TestHost& host) {
         return systemd_unit(host, {{"service", "web"}, {"enabled", true}});
       }},
      {"systemd.unit", plain({{"unit", "web"}, {"content", "[Service]\n"}})},
  };
}

/// These do something every time that they are asked for.
const std::set<std::string> always_act{"server.shell", "server.script", "server.reboot", "server.wait",
                                       "systemd.daemon_reload"};

/// These never say that they changed the host.
const std::set<std::string> change_nothing{"apt.update"};

struct Idempotency : testing::TestWithParam<Case> {};

TEST_P(Idempotency, TheSecondTimeNothingChanges) {
  TestHost host;
  const auto arguments = GetParam().prepare(host);
  const auto checked = host.operation(GetParam().type, arguments, Mode::check);
  const auto first = host.operation(GetParam().type, arguments);
  ASSERT_EQ(first.status, OperationStatus::ok) << first.error->message;
  EXPECT_EQ(first.changed, !change_nothing.contains(GetParam().type));
  EXPECT_EQ(checked.changes, first.changes) << "what a check showed is not what was done";
  const auto second = host.operation(GetParam().type, arguments);
  ASSERT_EQ(second.status, OperationStatus::ok) << second.error->message;
  EXPECT_FALSE(second.changed) << testing::PrintToString(second.changes);
  EXPECT_EQ(second.diff, "");
}

INSTANTIATE_TEST_SUITE_P(All, Idempotency, testing::ValuesIn(cases()), [](const auto& test) {
  auto name = test.param.type;
  std::replace(name.begin(), name.end(), '.', '_');
  return name;
});

TEST(Idempotency, IsTestedForEveryOperation) {
  std::set<std::string> tested = always_act;
  for (const auto& one : cases()) tested.insert(one.type);
  const auto names = operation_names();
  EXPECT_EQ(tested, std::set<std::string>(names.begin(), names.end()));
}

}  // namespace
}  // namespace ashlar::fleet
