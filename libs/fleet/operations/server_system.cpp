/// server.hostname, server.sysctl, server.locale, server.modprobe, server.security_limit.

#include <algorithm>

#include "base/strings.hpp"
#include "fleet/operations/catalogue.hpp"
#include "fleet/operations/file_steps.hpp"
#include "fleet/operations/regular_expression.hpp"
#include "fleet/operations/systemd_units.hpp"
#include "fleet/operations/text_edits.hpp"

namespace ashlar::fleet {
namespace {

/// Adds what puts the line into the file in place of those that match the pattern.
Status plan_setting(Plan& plan, const Machine& machine, const std::string& path, const std::string& pattern,
                    const std::string& line) {
  auto before = machine.read_if_there(path);
  if (!before) return before.error();
  auto after = with_line(before->value_or(""), {.line = pattern, .present = true, .replace = line});
  if (!after) return after.error();
  if (auto parents = plan_parents(plan, machine, path, {}); !parents) return parents;
  plan_content(plan, path, *before, *after);
  return {};
}

std::string single_spaced(const std::string& text) {
  std::string result;
  for (const char c : std::string(trim(text))) {
    const bool space = c == ' ' || c == '\t';
    if (!space || !result.ends_with(' ')) result += space ? ' ' : c;
  }
  return result;
}

/// `en_US.UTF-8` and `en_US.utf8` are one locale.
std::string locale_name(const std::string& text) { return replace_all(to_lower(trim(text)), "-", ""); }

}  // namespace

Result<Plan> plan_server_hostname(Arguments& arguments, Machine& machine) {
  const auto name = arguments.text("hostname");
  const auto file = arguments.text_or("hostname_file", "/etc/hostname");
  if (auto checked = arguments.check(); !checked) return checked.error();
  auto now = machine.read_if_there("/proc/sys/kernel/hostname");
  if (!now) return now.error();
  auto kept = machine.read_if_there(file);
  if (!kept) return kept.error();
  Plan plan;
  if (trim(now->value_or("")) != name)
    plan.execute("set host name from " + std::string(trim(now->value_or(""))) + " to " + name, {"hostname", name});
  if (trim(kept->value_or("")) != name) plan_content(plan, file, *kept, name + "\n");
  return plan;
}

Result<Plan> plan_server_sysctl(Arguments& arguments, Machine& machine) {
  const auto key = arguments.text("key");
  auto value = join(arguments.texts("value"), " ");
  const bool persist = arguments.flag("persist", false);
  const auto file = arguments.text_or("persist_file", "/etc/sysctl.conf");
  if (value.empty()) arguments.reject("value", "is required");
  if (auto checked = arguments.check(); !checked) return checked.error();
  // A name with a dot in it (of a network device) is written with slashes.
  const auto path = "/proc/sys/" + (key.find('/') != std::string::npos ? key : replace_all(key, ".", "/"));
  auto now = machine.read(path);
  if (!now)
    return fail_with_help("there is no kernel parameter " + key,
                          "load the module that brings it before (server.modprobe)");
  Plan plan;
  if (single_spaced(*now) != single_spaced(value)) {
    plan.execute("set " + key + " from " + single_spaced(*now) + " to " + value, {"sysctl", "-w", key + "=" + value});
  }
  if (persist) {
    const auto pattern = "^[[:space:]]*" + RegularExpression::escape(key) + "[[:space:]]*=";
    if (auto done = plan_setting(plan, machine, file, pattern, key + " = " + value); !done) return done.error();
  }
  return plan;
}

Result<Plan> plan_server_locale(Arguments& arguments, Machine& machine) {
  const auto locale = arguments.text("locale");
  const bool present = arguments.flag("present", true);
  if (auto checked = arguments.check(); !checked) return checked.error();
  auto known = machine.output_of({"locale", "-a"});
  if (!known) return known.error();
  const auto lines = lines_of(*known);
  const bool there = std::any_of(lines.begin(), lines.end(),
                                 [&](const auto& line) { return locale_name(line) == locale_name(locale); });
  Plan plan;
  if (there == present) return plan;
  const std::string file = "/etc/locale.gen";
  auto text = machine.read(file);
  if (!text) return text.error();
  const auto name = RegularExpression::escape(locale);
  auto expression =
      RegularExpression::parse(present ? "^#[[:space:]]*" + name + "[[:space:]]" : "^" + name + "[[:space:]]");
  if (!expression) return expression.error();
  auto wanted = lines_of(*text);
  bool listed = !present;
  for (auto& line : wanted) {
    if (line.starts_with(locale + " ")) listed = true;
    if (!expression->found_in(line)) continue;
    line = present ? std::string(trim(std::string_view(line).substr(1))) : "# " + line;
    listed = true;
  }
  if (!listed) return fail_with_help("the system does not know the locale " + locale, "see /usr/share/i18n/SUPPORTED");
  plan_content(plan, file, *text, text_of(wanted));
  plan.execute((present ? "generate locale " : "remove locale ") + locale, {"locale-gen"});
  return plan;
}

Result<Plan> plan_server_modprobe(Arguments& arguments, Machine& machine) {
  const auto modules = arguments.texts("module");
  const bool present = arguments.flag("present", true), force = arguments.flag("force", false);
  if (modules.empty()) arguments.reject("module", "is required");
  if (auto checked = arguments.check(); !checked) return checked.error();
  Plan plan;
  for (const auto& module : modules) {
    // The kernel shows modules that are built in there, too; it knows no dashes.
    auto there = machine.look("/sys/module/" + replace_all(module, "-", "_"));
    if (!there) return there.error();
    if (there->has_value() == present) continue;
    std::vector<std::string> argv{"modprobe"};
    if (force) argv.emplace_back("-f");
    if (!present) argv.emplace_back("-r");
    argv.push_back(module);
    plan.execute((present ? "load module " : "unload module ") + module, std::move(argv));
  }
  return plan;
}

Result<Plan> plan_server_security_limit(Arguments& arguments, Machine& machine) {
  const auto domain = arguments.text("domain"), type = arguments.text("limit_type"), item = arguments.text("item");
  const auto value = arguments.text("value");
  if (auto checked = arguments.check(); !checked) return checked.error();
  const auto space = "[[:space:]][[:space:]]*";
  const auto pattern = "^[[:space:]]*" + RegularExpression::escape(domain) + space + RegularExpression::escape(type) +
                       space + RegularExpression::escape(item) + space;
  Plan plan;
  const auto line = domain + "\t" + type + "\t" + item + "\t" + value;
  if (auto done = plan_setting(plan, machine, "/etc/security/limits.conf", pattern, line); !done) return done.error();
  return plan;
}

}  // namespace ashlar::fleet
