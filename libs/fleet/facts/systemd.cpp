/// The systemd facts: by unit, whether it is active and whether it is started with the host.

#include <array>

#include "fleet/facts/catalogue.hpp"
#include "fleet/facts/parsers.hpp"
#include "fleet/operations/systemd_units.hpp"

namespace ashlar::fleet {
namespace {

Result<PropertyMap> property_of_units(Arguments& arguments, const Machine& machine, const std::string& property) {
  auto argv = with(systemctl(arguments), {"show", "--all", "--property=Id," + property, "--"});
  auto units = arguments.texts("services");
  if (units.empty())
    units = {"*.service", "*.socket", "*.timer", "*.target", "*.path", "*.mount", "*.slice", "*.swap", "*.scope"};
  for (auto& unit : units) argv.push_back(unit.starts_with('*') ? unit : unit_name(unit));
  auto text = machine.output_of(std::move(argv));
  if (!text) return text.error();
  return parse_units(*text, property);
}

Result<PropertyValue> status(Arguments& arguments, const Machine& machine) {
  auto states = property_of_units(arguments, machine, "ActiveState");
  if (!states) return states.error();
  for (auto& [unit, state] : *states) state = state.as_string() == "active";
  return PropertyValue(std::move(*states));
}

Result<PropertyValue> enabled(Arguments& arguments, const Machine& machine) {
  auto states = property_of_units(arguments, machine, "UnitFileState");
  if (!states) return states.error();
  for (auto& [unit, state] : *states) {
    const auto text = state.as_string();
    state = text == "enabled" || text == "static" || text == "generated" || text == "indirect" || text == "alias";
  }
  return PropertyValue(std::move(*states));
}

constexpr auto table = std::to_array<FactType>({
    {"systemd.SystemdEnabled", enabled},
    {"systemd.SystemdStatus", status},
});

}  // namespace

std::span<const FactType> systemd_facts() { return table; }

}  // namespace ashlar::fleet
