/// The server facts.

#include <sys/utsname.h>

#include <algorithm>
#include <array>

#include "base/strings.hpp"
#include "fleet/facts/catalogue.hpp"
#include "fleet/facts/parsers.hpp"

namespace ashlar::fleet {
namespace {

using Fact = Result<PropertyValue>;

Fact kernel(Arguments&, const Machine&) {
  utsname name{};
  ::uname(&name);
  return PropertyValue(name.sysname);
}
Fact kernel_version(Arguments&, const Machine&) {
  utsname name{};
  ::uname(&name);
  return PropertyValue(name.release);
}
Fact architecture(Arguments&, const Machine&) {
  utsname name{};
  ::uname(&name);
  return PropertyValue(name.machine);
}
Fact hostname(Arguments&, const Machine&) {
  utsname name{};
  ::uname(&name);
  return PropertyValue(name.nodename);
}

/// The output of a shell, which only it can tell: what depends on the user's own settings.
Fact shell(const Machine& machine, const std::string& command) {
  auto result = machine.run({.argv = {machine.settings().shell, "-c", command}, .is_users = true});
  if (!result) return result.error();
  if (!result->ok()) return PropertyValue();
  return PropertyValue(trim(result->output));
}

Fact home(Arguments& arguments, const Machine& machine) {
  const auto user = arguments.text_or("user", "");
  if (user.empty()) return shell(machine, "echo \"$HOME\"");
  auto found = machine.user(user);
  if (!found) return found.error();
  return *found ? PropertyValue((*found)->home) : PropertyValue();
}
Fact user(Arguments&, const Machine& machine) { return shell(machine, "id -un"); }
Fact path(Arguments&, const Machine& machine) { return shell(machine, "echo \"$PATH\""); }
Fact temporary_directory(Arguments&, const Machine& machine) {
  return shell(machine, "echo \"${TMPDIR:-${TMP:-${TEMP:-/tmp}}}\"");
}
Fact date(Arguments&, const Machine& machine) { return shell(machine, "date +%Y-%m-%dT%H:%M:%S%z"); }

Fact command(Arguments& arguments, const Machine& machine) {
  const auto text = arguments.text("command");
  auto result = machine.run({.argv = {machine.settings().shell, "-c", text}, .is_users = true});
  if (!result) return result.error();
  if (result->ok()) return PropertyValue(trim(result->output));
  return fail("'" + text + "' failed (exit code " + std::to_string(result->exit_code) +
              "): " + std::string(trim(result->error_output)));
}

Fact which(Arguments& arguments, const Machine& machine) {
  auto result = machine.run({.argv = {"sh", "-c", "command -v -- \"$1\"", "sh", arguments.text("command")}});
  if (!result) return result.error();
  return result->ok() ? PropertyValue(trim(result->output)) : PropertyValue();
}

PropertyMap group_names(const std::vector<Group>& groups) {
  PropertyMap names;
  for (const auto& group : groups) names[std::to_string(group.id)] = group.name;
  return names;
}

Fact users(Arguments&, const Machine& machine) {
  auto all = machine.users();
  if (!all) return all.error();
  auto groups = machine.groups();
  if (!groups) return groups.error();
  const auto names = group_names(*groups);
  PropertyMap result;
  for (const auto& entry : *all) {
    PropertyArray further;
    for (const auto& group : *groups) {
      if (std::find(group.members.begin(), group.members.end(), entry.name) != group.members.end())
        further.emplace_back(group.name);
    }
    const auto* group = find(names, std::to_string(entry.group));
    result[entry.name] = PropertyMap{{"uid", static_cast<double>(entry.id)},
                                     {"gid", static_cast<double>(entry.group)},
                                     {"group", group != nullptr ? *group : PropertyValue()},
                                     {"groups", std::move(further)},
                                     {"comment", entry.comment},
                                     {"home", entry.home},
                                     {"shell", entry.shell}};
  }
  return PropertyValue(std::move(result));
}

Fact groups(Arguments&, const Machine& machine) {
  auto all = machine.groups();
  if (!all) return all.error();
  PropertyArray names;
  for (const auto& group : *all) names.emplace_back(group.name);
  return PropertyValue(std::move(names));
}

Result<std::string> file(const Machine& machine, const std::string& path) {
  auto text = machine.read_if_there(path);
  if (!text) return text.error();
  return text->value_or("");
}

Fact os_release(Arguments&, const Machine& machine) {
  auto text = file(machine, "/etc/os-release");
  if (!text) return text.error();
  PropertyMap lower;
  for (auto& [name, value] : parse_release(*text)) lower[to_lower(name)] = value;
  return PropertyValue(std::move(lower));
}

Fact linux_distribution(Arguments&, const Machine& machine) {
  auto text = file(machine, "/etc/os-release");
  if (!text) return text.error();
  auto release = parse_release(*text);
  const auto member = [&](const char* name) {
    const auto* value = find(release, name);
    return value != nullptr ? value->as_string().value_or("") : "";
  };
  auto name = member("NAME");
  // "Debian GNU/Linux" is Debian to everybody.
  name = name.substr(0, name.find(" GNU/Linux"));
  const auto version = split(member("VERSION_ID"), '.');
  const auto number = [&](std::size_t i) {
    const bool digits =
        i < version.size() && !version[i].empty() && version[i].find_first_not_of("0123456789") == std::string::npos;
    return digits ? PropertyValue(std::stod(version[i])) : PropertyValue();
  };
  return PropertyValue(PropertyMap{{"name", name.empty() ? PropertyValue() : PropertyValue(name)},
                                   {"major", number(0)},
                                   {"minor", number(1)},
                                   {"release_meta", release}});
}

Fact linux_name(Arguments& arguments, const Machine& machine) {
  auto distribution = linux_distribution(arguments, machine);
  if (!distribution) return distribution;
  return *find(*distribution->get<PropertyMap>(), "name");
}

Fact os_version(Arguments& arguments, const Machine& machine) { return kernel_version(arguments, machine); }

template <auto parse>
Fact from_file(const Machine& machine, const std::string& path) {
  auto text = file(machine, path);
  if (!text) return text.error();
  return PropertyValue(parse(*text));
}
Fact mounts(Arguments&, const Machine& machine) { return from_file<parse_mounts>(machine, "/proc/mounts"); }
Fact modules(Arguments&, const Machine& machine) { return from_file<parse_modules>(machine, "/proc/modules"); }
Fact lsb_release(Arguments&, const Machine& machine) { return from_file<parse_release>(machine, "/etc/lsb-release"); }
Fact security_limits(Arguments&, const Machine& machine) {
  return from_file<parse_security_limits>(machine, "/etc/security/limits.conf");
}

Fact sysctl(Arguments& arguments, const Machine& machine) {
  auto argv = arguments.texts("keys");
  if (argv.empty()) argv.emplace_back("-a");
  argv.insert(argv.begin(), "sysctl");
  auto result = machine.run({.argv = std::move(argv)});
  if (!result) return result.error();
  return PropertyValue(parse_sysctl(result->output));  // some keys cannot be read even by root
}

Fact crontab(Arguments& arguments, const Machine& machine) {
  std::vector<std::string> argv{"crontab", "-l"};
  if (const auto user_name = arguments.text_or("user", ""); !user_name.empty())
    argv.insert(argv.end(), {"-u", user_name});
  auto result = machine.run({.argv = std::move(argv)});
  if (!result) return result.error();
  return PropertyValue(result->ok() ? parse_crontab(result->output) : PropertyArray{});
}

Fact locales(Arguments&, const Machine& machine) {
  auto text = machine.output_of({"locale", "-a"});
  if (!text) return text.error();
  return PropertyValue(to_array(words_of(*text)));
}

Fact reboot_required(Arguments&, const Machine& machine) {
  auto info = machine.look("/var/run/reboot-required");
  if (!info) return info.error();
  return PropertyValue(info->has_value());
}

Fact has_systemd(Arguments&, const Machine& machine) {
  auto info = machine.look("/run/systemd/system");
  if (!info) return info.error();
  return PropertyValue(info->has_value());
}

constexpr auto table = std::to_array<FactType>({
    {"server.Arch", architecture},
    {"server.Command", command},
    {"server.Crontab", crontab},
    {"server.Date", date},
    {"server.Groups", groups},
    {"server.HasSystemd", has_systemd},
    {"server.Home", home},
    {"server.Hostname", hostname},
    {"server.Kernel", kernel},
    {"server.KernelModules", modules},
    {"server.KernelVersion", kernel_version},
    {"server.LinuxDistribution", linux_distribution},
    {"server.LinuxName", linux_name},
    {"server.Locales", locales},
    {"server.LsbRelease", lsb_release},
    {"server.Mounts", mounts},
    {"server.Os", kernel},
    {"server.OsRelease", os_release},
    {"server.OsVersion", os_version},
    {"server.Path", path},
    {"server.RebootRequired", reboot_required},
    {"server.SecurityLimits", security_limits},
    {"server.Sysctl", sysctl},
    {"server.TmpDir", temporary_directory},
    {"server.User", user},
    {"server.Users", users},
    {"server.Which", which},
});

}  // namespace

std::span<const FactType> server_facts() { return table; }

}  // namespace ashlar::fleet
