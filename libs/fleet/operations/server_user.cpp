/// server.user: an account, its groups, its home and the keys that may log in to it.

#include <algorithm>

#include "base/strings.hpp"
#include "fleet/operations/catalogue.hpp"
#include "fleet/operations/file_steps.hpp"

namespace ashlar::fleet {
namespace {

struct WantedUser {
  std::string name;
  std::optional<std::string> home, shell, group, comment, password;
  std::vector<std::string> groups, public_keys;
  std::optional<double> id;
  bool present = true, delete_keys = false, ensure_home = true, create_home = false, system = false, unique = true,
       append = false;
};

WantedUser read_arguments(Arguments& arguments) {
  WantedUser wanted;
  wanted.name = arguments.text("user");
  wanted.present = arguments.flag("present", true);
  wanted.home = arguments.optional_text("home");
  wanted.shell = arguments.optional_text("shell");
  wanted.group = arguments.optional_text("group");
  wanted.groups = arguments.texts("groups");
  wanted.public_keys = arguments.texts("public_keys");
  wanted.delete_keys = arguments.flag("delete_keys", false);
  wanted.ensure_home = arguments.flag("ensure_home", true);
  wanted.create_home = arguments.flag("create_home", false);
  wanted.system = arguments.flag("system", false);
  wanted.id = arguments.optional_number("uid");
  wanted.comment = arguments.optional_text("comment");
  wanted.unique = arguments.flag("unique", true);
  wanted.password = arguments.optional_text("password");
  wanted.append = arguments.flag("append", false);
  return wanted;
}

/// Sets the password's hash, which must not be among a command's arguments.
void plan_password(Plan& plan, const WantedUser& wanted) {
  plan.add("set the password of user " + wanted.name,
           Execute{.command = {.argv = {"chpasswd", "-e"}, .input = wanted.name + ":" + *wanted.password + "\n"}});
}

Plan plan_new(const WantedUser& wanted) {
  std::vector<std::string> argv{"useradd"};
  const auto option = [&](const char* flag, const std::string& value) { argv.insert(argv.end(), {flag, value}); };
  if (wanted.home) option("-d", *wanted.home);
  if (wanted.shell) option("-s", *wanted.shell);
  if (wanted.group) option("-g", *wanted.group);
  if (!wanted.groups.empty()) option("-G", join(wanted.groups, ","));
  if (wanted.id) option("-u", format_number(*wanted.id));
  if (wanted.comment) option("-c", *wanted.comment);
  if (wanted.system) argv.emplace_back("-r");
  if (!wanted.unique) argv.emplace_back("-o");
  argv.emplace_back(wanted.create_home ? "-m" : "-M");
  argv.push_back(wanted.name);
  Plan plan;
  plan.add(
      "create user " + wanted.name,
      Execute{.command = {.argv = argv}, .makes_user = wanted.name, .makes_group = wanted.group ? "" : wanted.name});
  if (wanted.password) plan_password(plan, wanted);
  return plan;
}

/// The supplementary groups of the user.
std::vector<std::string> groups_of(const std::vector<Group>& groups, const std::string& user) {
  std::vector<std::string> names;
  for (const auto& group : groups) {
    if (std::find(group.members.begin(), group.members.end(), user) != group.members.end()) names.push_back(group.name);
  }
  return names;
}

Result<bool> password_differs(const Machine& machine, const WantedUser& wanted) {
  auto shadow = machine.read_if_there("/etc/shadow");
  if (!shadow) return shadow.error();
  for (const auto& line : lines_of(shadow->value_or(""))) {
    const auto parts = split(line, ':');
    if (parts.size() > 1 && parts[0] == wanted.name) return parts[1] != *wanted.password;
  }
  return true;
}

Result<Plan> plan_existing(const Machine& machine, const WantedUser& wanted, const User& now) {
  Plan plan;
  std::vector<std::string> argv{"usermod"}, words;
  const auto change = [&](const char* flag, const std::string& value, const std::string& word) {
    argv.insert(argv.end(), {flag, value});
    words.push_back(word + " " + value);
  };
  if (wanted.home && *wanted.home != now.home) change("-d", *wanted.home, "home");
  if (wanted.shell && *wanted.shell != now.shell) change("-s", *wanted.shell, "shell");
  if (wanted.comment && *wanted.comment != now.comment) change("-c", *wanted.comment, "comment");
  if (wanted.id && static_cast<uid_t>(*wanted.id) != now.id) change("-u", format_number(*wanted.id), "id");
  if (wanted.group) {
    auto group = machine.group(*wanted.group);
    if (!group) return group.error();
    if (!*group)
      return fail_with_help("there is no group '" + *wanted.group + "'", "make the group before (server.group)");
    if ((*group)->id != now.group) change("-g", *wanted.group, "group");
  }
  auto all = machine.groups();
  if (!all) return all.error();
  auto current = groups_of(*all, wanted.name), asked = wanted.groups;
  std::sort(current.begin(), current.end());
  std::sort(asked.begin(), asked.end());
  const bool groups_differ = wanted.append ? !std::includes(current.begin(), current.end(), asked.begin(), asked.end())
                                           : !asked.empty() && current != asked;
  if (groups_differ) {
    if (wanted.append) argv.emplace_back("-a");
    change("-G", join(wanted.groups, ","), wanted.append ? "further groups" : "groups");
  }
  argv.push_back(wanted.name);
  if (!words.empty()) plan.execute("change user " + wanted.name + ": " + join(words, ", "), argv);
  if (wanted.password) {
    auto differs = password_differs(machine, wanted);
    if (!differs) return differs.error();
    if (*differs) plan_password(plan, wanted);
  }
  return plan;
}

/// The lines of authorized_keys: the wanted ones, and, unless others are to go, those that are there.
std::string keys_text(const std::string& before, const WantedUser& wanted) {
  auto lines = wanted.delete_keys ? std::vector<std::string>{} : lines_of(before);
  for (const auto& text : wanted.public_keys) {
    for (const auto& key : lines_of(text)) {
      const auto line = std::string(trim(key));
      if (!line.empty() && std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(line);
    }
  }
  return text_of(lines);
}

/// The home and the keys, once the account has ids.
Result<Plan> plan_home(const Machine& machine, const WantedUser& wanted) {
  auto user = machine.user(wanted.name);
  if (!user) return user.error();
  if (!*user) return fail("user '" + wanted.name + "' was made but is not there");
  const auto home = wanted.home.value_or((*user)->home);
  const Attributes owner{.mode = std::nullopt, .user = (*user)->id, .group = (*user)->group};
  Plan plan;
  const auto directory = [&](const std::string& path, mode_t mode) -> Status {
    auto info = machine.look_through(path);
    if (!info) return info.error();
    if (*info) {
      plan_attributes(plan, path, **info, owner);
      return {};
    }
    if (auto parents = plan_parents(plan, machine, path, {}); !parents) return parents;
    plan.add("create directory " + path, MakeDirectory{path, {mode, owner.user, owner.group}});
    return {};
  };
  if (wanted.ensure_home) {
    if (auto made = directory(home, 0755); !made) return made.error();
  }
  if (wanted.public_keys.empty() && !wanted.delete_keys) return plan;
  if (auto made = directory(home + "/.ssh", 0700); !made) return made.error();
  const auto file = home + "/.ssh/authorized_keys";
  auto before = machine.read_if_there(file);
  if (!before) return before.error();
  plan_content(plan, file, *before, keys_text(before->value_or(""), wanted), {0600, owner.user, owner.group});
  return plan;
}

}  // namespace

Result<Plan> plan_server_user(Arguments& arguments, Machine& machine) {
  const auto wanted = read_arguments(arguments);
  if (auto checked = arguments.check(); !checked) return checked.error();
  auto user = machine.user(wanted.name);
  if (!user) return user.error();
  Plan plan;
  if (!wanted.present) {
    if (*user) plan.execute("remove user " + wanted.name, {"userdel", wanted.name});
    return plan;
  }
  if (*user) {
    auto changes = plan_existing(machine, wanted, **user);
    if (!changes) return changes.error();
    plan = std::move(*changes);
  } else {
    plan = plan_new(wanted);
  }
  plan.then = [wanted](Machine& host) { return plan_home(host, wanted); };
  return plan;
}

}  // namespace ashlar::fleet
