/// apt.packages, apt.update, apt.upgrade, apt.dist_upgrade.

#include <algorithm>

#include "base/strings.hpp"
#include "fleet/operations/apt_tools.hpp"
#include "fleet/operations/catalogue.hpp"

namespace ashlar::fleet {
namespace {

struct WantedDebs {
  std::vector<std::string> texts;
  bool present = true, latest = false, no_recommends = false, force = false, allow_downgrades = false;
  std::vector<std::string> install_extra, remove_extra;
};

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  for (auto& word : split(text, ' ')) {
    if (!word.empty()) words.push_back(std::move(word));
  }
  return words;
}

/// Adds a call of apt-get, with what it would do in words; nothing when that is nothing.
Status plan_call(Plan& plan, const Machine& machine, const std::vector<std::string>& arguments) {
  auto changes = simulate(machine, arguments);
  if (!changes) return changes.error();
  if (changes->empty()) return {};
  std::vector<std::string> words;
  for (const auto& change : *changes) words.push_back(change.words());
  plan.add(join(words, ", "), apt_get(arguments));
  return {};
}

Result<Plan> plan_wanted(const Machine& machine, const WantedDebs& wanted) {
  Plan plan;
  if (wanted.texts.empty()) return plan;
  auto installed = installed_debs(machine);
  if (!installed) return installed.error();
  const auto packages = parse_wanted(wanted.texts, "=");
  const auto changes = compare_packages(packages, *installed, wanted.present, wanted.latest);
  const auto call = [&](std::vector<std::string> arguments, const std::vector<std::string>& extra,
                        const std::vector<WantedPackage>& which) -> Status {
    if (which.empty()) return {};
    arguments.insert(arguments.end(), extra.begin(), extra.end());
    for (const auto& package : which) arguments.push_back(package.text);
    return plan_call(plan, machine, arguments);
  };
  std::vector<std::string> install{"install"};
  if (wanted.no_recommends) install.emplace_back("--no-install-recommends");
  if (wanted.allow_downgrades) install.emplace_back("--allow-downgrades");
  if (wanted.force)
    install.insert(install.end(), {"--allow-unauthenticated", "--allow-downgrades", "--allow-remove-essential",
                                   "--allow-change-held-packages"});
  auto all = changes.install;
  all.insert(all.end(), changes.upgrade.begin(), changes.upgrade.end());
  if (auto done = call(install, wanted.install_extra, all); !done) return done.error();
  if (auto done = call({"remove"}, wanted.remove_extra, changes.remove); !done) return done.error();
  return plan;
}

Result<Plan> plan_whole_upgrade(const char* verb, Arguments& arguments, Machine& machine) {
  const bool auto_remove = arguments.flag("auto_remove", false);
  Plan plan;
  std::vector<std::string> call{verb};
  if (auto_remove) call.emplace_back("--auto-remove");
  if (auto done = plan_call(plan, machine, call); !done) return done.error();
  return plan;
}

}  // namespace

Result<Plan> plan_apt_packages(Arguments& arguments, Machine& machine) {
  WantedDebs wanted;
  wanted.texts = arguments.texts("packages");
  wanted.present = arguments.flag("present", true);
  wanted.latest = arguments.flag("latest", false);
  wanted.no_recommends = arguments.flag("no_recommends", false);
  wanted.force = arguments.flag("force", false);
  wanted.allow_downgrades = arguments.flag("allow_downgrades", false);
  wanted.install_extra = words_of(arguments.text_or("extra_install_args", ""));
  wanted.remove_extra = words_of(arguments.text_or("extra_uninstall_args", ""));
  const bool update = arguments.flag("update", false), upgrade = arguments.flag("upgrade", false);
  const auto cache_time = arguments.optional_number("cache_time");
  if (auto checked = arguments.check(); !checked) return checked.error();
  Plan plan;
  if (update || cache_time) plan_update(plan, machine, cache_time);
  // What is to be done depends on the lists, so it is decided when they are fresh.
  plan.then = [wanted, upgrade](Machine& host) -> Result<Plan> {
    Plan next;
    if (upgrade) {
      if (auto done = plan_call(next, host, {"upgrade"}); !done) return done.error();
    }
    auto packages = plan_wanted(host, wanted);
    if (!packages) return packages.error();
    next.append(std::move(*packages));
    return next;
  };
  return plan;
}

Result<Plan> plan_apt_update(Arguments& arguments, Machine& machine) {
  const auto cache_time = arguments.optional_number("cache_time");
  Plan plan;
  plan_update(plan, machine, cache_time);
  return plan;
}

Result<Plan> plan_apt_upgrade(Arguments& arguments, Machine& machine) {
  return plan_whole_upgrade("upgrade", arguments, machine);
}

Result<Plan> plan_apt_dist_upgrade(Arguments& arguments, Machine& machine) {
  return plan_whole_upgrade("dist-upgrade", arguments, machine);
}

}  // namespace ashlar::fleet
