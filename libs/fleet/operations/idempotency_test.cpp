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

const std::string psql = "psql -AtX -v ON_ERROR_STOP=1 -d postgres";

/// A database server whose client answers nothing until a statement has been run, and `after` from then on.
PropertyMap database(TestHost& host, const std::string& client, const PropertyMap& arguments,
                     const std::string& after = "1") {
  host.runner.answer(client, "");
  host.runner.acts[client] = [&host, client, after] {
    const auto& statement = host.runner.inputs.back();
    for (const auto* verb : {"CREATE ", "GRANT "}) {
      if (statement.starts_with(verb)) host.runner.answer(client, after + "\n");
    }
  };
  return arguments;
}

PropertyMap docker_object(TestHost& host, const std::string& type, const std::string& options) {
  const auto look = "docker inspect --type " + type + " --format {{.Name}} -- web";
  host.runner.answer(look, "", 1);
  host.runner.acts["docker " + type + " create " + options + "web"] = [&host, look] {
    host.runner.answer(look, "web\n");
  };
  return {{type, "web"}, {"driver", "bridge"}};
}

PropertyMap container(TestHost& host) {
  const std::string look =
      "docker inspect --type container --format {{.State.Running}} ashlar.config={{index .Config.Labels "
      "\"ashlar.config\"}} -- web";
  host.runner.answer(look, "", 1);
  host.runner.acts["docker start web"] = [&host, look] {
    for (const auto& call : host.runner.calls) {
      const auto label = call.find("ashlar.config=");
      if (call.starts_with("docker create "))
        host.runner.answer(look, "true " + call.substr(label, call.find(' ', label) - label) + "\n");
    }
  };
  return {{"container", "web"},
          {"image", "nginx:1"},
          {"ports", "80:80"},
          {"env_vars", PropertyMap{{"TOKEN", PropertyValue::secret("hunter2")}}}};
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
      {"acl.setfacl",
       [](TestHost& host) {
         const std::string look = "getfacl --omit-header --absolute-names --no-effective -- /srv";
         host.runner.answer(look, "user::rwx\ngroup::r-x\nother::r-x\n");
         host.runner.acts["setfacl -m user:web:r-x -- /srv"] = [&host, look] {
           host.runner.answer(look, "user::rwx\nuser:web:r-x\ngroup::r-x\n");
         };
         return PropertyMap{{"path", "/srv"}, {"entries", "u:web:rx"}};
       }},
      {"docker.compose",
       [](TestHost& host) {
         const std::string up = "docker compose -f /srv/compose.yaml up --detach";
         host.runner.answer(up + " --dry-run", "DRY-RUN MODE -  Container web  Creating\n");
         host.runner.acts[up] = [&host, up] {
           host.runner.answer(up + " --dry-run", "DRY-RUN MODE -  Container web  Running\n");
         };
         return PropertyMap{{"file", "/srv/compose.yaml"}};
       }},
      {"docker.container", container},
      {"docker.image",
       [](TestHost& host) {
         const std::string look = "docker inspect --type image --format {{.Id}} -- debian:12";
         host.runner.answers[look] = {
             .exit_code = 1, .output = {}, .error_output = "Error: No such image: debian:12\n"};
         host.runner.acts["docker pull debian:12"] = [&host, look] { host.runner.answer(look, "sha256:1\n"); };
         return PropertyMap{{"image", "debian:12"}};
       }},
      {"docker.network", [](TestHost& host) { return docker_object(host, "network", "--driver bridge "); }},
      {"docker.volume", [](TestHost& host) { return docker_object(host, "volume", "--driver bridge "); }},
      {"git.config",
       [](TestHost& host) {
         host.runner.answer("git config --global --get-all user.name", "", 1);
         host.runner.acts["git config --global --replace-all user.name Ann"] = [&host] {
           host.runner.answer("git config --global --get-all user.name", "Ann\n");
         };
         return PropertyMap{{"key", "user.name"}, {"value", "Ann"}};
       }},
      {"git.repo",
       [](TestHost& host) {
         host.runner.answer("git -C /srv/app rev-parse HEAD", "1234\n");
         host.runner.answer("git -C /srv/app ls-remote origin HEAD", "1234\tHEAD\n");
         host.runner.acts["git clone -- https://example.org/app /srv/app"] = [&host] {
           host.write("/srv/app/.git/HEAD", "");
         };
         return PropertyMap{{"src", "https://example.org/app"}, {"dest", "/srv/app"}};
       }},
      {"git.worktree",
       [](TestHost& host) {
         host.runner.acts["git -C /srv/app worktree add --detach /srv/tree v1"] = [&host] {
           host.write("/srv/tree/.git", "");
         };
         return PropertyMap{{"worktree", "/srv/tree"}, {"repo", "/srv/app"}, {"detached", true}, {"commitish", "v1"}};
       }},
      {"iptables.chain",
       [](TestHost& host) {
         host.runner.answer("iptables -w -t filter -S WEB", "", 1);
         host.runner.acts["iptables -w -t filter -N WEB"] = [&host] {
           host.runner.answer("iptables -w -t filter -S WEB", "-N WEB\n");
         };
         return PropertyMap{{"chain", "WEB"}};
       }},
      {"iptables.rule",
       [](TestHost& host) {
         const std::string rule = "INPUT -p tcp ! -s 10.0.0.0/8 --dport 22 -j DROP";
         host.runner.answer("iptables -w -t filter -C " + rule, "", 1);
         host.runner.acts["iptables -w -t filter -A " + rule] = [&host, rule] {
           host.runner.answer("iptables -w -t filter -C " + rule, "");
         };
         return PropertyMap{{"chain", "INPUT"},
                            {"jump", "DROP"},
                            {"protocol", "tcp"},
                            {"not_source", "10.0.0.0/8"},
                            {"destination_port", 22}};
       }},
      {"mysql.database",
       [](TestHost& host) {
         return database(host, "mysql -BN", {{"database", "shop"}});
       }},
      {"mysql.privileges",
       [](TestHost& host) {
         return database(host, "mysql -BN",
                         {{"user", "shop"}, {"privileges", PropertyArray{"SELECT", "INSERT"}}, {"database", "shop"}},
                         "GRANT SELECT, INSERT ON `shop`.* TO `shop`@`localhost`");
       }},
      {"mysql.user",
       [](TestHost& host) {
         return database(host, "mysql -BN", {{"user", "shop"}, {"password", PropertyValue::secret("hunter2")}});
       }},
      {"openssl.certificate",
       [](TestHost& host) {
         host.runner.real = true;
         return PropertyMap{{"path", "/etc/ssl/web.crt"},
                            {"key", "/etc/ssl/web.key"},
                            {"common_name", "web"},
                            {"alt_names", PropertyArray{"web.example.org", "10.0.0.1"}}};
       }},
      {"postgresql.database",
       [](TestHost& host) {
         return database(host, psql, {{"database", "shop"}, {"owner", "ann"}}, "ann");
       }},
      {"postgresql.role",
       [](TestHost& host) {
         return database(host, psql, {{"role", "ann"}, {"createdb", true}}, "role|t");
       }},
      {"selinux.boolean",
       [](TestHost& host) {
         host.runner.answer("getsebool httpd_can_network_connect", "httpd_can_network_connect --> off\n");
         host.runner.acts["setsebool -P httpd_can_network_connect on"] = [&host] {
           host.runner.answer("getsebool httpd_can_network_connect", "httpd_can_network_connect --> on\n");
         };
         return PropertyMap{{"bool_name", "httpd_can_network_connect"}, {"value", "on"}, {"persistent", true}};
       }},
      {"selinux.file_context",
       [](TestHost& host) {
         host.runner.acts["semanage fcontext -a -t httpd_sys_content_t /srv(/.*)?"] = [&host] {
           host.runner.answer("semanage fcontext -l -C -n",
                              "/srv(/.*)?   all files   system_u:object_r:httpd_sys_content_t:s0\n");
         };
         return PropertyMap{{"path", "/srv(/.*)?"}, {"se_type", "httpd_sys_content_t"}};
       }},
      {"selinux.port",
       [](TestHost& host) {
         host.runner.answer("semanage port -l -n", "http_port_t   tcp   80, 443\n");
         host.runner.acts["semanage port -a -t http_port_t -p tcp 8080"] = [&host] {
           host.runner.answer("semanage port -l -n", "http_port_t   tcp   8080, 80, 443\n");
         };
         return PropertyMap{{"protocol", "tcp"}, {"port_num", 8080}, {"se_type", "http_port_t"}};
       }},
      {"systemd.service",
       [](TestHost& host) {
         return systemd_unit(host, {{"service", "web"}, {"enabled", true}});
       }},
      {"systemd.unit", plain({{"unit", "web"}, {"content", "[Service]\n"}})},
  };
}

/// These do something every time that they are asked for.
const std::set<std::string> always_act{"mysql.sql",    "postgresql.sql", "server.reboot",        "server.script",
                                       "server.shell", "server.wait",    "systemd.daemon_reload"};

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
