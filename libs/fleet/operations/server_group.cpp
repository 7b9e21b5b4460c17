/// server.group: a group that exists, or does not.

#include "base/strings.hpp"
#include "fleet/operations/catalogue.hpp"

namespace ashlar::fleet {

Result<Plan> plan_server_group(Arguments& arguments, Machine& machine) {
  const auto name = arguments.text("group");
  const bool present = arguments.flag("present", true), system = arguments.flag("system", false);
  const auto id = arguments.optional_number("gid");
  auto group = machine.group(name);
  if (!group) return group.error();
  Plan plan;
  if (!present) {
    if (*group) plan.execute("remove group " + name, {"groupdel", name});
    return plan;
  }
  if (!*group) {
    std::vector<std::string> argv{"groupadd"};
    if (system) argv.emplace_back("-r");
    if (id) argv.insert(argv.end(), {"-g", format_number(*id)});
    argv.push_back(name);
    plan.add("create group " + name, Execute{.command = {.argv = argv}, .makes_user = {}, .makes_group = name});
    return plan;
  }
  if (id && static_cast<gid_t>(*id) != (*group)->id) {
    plan.execute(
        "change the id of group " + name + " from " + std::to_string((*group)->id) + " to " + format_number(*id),
        {"groupmod", "-g", format_number(*id), name});
  }
  return plan;
}

}  // namespace ashlar::fleet
