/// docker.container, docker.image, docker.network, docker.volume, docker.compose.

#include "base/strings.hpp"
#include "fleet/operations/catalogue.hpp"
#include "fleet/protocol/sha256.hpp"

namespace ashlar::fleet {
namespace {

/// What `docker inspect` says in this format; nothing when there is no such object.
Result<std::optional<std::string>> inspect(const Machine& machine, const std::string& type, const std::string& name,
                                           const std::string& format) {
  auto answer = machine.run({.argv = {"docker", "inspect", "--type", type, "--format", format, "--", name}});
  if (!answer) return answer.error();
  if (answer->ok()) return std::optional(std::string(trim(answer->output)));
  const auto said = to_lower(answer->error_output);
  if (said.empty() || said.find("no such") != std::string::npos || said.find("not found") != std::string::npos)
    return std::optional<std::string>{};
  return fail("docker: " + std::string(trim(answer->error_output)));
}

/// A network or a volume: made with options, or removed; one that is there is left as it is.
Result<Plan> plan_object(const std::string& type, const std::string& name, bool present,
                         const std::vector<std::string>& options, const Machine& machine) {
  auto there = inspect(machine, type, name, "{{.Name}}");
  if (!there) return there.error();
  Plan plan;
  if (there->has_value() == present) return plan;
  std::vector<std::string> argv{"docker", type, present ? "create" : "rm"};
  if (present) argv.insert(argv.end(), options.begin(), options.end());
  argv.push_back(name);
  plan.execute((present ? "create " : "remove ") + type + " " + name, std::move(argv));
  return plan;
}

void add_options(std::vector<std::string>& argv, const char* option, const std::vector<std::string>& values) {
  for (const auto& value : values) argv.insert(argv.end(), {option, value});
}

}  // namespace

Result<Plan> plan_docker_container(Arguments& arguments, Machine& machine) {
  const auto name = arguments.text("container");
  const bool present = arguments.flag("present", true), start = arguments.flag("start", true);
  const bool force = arguments.flag("force", false), pull = arguments.flag("pull_always", false);
  const auto image = present ? arguments.text("image") : arguments.text_or("image", "");
  const auto variables = arguments.text_map("env_vars");
  std::vector<std::string> options;
  add_options(options, "-p", arguments.texts("ports"));
  add_options(options, "--network", arguments.texts("networks"));
  add_options(options, "-v", arguments.texts("volumes"));
  const auto restart = arguments.text_or("restart_policy", "");
  if (!restart.empty()) options.insert(options.end(), {"--restart", restart});
  const auto command = arguments.texts("args");
  if (auto checked = arguments.check(); !checked) return checked.error();
  // What a container was made from is kept in a label, so that one made from something else is made anew.
  std::string description = image + '\0' + join(options, "\n") + '\0' + join(command, "\n");
  for (const auto& [key, value] : variables) description += '\0' + key + "=" + value;
  const auto label = "ashlar.config=" + sha256(description);
  auto now = inspect(machine, "container", name,
                     "{{.State.Running}} ashlar.config={{index .Config.Labels \"ashlar.config\"}}");
  if (!now) return now.error();
  Plan plan;
  if (!present) {
    if (*now) plan.execute("remove container " + name, {"docker", "rm", "-f", name});
    return plan;
  }
  const bool same = *now && (*now)->ends_with(" " + label) && !force;
  const bool running = *now && (*now)->starts_with("true ");
  if (*now && !same)
    plan.execute("remove container " + name + ", which is not as wanted", {"docker", "rm", "-f", name});
  if (!same) {
    // The values of variables may be secret: they are in the command's environment, not among its arguments.
    Command create{.argv = {"docker", "create", "--name", name, "--label", label}, .environment = variables};
    if (pull) create.argv.insert(create.argv.end(), {"--pull", "always"});
    for (const auto& [key, value] : variables) create.argv.insert(create.argv.end(), {"-e", key});
    create.argv.insert(create.argv.end(), options.begin(), options.end());
    create.argv.push_back(image);
    create.argv.insert(create.argv.end(), command.begin(), command.end());
    plan.add("create container " + name + " of " + image, Execute{.command = std::move(create)});
  }
  if (start && !(same && running)) plan.execute("start container " + name, {"docker", "start", name});
  if (!start && same && running) plan.execute("stop container " + name, {"docker", "stop", name});
  return plan;
}

Result<Plan> plan_docker_image(Arguments& arguments, Machine& machine) {
  const auto image = arguments.text("image");
  const bool present = arguments.flag("present", true), force = arguments.flag("force", false);
  if (auto checked = arguments.check(); !checked) return checked.error();
  auto there = inspect(machine, "image", image, "{{.Id}}");
  if (!there) return there.error();
  Plan plan;
  if (present && (!*there || force)) plan.execute("pull image " + image, {"docker", "pull", image});
  if (!present && *there) plan.execute("remove image " + image, {"docker", "rmi", image});
  return plan;
}

Result<Plan> plan_docker_network(Arguments& arguments, Machine& machine) {
  const auto name = arguments.text("network");
  const bool present = arguments.flag("present", true);
  std::vector<std::string> options;
  const std::pair<const char*, const char*> texts[] = {{"driver", "--driver"},     {"gateway", "--gateway"},
                                                       {"ip_range", "--ip-range"}, {"ipam_driver", "--ipam-driver"},
                                                       {"subnet", "--subnet"},     {"scope", "--scope"}};
  for (const auto& [argument, option] : texts) {
    if (const auto value = arguments.optional_text(argument)) options.insert(options.end(), {option, *value});
  }
  for (const auto& [key, value] : arguments.text_map("aux_addresses"))
    options.insert(options.end(), {"--aux-address", key + "=" + value});
  add_options(options, "--opt", arguments.texts("opts"));
  add_options(options, "--ipam-opt", arguments.texts("ipam_opts"));
  add_options(options, "--label", arguments.texts("labels"));
  if (arguments.flag("ingress", false)) options.emplace_back("--ingress");
  if (arguments.flag("attachable", false)) options.emplace_back("--attachable");
  if (auto checked = arguments.check(); !checked) return checked.error();
  return plan_object("network", name, present, options, machine);
}

Result<Plan> plan_docker_volume(Arguments& arguments, Machine& machine) {
  const auto name = arguments.text("volume");
  const bool present = arguments.flag("present", true);
  std::vector<std::string> options;
  if (const auto driver = arguments.optional_text("driver")) options.insert(options.end(), {"--driver", *driver});
  add_options(options, "--label", arguments.texts("labels"));
  if (auto checked = arguments.check(); !checked) return checked.error();
  return plan_object("volume", name, present, options, machine);
}

/// The services of a compose file, up or down. Compose itself tells what it would do.
Result<Plan> plan_docker_compose(Arguments& arguments, Machine& machine) {
  const auto file = machine.absolute(arguments.text("file"));
  const auto project = arguments.text_or("project", "");
  const bool present = arguments.flag("present", true), remove_others = arguments.flag("remove_orphans", false);
  if (auto checked = arguments.check(); !checked) return checked.error();
  std::vector<std::string> compose{"docker", "compose", "-f", file};
  if (!project.empty()) compose.insert(compose.end(), {"-p", project});
  const auto call = [&](std::vector<std::string> more) {
    more.insert(more.begin(), compose.begin(), compose.end());
    return more;
  };
  Plan plan;
  if (!present) {
    auto there = machine.output_of(call({"ps", "--all", "--quiet"}));
    if (!there) return there.error();
    if (!trim(*there).empty()) plan.execute("take down " + file, call({"down"}));
    return plan;
  }
  std::vector<std::string> up{"up", "--detach"};
  if (remove_others) up.emplace_back("--remove-orphans");
  auto dry = up;
  dry.emplace_back("--dry-run");
  auto would = machine.run({.argv = call(std::move(dry))});
  if (!would) return would.error();
  const auto said = would->output + would->error_output;
  if (!would->ok()) return fail("docker compose: " + std::string(trim(would->error_output)));
  for (const auto* word : {"Creat", "Recreat", "Start", "Pull", "Remov"}) {
    if (said.find(word) == std::string::npos) continue;
    plan.execute("bring up " + file, call(std::move(up)));
    break;
  }
  return plan;
}

}  // namespace ashlar::fleet
