/// iptables.chain, iptables.rule, selinux.boolean, selinux.file_context, selinux.port, openssl.certificate,
/// acl.setfacl.

#include <algorithm>

#include "base/strings.hpp"
#include "fleet/operations/catalogue.hpp"
#include "fleet/operations/file_steps.hpp"

namespace ashlar::fleet {
namespace {

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  for (auto& word : split(replace_all(replace_all(text, "\t", " "), "\n", " "), ' ')) {
    if (!word.empty()) words.push_back(std::move(word));
  }
  return words;
}

struct Firewall {
  std::string program, table;
  [[nodiscard]] std::vector<std::string> call(std::vector<std::string> more) const {
    more.insert(more.begin(), {program, "-w", "-t", table});  // -w: waits for another that changes the tables
    return more;
  }
};

Firewall firewall(Arguments& arguments) {
  const auto version = arguments.optional_number("version").value_or(4);
  return {version == 6 ? "ip6tables" : "iptables", arguments.text_or("table", "filter")};
}

}  // namespace

Result<Plan> plan_iptables_chain(Arguments& arguments, Machine& machine) {
  const auto tables = firewall(arguments);
  const auto chain = arguments.text("chain");
  const bool present = arguments.flag("present", true);
  const auto policy = arguments.text_or("policy", "");
  if (auto checked = arguments.check(); !checked) return checked.error();
  auto rules = machine.run({.argv = tables.call({"-S", chain})});
  if (!rules) return rules.error();
  Plan plan;
  if (!present) {
    if (rules->ok()) plan.execute("remove chain " + chain, tables.call({"-X", chain}));
    return plan;
  }
  if (!rules->ok()) plan.execute("create chain " + chain, tables.call({"-N", chain}));
  const bool right = policy.empty() || rules->output.starts_with("-P " + chain + " " + policy);
  if (!right) plan.execute("set policy of chain " + chain + " to " + policy, tables.call({"-P", chain, policy}));
  return plan;
}

Result<Plan> plan_iptables_rule(Arguments& arguments, Machine& machine) {
  const auto tables = firewall(arguments);
  const auto chain = arguments.text("chain"), jump = arguments.text("jump");
  const bool present = arguments.flag("present", true), append = arguments.flag("append", true);
  std::vector<std::string> rule;
  const std::pair<const char*, const char*> options[] = {
      {"protocol", "-p"}, {"source", "-s"}, {"destination", "-d"}, {"in_interface", "-i"}, {"out_interface", "-o"}};
  for (const auto& [argument, option] : options) {
    if (const auto value = arguments.optional_text(argument)) rule.insert(rule.end(), {option, *value});
    if (const auto value = arguments.optional_text(std::string("not_") + argument))
      rule.insert(rule.end(), {"!", option, *value});
  }
  if (const auto value = arguments.optional_text("destination_port")) rule.insert(rule.end(), {"--dport", *value});
  if (const auto value = arguments.optional_text("source_port")) rule.insert(rule.end(), {"--sport", *value});
  for (auto& word : words_of(arguments.text_or("extras", ""))) rule.push_back(std::move(word));
  rule.insert(rule.end(), {"-j", jump});
  const std::pair<const char*, const char*> targets[] = {{"to_destination", "--to-destination"},
                                                         {"to_source", "--to-source"},
                                                         {"to_ports", "--to-ports"},
                                                         {"log_prefix", "--log-prefix"}};
  for (const auto& [argument, option] : targets) {
    if (const auto value = arguments.optional_text(argument)) rule.insert(rule.end(), {option, *value});
  }
  if (auto checked = arguments.check(); !checked) return checked.error();
  const auto call = [&](const char* verb) {
    std::vector<std::string> argv{verb, chain};
    argv.insert(argv.end(), rule.begin(), rule.end());
    return tables.call(std::move(argv));
  };
  // -C: whether such a rule is there, as the kernel understands it.
  auto there = machine.run({.argv = call("-C")});
  if (!there) return there.error();
  Plan plan;
  const auto words = chain + " " + join(rule, " ");
  if (present && !there->ok()) plan.execute("add rule " + words, call(append ? "-A" : "-I"));
  if (!present && there->ok()) plan.execute("remove rule " + words, call("-D"));
  return plan;
}

