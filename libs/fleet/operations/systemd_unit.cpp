/// systemd.unit: a unit file in /etc/systemd/system, read by systemd as soon as it is written.

#include "fleet/operations/catalogue.hpp"
#include "fleet/operations/file_steps.hpp"
#include "fleet/operations/systemd_units.hpp"

namespace ashlar::fleet {

Result<Plan> plan_systemd_unit(Arguments& arguments, Machine& machine) {
  const auto unit = unit_name(arguments.text("unit"));
  const bool present = arguments.flag("present", true);
  const auto content = present ? arguments.text("content") : arguments.text_or("content", "");
  const auto mode = arguments.mode("mode").value_or(0644);
  if (unit.find('/') != std::string::npos) arguments.reject("unit", "must be a name, not a path");
  if (auto checked = arguments.check(); !checked) return checked.error();
  const auto path = "/etc/systemd/system/" + unit;
  auto before = machine.read_if_there(path);
  if (!before) return before.error();
  Plan plan;
  if (!present) {
    if (*before) plan.add("remove file " + path, RemovePath{path});
  } else {
    if (auto parents = plan_parents(plan, machine, path, {}); !parents) return parents.error();
    plan_content(plan, path, *before, content.ends_with('\n') ? content : content + "\n", {.mode = mode});
  }
  if (!plan.steps.empty() && systemd_runs(machine)) plan.execute("", {"systemctl", "daemon-reload"});
  return plan;
}

}  // namespace ashlar::fleet
