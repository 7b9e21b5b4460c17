#include "cmd/ashlar/fleet/fleet_flags.hpp"

#include <unistd.h>

#include <charconv>

#include "base/strings.hpp"
#include "state/process_identity.hpp"

namespace ashlar::cli {

void FleetFlags::declare_inventory(Arguments& arguments) {
  arguments.positional("inventory", inventory, true).completes = Completes::files;
  arguments.option("environment", 0, environment, "name", "Lay this environment of the inventory over it");
  arguments.option("limit", 'l', limit, "hosts",
                   "Only these hosts and groups; with * and ?, `!` before one leaves it out");
  arguments.option("data", 0, data, "name=value", "Data for all hosts, over the inventory's");
  arguments.flag("json", 0, json, "Print JSON");
}

void FleetFlags::declare(Arguments& arguments) {
  declare_inventory(arguments);
  arguments.option("jobs", 'j', jobs, "int", "Hosts at a time");
  arguments.flag("serial", 0, serial, "One host after the other");
  arguments.option("fail-percent", 0, fail_percent, "percent", "Stop when a greater part of the hosts has failed");
  arguments.option("connect-timeout", 0, connect_timeout, "seconds", "Give up on a host that does not answer");
  arguments.option("retries", 0, retries, "int", "How often to connect again to a host that was lost");
  arguments.option("user", 'u', user, "name", "Log in as this user where the inventory names none");
  arguments.option("port", 'p', port, "int", "Port of ssh where the inventory names none");
  arguments.option("key", 'i', key, "file", "Key to log in with where the inventory names none").completes =
      Completes::files;
  arguments.option("host-keys", 0, host_keys, "policy", "known, accept-new, or off to trust any host");
  arguments.flag("sudo", 0, sudo, "Do everything as root");
  arguments.flag("ask-sudo-password", 0, ask_sudo_password, "Ask for the password of sudo");
  arguments.flag("stats", 0, stats, "Show round trips and bytes");
}

Result<fleet::Pace> FleetFlags::pace() const {
  fleet::Pace pace;
  if (jobs < 1) return fail("--jobs: at least one host at a time", ErrorKind::usage);
  pace.concurrency = serial ? 1 : static_cast<unsigned>(jobs);
  if (fail_percent.empty()) return pace;
  const auto [end, error] =
      std::from_chars(fail_percent.data(), fail_percent.data() + fail_percent.size(), pace.fail_percent);
  if (error != std::errc() || end != fail_percent.data() + fail_percent.size() || !(pace.fail_percent >= 0)) {
    return fail("--fail-percent: '" + fail_percent + "' is no percentage", ErrorKind::usage);
  }
  return pace;
}

Result<fleet::RunSettings> FleetFlags::settings(Shell& shell) const {
  fleet::RunSettings settings;
  settings.sudo = sudo;
  settings.retries = std::max(0, retries);
  settings.connect_timeout = std::chrono::seconds(std::max(1, connect_timeout));
  const auto self = state::ProcessIdentity::of_this_process();
  settings.run_name = "ashlar by " + self.user + "@" + self.host + ", process " + std::to_string(::getpid());
  settings.sudo_password = shell.environment().text("ASHLAR_SUDO_PASSWORD");
  if (ask_sudo_password) {
    if (!shell.interactive()) {
      return fail_with_help("--ask-sudo-password needs a terminal", "set ASHLAR_SUDO_PASSWORD instead",
                            ErrorKind::usage);
    }
    auto answer = shell.prompt().ask_secret("Password of sudo on the hosts");
    if (!answer) return answer.error();
    settings.sudo_password = *std::move(answer);
  }
  return settings;
}

PropertyMap FleetFlags::connection(const Shell& shell) const {
  PropertyMap connection;
  if (!user.empty()) connection.emplace("user", user);
  if (port != 0) connection.emplace("port", port);
  if (!key.empty()) connection.emplace("key", shell.absolute(key));
  if (!host_keys.empty()) connection.emplace("host_keys", host_keys);
  connection.emplace("connect_timeout", connect_timeout);
  return connection;
}

}  // namespace ashlar::cli
