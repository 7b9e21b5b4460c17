/// server.shell: commands of the user, run in a shell every time.

#include "fleet/operations/catalogue.hpp"

namespace ashlar::fleet {

Result<Plan> plan_server_shell(Arguments& arguments, Machine& machine) {
  const auto commands = arguments.texts("commands");
  if (commands.empty()) arguments.reject("commands", "is required");
  Plan plan;
  for (const auto& command : commands) {
    plan.add("run " + command,
             Execute{.command = {.argv = {machine.settings().shell, "-c", command}, .is_users = true}});
  }
  return plan;
}

}  // namespace ashlar::fleet
