#pragma once
/// What the apt operations have in common.

#include <string>
#include <vector>

#include "fleet/operations/machine.hpp"
#include "fleet/operations/packages.hpp"
#include "fleet/operations/plan.hpp"

namespace ashlar::fleet {

/// `apt-get` that asks nothing, keeps changed configuration files, and waits while another program uses apt.
[[nodiscard]] Execute apt_get(std::vector<std::string> arguments);

/// What `apt-get --simulate` says would happen.
struct AptChange {
  enum class Kind { install, upgrade, remove };
  Kind kind = Kind::install;
  std::string name, from, to;  ///< versions; empty where there is none
  [[nodiscard]] std::string words() const;
};
[[nodiscard]] std::vector<AptChange> parse_simulation(const std::string& text);

/// Asks apt what these arguments would do. Fails with apt's own words.
[[nodiscard]] Result<std::vector<AptChange>> simulate(const Machine& machine, std::vector<std::string> arguments);

/// Adds the refreshing of the package lists, unless this run has done so, or they are younger than `cache_time`
/// seconds. It is no change of the host.
void plan_update(Plan& plan, Machine& machine, std::optional<double> cache_time);
/// Adds that lists are refreshed again when the next operation asks for it: the sources have changed.
void plan_sources_changed(Plan& plan);

/// `dpkg-query -W -f '${db:Status-Status} ${Package} ${Architecture} ${Version}\n'`, those that are installed, as
/// `name` and as `name:architecture`.
[[nodiscard]] InstalledPackages parse_dpkg_status(const std::string& text);
[[nodiscard]] Result<InstalledPackages> installed_debs(const Machine& machine);

/// What a URL gives, by the host's curl or wget. For short files.
[[nodiscard]] Result<std::string> fetch_url(const Machine& machine, const std::string& url);
[[nodiscard]] bool is_url(const std::string& text);

}  // namespace ashlar::fleet
