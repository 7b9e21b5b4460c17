// A group, a user, 10 directories, 20 files, 10 lines, 5 links, a unit and its service.
#include <ashlar/fleet.hpp>

using namespace ashlar::fleet;

int main() {
  return deploy([](Host& host) {
    server::group(host, "Group", {.group = "bench"});
    server::user(host, "User", {.user = "bench", .home = "/opt/bench", .shell = "/bin/sh", .group = "bench"});
    for (int i = 0; i < 10; ++i) {
      const auto path = "/opt/bench/dir" + std::to_string(i);
      files::directory(host, "Directory", {.path = path, .user = "bench", .group = "bench", .mode = "755"});
    }
    for (int i = 0; i < 20; ++i) {
      const auto path = "/opt/bench/dir" + std::to_string(i % 10) + "/file" + std::to_string(i);
      std::string content;
      for (int line = 0; line < 50; ++line)
        content += "setting_" + std::to_string(line) + " = " + std::to_string(i) + "\n";
      files::put(host, "File", {.content = content, .dest = path, .user = "bench", .group = "bench", .mode = "644"});
    }
    for (int i = 0; i < 10; ++i) {
      files::line(host, "Line", {.path = "/opt/bench/dir0/lines", .line = "extra_" + std::to_string(i) + " = yes"});
    }
    for (int i = 0; i < 5; ++i) {
      const auto number = std::to_string(i);
      files::link(host, "Link", {.path = "/opt/bench/link" + number, .target = "/opt/bench/dir" + number});
    }
    files::put(host, "Unit",
               {.content = "[Unit]\nDescription=bench\n[Service]\nExecStart=/bin/sleep infinity\n"
                           "[Install]\nWantedBy=multi-user.target\n",
                .dest = "/etc/systemd/system/bench.service",
                .mode = "644"});
    systemd::service(host, "Service", {.service = "bench", .enabled = true, .daemon_reload = true});
  });
}