Result<Plan> plan_selinux_boolean(Arguments& arguments, Machine& machine) {
  const auto name = arguments.text("bool_name"), value = arguments.text("value");
  const bool persistent = arguments.flag("persistent", false);
  if (value != "on" && value != "off") arguments.reject("value", "must be on or off");
  if (auto checked = arguments.check(); !checked) return checked.error();
  auto now = machine.output_of({"getsebool", name});
  if (!now) return now.error();
  Plan plan;
  if (trim(*now).ends_with("> " + value)) return plan;
  std::vector<std::string> argv{"setsebool"};
  if (persistent) argv.emplace_back("-P");
  argv.insert(argv.end(), {name, value});
  plan.execute("set SELinux boolean " + name + " " + value, std::move(argv));
  return plan;
}

Result<Plan> plan_selinux_file_context(Arguments& arguments, Machine& machine) {
  const auto path = arguments.text("path"), type = arguments.text("se_type");
  if (auto checked = arguments.check(); !checked) return checked.error();
  auto list = machine.output_of({"semanage", "fcontext", "-l", "-C", "-n"});
  if (!list) return list.error();
  Plan plan;
  for (const auto& line : lines_of(*list)) {
    const auto words = words_of(line);
    if (words.empty() || words.front() != path) continue;
    if (words.back().find(":" + type + ":") == std::string::npos) {
      plan.execute("set SELinux type of " + path + " to " + type, {"semanage", "fcontext", "-m", "-t", type, path});
    }
    return plan;
  }
  plan.execute("set SELinux type of " + path + " to " + type, {"semanage", "fcontext", "-a", "-t", type, path});
  return plan;
}

Result<Plan> plan_selinux_port(Arguments& arguments, Machine& machine) {
  const auto protocol = arguments.text("protocol"), port = arguments.text("port_num");
  const bool present = arguments.flag("present", true);
  const auto type = present ? arguments.text("se_type") : arguments.text_or("se_type", "");
  if (auto checked = arguments.check(); !checked) return checked.error();
  auto list = machine.output_of({"semanage", "port", "-l", "-n"});
  if (!list) return list.error();
  std::string now;
  for (const auto& line : lines_of(*list)) {
    auto words = words_of(replace_all(line, ",", " "));
    if (words.size() > 2 && words[1] == protocol && std::find(words.begin() + 2, words.end(), port) != words.end())
      now = words[0];
  }
  Plan plan;
  const auto name = protocol + " port " + port;
  if (present && now != type) {
    plan.execute("set SELinux type of " + name + " to " + type,
                 {"semanage", "port", now.empty() ? "-a" : "-m", "-t", type, "-p", protocol, port});
  }
  if (!present && !now.empty())
    plan.execute("remove SELinux type of " + name, {"semanage", "port", "-d", "-p", protocol, port});
  return plan;
}

/// A key and a certificate that it signs itself, made anew when it is about to run out.
Result<Plan> plan_openssl_certificate(Arguments& arguments, Machine& machine) {
  const auto path = machine.absolute(arguments.text("path")), key = machine.absolute(arguments.text("key"));
  const auto name = arguments.text("common_name"), type = arguments.text_or("key_type", "rsa:2048");
  const auto alternatives = arguments.texts("alt_names");
  const auto days = arguments.optional_number("days").value_or(365),
             renew = arguments.optional_number("renew_days").value_or(30);
  auto owner = wanted_attributes(arguments, machine);
  if (auto checked = arguments.check(); !checked) return checked.error();
  if (!owner) return owner.error();
  Plan plan;
  auto there = machine.look_through(path), key_there = machine.look_through(key);
  if (!there) return there.error();
  if (!key_there) return key_there.error();
  std::string why = *there && *key_there ? "" : "it is missing";
  if (why.empty()) {
    auto good = machine.run(
        {.argv = {"openssl", "x509", "-noout", "-checkend", format_number(renew * 86400), "-in", machine.real(path)}});
    if (!good) return good.error();
    if (!good->ok()) why = "it runs out within " + format_number(renew) + " days";
  }
  if (why.empty()) return plan;
  for (const auto& file : {path, key}) {
    if (auto parents = plan_parents(plan, machine, file, *owner); !parents) return parents.error();
  }
  std::vector<std::string> argv{"openssl",         "req",         "-x509",
                                "-newkey",         type,          "-nodes",
                                "-sha256",         "-days",       format_number(days),
                                "-subj",           "/CN=" + name, "-keyout",
                                machine.real(key), "-out",        machine.real(path)};
  if (!alternatives.empty()) {
    std::vector<std::string> names;
    for (const auto& text : alternatives) {
      const bool address =
          text.find_first_not_of("0123456789.") == std::string::npos || text.find(':') != std::string::npos;
      names.push_back((address ? "IP:" : "DNS:") + text);
    }
    argv.insert(argv.end(), {"-addext", "subjectAltName=" + join(names, ",")});
  }
  plan.execute("create certificate " + path + " for " + name + " (" + why + ")", std::move(argv));
  plan.then = [key, path, attributes = *owner](Machine& host) -> Result<Plan> {
    Plan rights;
    if (host.planning()) return rights;
    rights.add("", SetAttributes{key, {attributes.mode.value_or(0600), attributes.user, attributes.group}});
    rights.add("", SetAttributes{path, {0644, attributes.user, attributes.group}});
    return rights;
  };
  return plan;
}

