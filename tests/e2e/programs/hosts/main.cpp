// What the tests of `ashlar apply` run. The data of the host say what: `folder`, and `then`.
#include "settings.hpp"

using namespace ashlar::fleet;

int main() {
  return deploy([](Host& host) {
    const auto folder = host.data<std::string>("folder");
    const auto then = host.data_or<std::string>("then", "");
    files::directory(host, "Folder", {.path = folder, .mode = "750"});
    auto conf = files::put(host, "Greeting", {.content = "hello\n", .dest = folder + "/greeting", .mode = "640"});
    server::shell(host, "After a change", {.commands = {"echo ran >> " + folder + "/runs"}}, {.if_ = conf.changed()});
    if (then == "fail") {
      host.deploy("Nested", [](Host& inner) { server::shell(inner, "Fails", {.commands = {"echo why >&2; exit 7"}}); });
      files::directory(host, "Never", {.path = folder + "/never"});
    }
    if (then == "ignore") {
      auto failing = server::shell(host, "Fails", {.commands = {"exit 7"}}, {.ignore_errors = true});
      if (failing.wait().ignored) files::directory(host, "Went on", {.path = folder + "/went-on"});
    }
    if (then == "throw") throw std::runtime_error("thought better of it");
    if (then == "fact") {
      host.log(host.fact<std::string>("server.LinuxName").empty() ? "no name" : "has a name");
      files::put(host, "After the fact", {.content = "x", .dest = folder + "/after"}, {.if_ = false});
    }
    if (then == "secret") {
      files::put(host, "Secret", {.content = "pw=" + host.data<Text>("password"), .dest = folder + "/secret"});
    }
    if (then == "template") {
      auto settings = host.settings<GreetingSettings>();
      files::template_(host, "Rendered",
                       {.src = "templates/page.j2", .dest = folder + "/page", .vars = settings, .mode = "644"});
    }
    if (then == "many") {
      for (int i = 0; i < 1000; ++i) files::file(host, "One of many", {.path = folder + "/greeting", .mode = "640"});
    }
    if (then == "once") {
      server::shell(host, "Once", {.commands = {"echo once >> " + host.data<std::string>("shared")}},
                    {.run_once = true});
    }
  });
}
