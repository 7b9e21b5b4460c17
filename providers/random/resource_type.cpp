#include "providers/random/resource_type.hpp"

#include <algorithm>

#include "base/strings.hpp"

namespace ashlar::providers::random {

const Property* ResourceType::property(std::string_view name) const {
  const auto at = std::find_if(properties.begin(), properties.end(), [&](const Property& p) { return p.name == name; });
  return at == properties.end() ? nullptr : &*at;
}

std::vector<std::string> ResourceType::input_names() const {
  std::vector<std::string> names;
  for (const auto& property : properties) {
    if (!property.computed) names.push_back(property.name);
  }
  return names;
}

Property keepers() { return {.name = "keepers", .kind = Kind::text_map, .replaces = Replaces::when_entries_change}; }

std::int64_t integer(const PropertyMap& planned, std::string_view name) {
  return static_cast<std::int64_t>(*find(planned, name)->get<double>());
}

bool boolean(const PropertyMap& planned, std::string_view name) { return *find(planned, name)->get<bool>(); }

std::string text_or_empty(const PropertyMap& planned, std::string_view name) {
  const auto* value = find(planned, name);
  const auto* text = value == nullptr ? nullptr : value->get<std::string>();
  return text == nullptr ? std::string() : *text;
}

bool is_known(const PropertyMap& planned, std::string_view name) {
  const auto* value = find(planned, name);
  return value != nullptr && !value->is_null() && !value->is<Computed>();
}

void require_between(const PropertyMap& config, const std::string& name, std::int64_t lowest, std::int64_t highest,
                     std::vector<deploy::CheckFailure>& failures) {
  if (!is_known(config, name)) return;
  const auto value = integer(config, name);
  if (value >= lowest && value <= highest) return;
  failures.push_back({name, "must be between " + std::to_string(lowest) + " and " + std::to_string(highest) + ", got " +
                                std::to_string(value)});
}

}  // namespace ashlar::providers::random