namespace {

/// `u:web:rx` as getfacl(1) prints it: `user:web:r-x`.
std::string acl_entry(const std::string& text) {
  auto parts = split(text, ':');
  std::string prefix;
  if (!parts.empty() && (parts[0] == "d" || parts[0] == "default")) prefix = "default:", parts.erase(parts.begin());
  if (parts.empty()) return text;
  const std::pair<const char*, const char*> names[] = {{"u", "user"}, {"g", "group"}, {"m", "mask"}, {"o", "other"}};
  for (const auto& [letter, name] : names) {
    if (parts[0] == letter) parts[0] = name;
  }
  if (parts.size() == 2) parts.insert(parts.begin() + 1, "");
  auto& rights = parts.back();
  std::string full;
  for (const char right : {'r', 'w', 'x'}) full += rights.find(right) != std::string::npos ? right : '-';
  rights = full;
  return prefix + join(parts, ":");
}

}  // namespace

Result<Plan> plan_acl_setfacl(Arguments& arguments, Machine& machine) {
  const auto path = machine.absolute(arguments.text("path"));
  const auto entries = arguments.texts("entries");
  const bool present = arguments.flag("present", true), recursive = arguments.flag("recursive", false);
  if (entries.empty()) arguments.reject("entries", "is required");
  if (auto checked = arguments.check(); !checked) return checked.error();
  std::vector<std::string> look{"getfacl", "--omit-header", "--absolute-names", "--no-effective"};
  if (recursive) look.emplace_back("--recursive");
  look.insert(look.end(), {"--", path});
  auto text = machine.output_of(std::move(look));
  if (!text) return text.error();
  // One paragraph a file; a file other than a directory has no defaults.
  std::vector<std::string> change;
  for (const auto& entry : entries) {
    const auto full = acl_entry(entry);
    const auto who = full.substr(0, full.rfind(':') + 1);
    bool all = true, any = false;
    for (const auto& paragraph : split(replace_all(std::string(trim(*text)), "\n\n", "\1"), '\1')) {
      const auto lines = split(paragraph, '\n');
      const bool is_default = full.starts_with("default:");
      const bool has_defaults = paragraph.find("default:") != std::string::npos;
      any = any || std::any_of(lines.begin(), lines.end(), [&](const auto& line) { return line.starts_with(who); });
      if (is_default && recursive && !has_defaults && all && any) continue;
      all = all && std::find(lines.begin(), lines.end(), full) != lines.end();
    }
    if (present && !all) change.push_back(full);
    if (!present && any) change.push_back(who.substr(0, who.size() - 1));
  }
  Plan plan;
  if (change.empty()) return plan;
  std::vector<std::string> argv{"setfacl"};
  if (recursive) argv.emplace_back("-R");
  argv.insert(argv.end(), {present ? "-m" : "-x", join(change, ","), "--", path});
  plan.execute(std::string(present ? "set" : "remove") + " access of " + path + ": " + join(change, ", "),
               std::move(argv));
  return plan;
}

}  // namespace ashlar::fleet
