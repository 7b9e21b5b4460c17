/// server.service: a service, by whatever service manager the host has. server.reboot and server.wait.

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <string>

#include "base/filesystem.hpp"
#include "base/strings.hpp"
#include "fleet/operations/catalogue.hpp"
#include "fleet/operations/listening.hpp"

namespace ashlar::fleet {
namespace {

/// OpenRC, or scripts in /etc/init.d.
Result<Plan> plan_script_service(Arguments& arguments, Machine& machine) {
  const auto name = arguments.text("service");
  const bool running = arguments.flag("running", true);
  const bool restarted = arguments.flag("restarted", false), reloaded = arguments.flag("reloaded", false);
  const auto command = arguments.text_or("command", "");
  const auto enabled = arguments.optional_flag("enabled");
  if (auto checked = arguments.check(); !checked) return checked.error();
  const bool openrc = machine.has_program("rc-service");
  const auto control = [&](const std::string& verb) {
    return openrc ? std::vector<std::string>{"rc-service", name, verb}
                  : std::vector<std::string>{"service", name, verb};
  };
  auto status = machine.run({.argv = control("status")});
  if (!status) return status.error();
  const bool active = status->ok();
  Plan plan;
  if (enabled && openrc) {
    auto levels = machine.output_of({"rc-update", "show", "default"});
    if (!levels) return levels.error();
    const bool is_enabled = (" " + *levels).find(" " + name + " ") != std::string::npos;
    if (*enabled && !is_enabled) plan.execute("enable " + name, {"rc-update", "add", name, "default"});
    if (!*enabled && is_enabled) plan.execute("disable " + name, {"rc-update", "del", name, "default"});
  }
  if (running && !active) plan.execute("start " + name, control("start"));
  if (!running && active) plan.execute("stop " + name, control("stop"));
  if (restarted && running && active) plan.execute("restart " + name, control("restart"));
  if (reloaded && running && active && !restarted) plan.execute("reload " + name, control("reload"));
  if (!command.empty()) plan.execute(command + " " + name, control(command));
  return plan;
}

/// Until something listens on the port. The kernel tells nobody when that begins, so it is looked at ten times a
/// second.
int wait_until_listening(unsigned port) {
  for (;;) {
    for (const auto* file : {"/proc/net/tcp", "/proc/net/tcp6"}) {
      auto table = RealFileSystem().read_file(file);
      if (table && listens(*table, port)) return 0;
    }
    const timespec tenth{0, 100'000'000};
    ::nanosleep(&tenth, nullptr);
  }
}

}  // namespace

bool listens(const std::string& table, unsigned port) {
  std::array<char, 8> digits{};
  std::snprintf(digits.data(), digits.size(), ":%04X", port);
  for (const auto& line : split(table, '\n')) {
    // number, local address:port, remote address:port, state
    std::vector<std::string> parts;
    for (auto& part : split(line, ' ')) {
      if (!part.empty()) parts.push_back(std::move(part));
    }
    if (parts.size() > 3 && parts[1].ends_with(digits.data()) && parts[3] == "0A") return true;
  }
  return false;
}

Result<Plan> plan_server_service(Arguments& arguments, Machine& machine) {
  if (machine.has_program("systemctl")) return plan_systemd_service(arguments, machine);
  return plan_script_service(arguments, machine);
}

Result<Plan> plan_server_wait(Arguments& arguments, Machine&) {
  const auto port = arguments.optional_number("port");
  if (!port) arguments.reject("port", "is required");
  Plan plan;
  const auto number = static_cast<unsigned>(port.value_or(0));
  plan.add("", Execute{.command = {.argv = {"waiting for port " + std::to_string(number)},
                                   .inside = [number] { return wait_until_listening(number); },
                                   .as_agent = true}});
  return plan;
}

Result<Plan> plan_server_reboot(Arguments& arguments, Machine&) {
  // How long the controller waits for the host is its own affair.
  (void)arguments.optional_number("delay"), (void)arguments.optional_number("interval");
  (void)arguments.optional_number("reboot_timeout");
  Plan plan;
  plan.reboots = true;
  plan.add("reboot", Custom{[](Machine&) { return Status(); }});
  return plan;
}

}  // namespace ashlar::fleet
