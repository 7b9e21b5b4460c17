#include <fnmatch.h>

#include <algorithm>

#include "base/strings.hpp"
#include "fleet/inventory/inventory.hpp"

namespace ashlar::fleet {

namespace {

bool matches(const InventoryHost& host, const std::string& pattern) {
  const auto fits = [&](const std::string& name) { return ::fnmatch(pattern.c_str(), name.c_str(), 0) == 0; };
  return fits(host.name) || std::any_of(host.groups.begin(), host.groups.end(), fits);
}

}  // namespace

Result<Inventory> limited(const Inventory& inventory, const std::vector<std::string>& patterns) {
  std::vector<std::string> wanted, unwanted;
  for (const auto& several : patterns) {
    for (const auto& part : split(several, ',')) {
      const std::string pattern(trim(part));
      if (pattern.empty()) continue;
      const bool without = pattern.starts_with('!');
      const auto name = without ? pattern.substr(1) : pattern;
      const auto fits = [&](const InventoryHost& host) { return matches(host, name); };
      if (std::none_of(inventory.hosts.begin(), inventory.hosts.end(), fits)) {
        return fail_with_help("--limit: no host and no group is called '" + name + "'", "`ashlar inventory` lists them",
                              ErrorKind::usage);
      }
      (without ? unwanted : wanted).push_back(name);
    }
  }
  Inventory left;
  for (const auto& host : inventory.hosts) {
    const auto fits = [&](const std::string& pattern) { return matches(host, pattern); };
    if (!wanted.empty() && std::none_of(wanted.begin(), wanted.end(), fits)) continue;
    if (std::any_of(unwanted.begin(), unwanted.end(), fits)) continue;
    left.hosts.push_back(host);
  }
  if (left.hosts.empty()) return fail("--limit leaves no host", ErrorKind::usage);
  return left;
}

}  // namespace ashlar::fleet
