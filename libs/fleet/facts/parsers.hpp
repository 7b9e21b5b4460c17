#pragma once
/// Pure parsers of what facts read, a function a format.

#include <string>
#include <string_view>
#include <vector>

#include "resource/property_value.hpp"

namespace ashlar::fleet {

/// The `KEY=value` lines of os-release(5) and lsb-release, quotes removed.
[[nodiscard]] PropertyMap parse_release(std::string_view text);
/// /proc/mounts: by mount point, `{device, type, options}`.
[[nodiscard]] PropertyMap parse_mounts(std::string_view text);
/// /proc/modules: by name, `{size, instances, state}`.
[[nodiscard]] PropertyMap parse_modules(std::string_view text);
/// `sysctl -a`: values that are numbers, or lists of numbers, as such.
[[nodiscard]] PropertyMap parse_sysctl(std::string_view text);
/// /etc/security/limits.conf: a list of `{domain, limit_type, item, value}`.
[[nodiscard]] PropertyArray parse_security_limits(std::string_view text);
/// The table of a user: a list of `{minute, hour, day_of_month, month, day_of_week, command, special_time, comments}`.
[[nodiscard]] PropertyArray parse_crontab(std::string_view text);

/// `dpkg-query -W -f '${db:Status-Status} ${Package} ${Version}\n'`: the installed packages, a list of versions by
/// name.
[[nodiscard]] PropertyMap parse_dpkg(std::string_view text);
/// sources.list(5), one-line format: a list of `{type, url, distribution, components, options}`.
[[nodiscard]] PropertyArray parse_apt_sources(std::string_view text);
/// The same of the deb822 format.
[[nodiscard]] PropertyArray parse_deb822_sources(std::string_view text);

/// `systemctl show -p Id -p ActiveState '*'` and alike: the value of `property` by unit.
[[nodiscard]] PropertyMap parse_units(std::string_view text, std::string_view property);

/// /proc/meminfo: kB by name.
[[nodiscard]] PropertyMap parse_meminfo(std::string_view text);
/// `df -kP`: by file system, `{available, used_percent, mount, size, used}`, sizes in kB.
[[nodiscard]] PropertyMap parse_df(std::string_view text);
/// `ip -o addr` and `ip -o link`: by device, `{state, ether, ipv4, ipv6}`.
[[nodiscard]] PropertyMap parse_ip(std::string_view links, std::string_view addresses);

/// `git config --list`: a list of values by key.
[[nodiscard]] PropertyMap parse_git_config(std::string_view text);

[[nodiscard]] PropertyArray to_array(const std::vector<std::string>& texts);
/// Words separated by any white space.
[[nodiscard]] std::vector<std::string> words_of(std::string_view line);

}  // namespace ashlar::fleet
