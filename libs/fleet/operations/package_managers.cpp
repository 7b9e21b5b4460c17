/// dnf, yum, apk, pip, npm and gem: packages that are there, at a version or at the latest, or are not.

#include "base/strings.hpp"
#include "fleet/operations/catalogue.hpp"
#include "fleet/operations/packages.hpp"

namespace ashlar::fleet {
namespace {

PackageManager rpm(const std::string& program) {
  return {.name = program,
          .joins_version = "=",
          .list = {"rpm", "-qa", "--queryformat", "%{NAME} %{VERSION}-%{RELEASE}\\n"},
          .install = {program, "install", "-y"},
          .upgrade = {program, "update", "-y"},
          .remove = {program, "remove", "-y"},
          .parse = parse_name_version,
          .normal_name = nullptr};
}

/// The tool's own word on whether there is something newer: those that say so are left alone when there is not.
void keep_outdated(Plan& plan, const Machine& machine, const std::vector<std::string>& check, int nothing_newer) {
  std::erase_if(plan.steps, [&](const Step& step) {
    if (!step.change.starts_with("upgrade ")) return false;
    auto argv = check;
    for (const auto& name : split(step.change.substr(8), ',')) argv.emplace_back(trim(name));
    auto answer = machine.run({.argv = std::move(argv)});
    return answer && answer->exit_code == nothing_newer;
  });
}

Result<Plan> plan_rpm(const std::string& program, Arguments& arguments, Machine& machine) {
  const bool update = arguments.flag("update", false), clean = arguments.flag("clean", false);
  (void)arguments.flag("nobest", false);
  auto plan = plan_with(rpm(program), arguments, machine);
  if (!plan) return plan;
  keep_outdated(*plan, machine, {program, "check-update", "-q"}, 0);
  Plan all;
  if (clean) all.execute("", {program, "clean", "all"});
  if (update && machine.first_time(program + " update")) {
    auto answer = machine.run({.argv = {program, "check-update", "-q"}});
    if (!answer) return answer.error();
    if (answer->exit_code == 100) all.execute("upgrade all packages", {program, "update", "-y"});
  }
  all.append(std::move(*plan));
  return all;
}

}  // namespace

Result<Plan> plan_dnf_packages(Arguments& arguments, Machine& machine) { return plan_rpm("dnf", arguments, machine); }
Result<Plan> plan_yum_packages(Arguments& arguments, Machine& machine) { return plan_rpm("yum", arguments, machine); }

Result<Plan> plan_apk_packages(Arguments& arguments, Machine& machine) {
  const bool update = arguments.flag("update", false), upgrade = arguments.flag("upgrade", false);
  const PackageManager apk{.name = "apk",
                           .joins_version = "=",
                           .list = {"apk", "info", "-v"},
                           .install = {"apk", "add"},
                           .upgrade = {"apk", "add", "--upgrade"},
                           .remove = {"apk", "del"},
                           .parse = parse_apk_info,
                           .normal_name = nullptr};
  auto plan = plan_with(apk, arguments, machine);
  if (!plan) return plan;
  // `apk version -l '<' NAME` prints the outdated ones only.
  std::erase_if(plan->steps, [&](const Step& step) {
    if (!step.change.starts_with("upgrade ")) return false;
    auto answer = machine.run({.argv = {"sh", "-c", "apk version -q -l '<' \"$@\"", "sh", step.change.substr(8)}});
    return answer && answer->ok() && trim(answer->output).empty();
  });
  Plan all;
  if (update && machine.first_time("apk update")) all.execute("", {"apk", "update"});
  if (upgrade) all.execute("upgrade all packages", {"apk", "upgrade"});
  all.append(std::move(*plan));
  return all;
}

Result<Plan> plan_pip_packages(Arguments& arguments, Machine& machine) {
  auto pip = arguments.text_or("pip", "pip3");
  const auto environment = arguments.text_or("virtualenv", ""), requirements = arguments.text_or("requirements", "");
  if (!environment.empty()) pip = machine.absolute(environment) + "/bin/pip";
  const PackageManager manager{.name = pip,
                               .joins_version = "==",
                               .list = {pip, "list", "--format=freeze", "--disable-pip-version-check"},
                               .install = {pip, "install"},
                               .upgrade = {pip, "install", "--upgrade"},
                               .remove = {pip, "uninstall", "--yes"},
                               .parse = parse_pip_freeze,
                               .normal_name = pip_name};
  auto plan = plan_with(manager, arguments, machine);
  if (!plan || requirements.empty()) return plan;
  // pip itself tells what a file of requirements would bring.
  auto would = machine.run({.argv = {pip, "install", "--dry-run", "--disable-pip-version-check", "-r", requirements}});
  if (!would) return would.error();
  if (!would->ok() || would->output.find("Would install") != std::string::npos) {
    plan->execute("install what " + requirements + " lists", {pip, "install", "-r", requirements});
  }
  return plan;
}

Result<Plan> plan_pip_venv(Arguments& arguments, Machine& machine) {
  const auto path = machine.absolute(arguments.text("path"));
  const auto python = arguments.text_or("python", "python3");
  const bool present = arguments.flag("present", true), packages = arguments.flag("site_packages", false);
  const bool copies = arguments.flag("always_copy", false);
  auto there = machine.look(path + "/bin/activate");
  if (!there) return there.error();
  Plan plan;
  if (!present) {
    if (*there) plan.add("remove virtual environment " + path, RemovePath{path});
    return plan;
  }
  if (*there) return plan;
  std::vector<std::string> argv{python, "-m", "venv"};
  if (packages) argv.emplace_back("--system-site-packages");
  if (copies) argv.emplace_back("--copies");
  argv.push_back(path);
  plan.execute("create virtual environment " + path, std::move(argv));
  return plan;
}

Result<Plan> plan_npm_packages(Arguments& arguments, Machine& machine) {
  const auto directory = arguments.text_or("directory", "");
  const auto command = [&](const char* verb) {
    std::vector<std::string> argv{"npm", verb};
    if (directory.empty()) return argv.emplace_back("-g"), argv;
    argv.insert(argv.end(), {"--prefix", machine.absolute(directory)});
    return argv;
  };
  auto list = command("list");
  list.emplace_back("--depth=0");
  return plan_with({.name = "npm",
                    .joins_version = "@",
                    .list = list,
                    .install = command("install"),
                    .upgrade = command("update"),
                    .remove = command("uninstall"),
                    .parse = parse_npm_list,
                    .normal_name = nullptr},
                   arguments, machine);
}

Result<Plan> plan_gem_packages(Arguments& arguments, Machine& machine) {
  return plan_with({.name = "gem",
                    .joins_version = ":",
                    .list = {"gem", "list", "--local"},
                    .install = {"gem", "install"},
                    .upgrade = {"gem", "update"},
                    .remove = {"gem", "uninstall", "-x"},
                    .parse = parse_gem_list,
                    .normal_name = nullptr},
                   arguments, machine);
}

/// server.packages: by whatever package manager the host has.
Result<Plan> plan_server_packages(Arguments& arguments, Machine& machine) {
  if (machine.has_program("apt-get")) return plan_apt_packages(arguments, machine);
  if (machine.has_program("dnf")) return plan_dnf_packages(arguments, machine);
  if (machine.has_program("yum")) return plan_yum_packages(arguments, machine);
  if (machine.has_program("apk")) return plan_apk_packages(arguments, machine);
  return fail_with_help("this host has none of the package managers apt, dnf, yum and apk",
                        "use the operation of its own one, or server.shell");
}

}  // namespace ashlar::fleet
