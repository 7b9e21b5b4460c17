#pragma once
/// What the operations of the package managers have in common: which packages are to be installed, upgraded, removed.

#include <map>
#include <string>
#include <vector>

#include "fleet/operations/arguments.hpp"
#include "fleet/operations/machine.hpp"
#include "fleet/operations/plan.hpp"

namespace ashlar::fleet {

/// One package, as it is asked for.
struct WantedPackage {
  std::string text;  ///< as given, and as the manager understands it: `nginx=1.22.1-9`
  std::string name;
  std::string version;  ///< empty: any
};

/// By name, the installed versions.
using InstalledPackages = std::map<std::string, std::vector<std::string>>;

/// How a package manager is spoken to. Its operation needs nothing else.
struct PackageManager {
  std::string name;           ///< of the program
  std::string joins_version;  ///< between name and version: `=`, `==`, `@`
  std::vector<std::string> list, install, upgrade, remove;
  InstalledPackages (*parse)(const std::string& listed);
  /// The name under which `list` shows a package.
  std::string (*normal_name)(const std::string& name);
};

[[nodiscard]] std::vector<WantedPackage> parse_wanted(const std::vector<std::string>& texts,
                                                      const std::string& joins_version);

/// What is to be done for packages that are (or are not) to be there; `latest` upgrades those that are installed.
/// Managers that can tell whether there is something newer are asked by `outdated` (names), where it is given.
struct PackageChanges {
  std::vector<WantedPackage> install, remove, upgrade;
};
[[nodiscard]] PackageChanges compare_packages(const std::vector<WantedPackage>& wanted,
                                              const InstalledPackages& installed, bool present, bool latest);

/// Takes the arguments `packages`, `present`, `latest`, `extra_install_args` and `extra_uninstall_args`.
Result<Plan> plan_with(const PackageManager& manager, Arguments& arguments, Machine& machine);

/// `name (1.2, 1.1)` a line, as gem prints it.
[[nodiscard]] InstalledPackages parse_gem_list(const std::string& text);
/// `name==1.2` a line.
[[nodiscard]] InstalledPackages parse_pip_freeze(const std::string& text);
/// The tree of `npm list --depth=0`.
[[nodiscard]] InstalledPackages parse_npm_list(const std::string& text);
/// `name 1.2-3` a line.
[[nodiscard]] InstalledPackages parse_name_version(const std::string& text);
/// `apk info -v`: `name-1.2-r0` a line.
[[nodiscard]] InstalledPackages parse_apk_info(const std::string& text);
/// PEP 503: lower case, with one dash for any run of `-`, `_` and `.`.
[[nodiscard]] std::string pip_name(const std::string& name);

}  // namespace ashlar::fleet
