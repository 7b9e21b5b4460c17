#include "base/strings.hpp"
#include "fleet/facts/catalogue.hpp"

namespace ashlar::fleet {
namespace {

template <typename Act>
void for_each_fact(const Act& act) {
  for (const auto family :
       {server_facts(), files_facts(), apt_facts(), systemd_facts(), hardware_facts(), git_facts()}) {
    for (const auto& fact : family) act(fact);
  }
}

}  // namespace

std::vector<std::string> fact_names() {
  std::vector<std::string> names;
  for_each_fact([&](const FactType& fact) { names.emplace_back(fact.name); });
  return names;
}

Result<PropertyValue> gather_fact(const std::string& name, const PropertyMap& given, const Machine& machine) {
  const FactType* type = nullptr;
  for_each_fact([&](const FactType& fact) {
    if (fact.name == name) type = &fact;
  });
  if (type == nullptr) {
    const auto meant = nearest(name, fact_names());
    return fail_with_help("there is no fact " + name, meant ? "did you mean " + *meant + "?" : "");
  }
  Arguments arguments(given);
  auto value = type->gather(arguments, machine);
  if (auto checked = arguments.check(); !checked) return checked.error().within(name);
  return value ? std::move(value) : Result<PropertyValue>(value.error().within(name));
}

}  // namespace ashlar::fleet
