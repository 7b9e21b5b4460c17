#include "fleet/operations/packages.hpp"

#include <algorithm>

#include "base/strings.hpp"
#include "fleet/operations/file_steps.hpp"

namespace ashlar::fleet {
namespace {

std::vector<std::string> words(const std::string& line) {
  std::vector<std::string> result;
  for (auto& word : split(line, ' ')) {
    if (!trim(word).empty()) result.emplace_back(trim(word));
  }
  return result;
}

std::vector<std::string> texts_of(const std::vector<WantedPackage>& packages) {
  std::vector<std::string> texts;
  for (const auto& package : packages) texts.push_back(package.text);
  return texts;
}

void plan_command(Plan& plan, const std::string& verb, const std::vector<WantedPackage>& packages,
                  std::vector<std::string> argv, const std::string& extra) {
  if (packages.empty()) return;
  const auto names = texts_of(packages);
  for (auto& word : words(extra)) argv.push_back(std::move(word));
  argv.insert(argv.end(), names.begin(), names.end());
  plan.execute(verb + " " + join(names, ", "), std::move(argv));
}

}  // namespace

std::vector<WantedPackage> parse_wanted(const std::vector<std::string>& texts, const std::string& joins_version) {
  std::vector<WantedPackage> wanted;
  for (const auto& text : texts) {
    // `@scope/name@1.2`: a separator at the beginning separates nothing.
    const auto at = joins_version.empty() ? std::string::npos : text.find(joins_version, 1);
    const bool has_version = at != std::string::npos;
    wanted.push_back({text, text.substr(0, at), has_version ? text.substr(at + joins_version.size()) : ""});
  }
  return wanted;
}

PackageChanges compare_packages(const std::vector<WantedPackage>& wanted, const InstalledPackages& installed,
                                bool present, bool latest) {
  PackageChanges changes;
  for (const auto& package : wanted) {
    const auto found = installed.find(package.name);
    const bool has = found != installed.end();
    const bool right_version = has && (package.version.empty() || std::find(found->second.begin(), found->second.end(),
                                                                            package.version) != found->second.end());
    if (present && !right_version) changes.install.push_back(package);
    if (present && right_version && latest && package.version.empty()) changes.upgrade.push_back(package);
    if (!present && right_version) changes.remove.push_back(package);
  }
  return changes;
}

Result<Plan> plan_with(const PackageManager& manager, Arguments& arguments, Machine& machine) {
  const auto texts = arguments.texts("packages");
  const bool present = arguments.flag("present", true), latest = arguments.flag("latest", false);
  const auto install_extra = arguments.text_or("extra_install_args", "");
  const auto remove_extra = arguments.text_or("extra_uninstall_args", "");
  if (auto checked = arguments.check(); !checked) return checked.error();
  Plan plan;
  if (texts.empty()) return plan;
  auto listed = machine.run({.argv = manager.list});
  if (!listed) return listed.error();
  if (!listed->ok() && listed->output.empty()) {
    return fail(join(manager.list, " ") + " failed (exit code " + std::to_string(listed->exit_code) +
                "): " + std::string(trim(listed->error_output)));
  }
  auto wanted = parse_wanted(texts, manager.joins_version);
  if (manager.normal_name != nullptr) {
    for (auto& package : wanted) package.name = manager.normal_name(package.name);
  }
  const auto changes = compare_packages(wanted, manager.parse(listed->output), present, latest);
  plan_command(plan, "install", changes.install, manager.install, install_extra);
  plan_command(plan, "upgrade", changes.upgrade, manager.upgrade, install_extra);
  plan_command(plan, "remove", changes.remove, manager.remove, remove_extra);
  return plan;
}

InstalledPackages parse_name_version(const std::string& text) {
  InstalledPackages packages;
  for (const auto& line : lines_of(text)) {
    const auto parts = words(line);
    if (parts.size() == 2) packages[parts[0]].push_back(parts[1]);
  }
  return packages;
}

InstalledPackages parse_gem_list(const std::string& text) {
  InstalledPackages packages;
  for (const auto& line : lines_of(text)) {
    const auto open = line.find(" ("), close = line.rfind(')');
    if (open == std::string::npos || close == std::string::npos || close < open) continue;
    for (auto version : split(std::string_view(line).substr(open + 2, close - open - 2), ',')) {
      auto plain = std::string(trim(version));
      if (plain.starts_with("default: ")) plain.erase(0, 9);
      packages[line.substr(0, open)].push_back(plain.substr(0, plain.find(' ')));
    }
  }
  return packages;
}

std::string pip_name(const std::string& name) {
  std::string normal;
  const auto bare = name.substr(0, name.find('['));
  for (const char c : to_lower(bare)) {
    const bool dash = c == '-' || c == '_' || c == '.';
    if (!dash) normal += c;
    if (dash && !normal.ends_with('-')) normal += '-';
  }
  return normal;
}

InstalledPackages parse_pip_freeze(const std::string& text) {
  InstalledPackages packages;
  for (const auto& line : lines_of(text)) {
    const auto at = line.find("==");
    if (at != std::string::npos) packages[pip_name(line.substr(0, at))].emplace_back(trim(line.substr(at + 2)));
  }
  return packages;
}

InstalledPackages parse_npm_list(const std::string& text) {
  InstalledPackages packages;
  for (const auto& line : lines_of(text)) {
    const auto parts = words(line);
    if (parts.size() < 2 || line.starts_with('/')) continue;
    const auto at = parts[1].rfind('@');
    if (at != std::string::npos && at > 0) packages[parts[1].substr(0, at)].push_back(parts[1].substr(at + 1));
  }
  return packages;
}

InstalledPackages parse_apk_info(const std::string& text) {
  InstalledPackages packages;
  for (const auto& line : lines_of(text)) {
    const auto release = line.rfind('-');
    const auto version =
        release == std::string::npos || release == 0 ? std::string::npos : line.rfind('-', release - 1);
    if (version != std::string::npos) packages[line.substr(0, version)].push_back(line.substr(version + 1));
  }
  return packages;
}

}  // namespace ashlar::fleet
