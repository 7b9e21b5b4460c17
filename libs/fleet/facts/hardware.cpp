/// The hardware facts.

#include <array>

#include "base/strings.hpp"
#include "fleet/facts/catalogue.hpp"
#include "fleet/facts/parsers.hpp"

namespace ashlar::fleet {
namespace {

using Fact = Result<PropertyValue>;

Fact cpus(Arguments&, const Machine& machine) {
  auto names = machine.list("/sys/devices/system/cpu");
  if (!names) return names.error();
  int count = 0;
  for (const auto& name : *names) {
    count += name.starts_with("cpu") && name.size() > 3 && name.find_first_not_of("0123456789", 3) == std::string::npos;
  }
  return PropertyValue(count);
}

/// Mebibytes, as `free -m` counts them.
Fact memory(Arguments&, const Machine& machine) {
  auto text = machine.read("/proc/meminfo");
  if (!text) return text.error();
  const auto values = parse_meminfo(*text);
  const auto* total = find(values, "MemTotal");
  if (total == nullptr || !total->is<double>()) return PropertyValue();
  return PropertyValue(static_cast<double>(static_cast<long>(*total->get<double>() / 1024)));
}

Fact block_devices(Arguments&, const Machine& machine) {
  auto result = machine.run({.argv = {"df", "-kP"}});
  if (!result) return result.error();
  return PropertyValue(parse_df(result->output));  // it fails when one of many file systems cannot be looked at
}

Result<PropertyMap> devices(const Machine& machine) {
  auto links = machine.output_of({"ip", "-o", "link"});
  if (!links) return links.error();
  auto addresses = machine.output_of({"ip", "-o", "addr"});
  if (!addresses) return addresses.error();
  return parse_ip(*links, *addresses);
}

Fact network_devices(Arguments&, const Machine& machine) {
  auto all = devices(machine);
  if (!all) return all.error();
  return PropertyValue(std::move(*all));
}

Fact addresses(const Machine& machine, const char* version) {
  auto all = devices(machine);
  if (!all) return all.error();
  PropertyMap result;
  for (const auto& [name, device] : *all) {
    PropertyArray list;
    const auto* known = find(*device.get<PropertyMap>(), version);
    for (const auto& address : *known->get<PropertyArray>()) {
      list.push_back(*find(*address.get<PropertyMap>(), "address"));
    }
    if (!list.empty()) result[name] = std::move(list);
  }
  return PropertyValue(std::move(result));
}
Fact ipv4_addresses(Arguments&, const Machine& machine) { return addresses(machine, "ipv4"); }
Fact ipv6_addresses(Arguments&, const Machine& machine) { return addresses(machine, "ipv6"); }

constexpr auto table = std::to_array<FactType>({
    {"hardware.BlockDevices", block_devices},
    {"hardware.Cpus", cpus},
    {"hardware.Ipv4Addrs", ipv4_addresses},
    {"hardware.Ipv6Addrs", ipv6_addresses},
    {"hardware.Memory", memory},
    {"hardware.NetworkDevices", network_devices},
});

}  // namespace

std::span<const FactType> hardware_facts() { return table; }

}  // namespace ashlar::fleet
