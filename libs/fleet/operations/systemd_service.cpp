/// systemd.service and systemd.daemon_reload: whether a unit runs, and whether it is started with the host.

#include "base/strings.hpp"
#include "fleet/operations/catalogue.hpp"
#include "fleet/operations/systemd_units.hpp"

namespace ashlar::fleet {
namespace {

struct UnitState {
  bool exists = false, active = false, failed = false, needs_reload = false;
  std::string enabled;  ///< `enabled`, `disabled`, `static`, `masked` …
};

Result<UnitState> state_of(const Machine& machine, const std::vector<std::string>& systemctl_command,
                           const std::string& unit) {
  if (!systemd_runs(machine)) {
    auto answer = machine.run({.argv = with(systemctl_command, {"is-enabled", unit})});
    if (!answer) return answer.error();
    const auto enabled = std::string(trim(answer->output));
    return UnitState{.exists = !enabled.empty() && enabled != "not-found", .enabled = enabled};
  }
  auto text = machine.output_of(
      with(systemctl_command, {"show", "--property=LoadState,ActiveState,UnitFileState,NeedDaemonReload", "--", unit}));
  if (!text) return text.error();
  auto properties = parse_properties(*text);
  const auto& active = properties["ActiveState"];
  return UnitState{.exists = properties["LoadState"] != "not-found",
                   .active = active == "active" || active == "reloading" || active == "activating",
                   .failed = active == "failed",
                   .needs_reload = properties["NeedDaemonReload"] == "yes",
                   .enabled = properties["UnitFileState"]};
}

}  // namespace

Result<Plan> plan_systemd_service(Arguments& arguments, Machine& machine) {
  const auto unit = unit_name(arguments.text("service"));
  const auto control = systemctl(arguments);
  // Given as null, `running` leaves it as it is.
  const auto running = arguments.given("running") ? arguments.optional_flag("running")
                                                  : (arguments.is_null("running") ? std::nullopt : std::optional(true));
  const bool restarted = arguments.flag("restarted", false), reloaded = arguments.flag("reloaded", false);
  const bool daemon_reload = arguments.flag("daemon_reload", false);
  const auto command = arguments.text_or("command", "");
  const auto enabled = arguments.optional_flag("enabled");
  if (auto checked = arguments.check(); !checked) return checked.error();
  auto state = state_of(machine, control, unit);
  if (!state) return state.error();
  Plan plan;
  if (daemon_reload && systemd_runs(machine) && (state->needs_reload || !state->exists)) {
    plan.execute("have systemd read its units again", with(control, {"daemon-reload"}));
  }
  const bool must_exist = running.value_or(false) || enabled.value_or(false) || restarted || reloaded;
  if (!state->exists && plan.steps.empty()) {
    if (!must_exist) return plan;
    return fail_with_help("there is no unit " + unit + " on this host",
                          "install what brings it, or write it (systemd.unit)");
  }
  const auto act = [&](const std::string& verb, const std::string& words) {
    plan.execute(words + " " + unit, with(control, {verb, "--", unit}));
  };
  const bool can_enable = state->enabled != "enabled" && state->enabled != "static" && state->enabled != "alias" &&
                          state->enabled != "generated" && state->enabled != "indirect";
  if (enabled == true && can_enable) act("enable", "enable");
  if (enabled == false && (state->enabled == "enabled" || state->enabled == "enabled-runtime"))
    act("disable", "disable");
  if (running == true && !systemd_runs(machine)) {
    if (!arguments.given("running")) return plan;
    return fail_with_help("cannot start " + unit + ": systemd does not run on this host",
                          "set `running` to null, and `enabled`");
  }
  if (running == true && !state->active) act("start", "start");
  if (running == false && state->active) act("stop", "stop");
  const bool stays = state->active && running != false;
  if (restarted && stays) act("restart", "restart");
  if (reloaded && stays && !restarted) act("reload", "reload");
  if (!command.empty()) act(command, command);
  return plan;
}

Result<Plan> plan_systemd_daemon_reload(Arguments& arguments, Machine& machine) {
  const auto control = systemctl(arguments);
  Plan plan;
  // Without a running systemd there is nobody who could have read old units.
  if (systemd_runs(machine)) plan.execute("have systemd read its units again", with(control, {"daemon-reload"}));
  return plan;
}

}  // namespace ashlar::fleet
