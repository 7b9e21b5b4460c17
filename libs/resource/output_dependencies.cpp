#include "resource/output_dependencies.hpp"

#include <algorithm>

namespace ashlar {

namespace {

/// Calls `visit` with every output value in `value`, outermost first.
template <typename Visit>
void each_output(const PropertyValue& value, const Visit& visit) {
  if (const auto* output = value.get<OutputValue>()) {
    visit(*output);
    if (output->value) each_output(*output->value, visit);
  } else if (const auto* secret = value.get<Secret>()) {
    each_output(*secret->value, visit);
  } else if (const auto* array = value.get<PropertyArray>()) {
    for (const auto& item : *array) each_output(item, visit);
  } else if (const auto* map = value.get<PropertyMap>()) {
    for (const auto& [key, item] : *map) each_output(item, visit);
  }
}

void add_once(std::vector<Urn>& urns, const std::vector<Urn>& more) {
  for (const auto& urn : more) {
    if (std::find(urns.begin(), urns.end(), urn) == urns.end()) urns.push_back(urn);
  }
}

OutputValue as_output(PropertyValue value) {
  if (auto* output = value.get<OutputValue>()) return std::move(*output);
  OutputValue output;
  if (const auto* secret = value.get<Secret>()) {
    output.secret = true;
    value = PropertyValue(*secret->value);
  }
  if (!value.is<Computed>()) output.value = std::make_shared<const PropertyValue>(std::move(value));
  return output;
}

}  // namespace

bool contains_outputs(const PropertyMap& map) {
  bool found = false;
  for (const auto& [key, value] : map) each_output(value, [&](const OutputValue&) { found = true; });
  return found;
}

void add_output_dependencies(const PropertyMap& map, PropertyDependencies& into) {
  for (const auto& [key, value] : map) {
    each_output(value, [&, &name = key](const OutputValue& output) {
      if (!output.dependencies.empty()) add_once(into[name], output.dependencies);
    });
  }
}

PropertyMap with_output_dependencies(PropertyMap map, const PropertyDependencies& dependencies) {
  for (const auto& [key, urns] : dependencies) {
    const auto at = map.find(key);
    if (at == map.end() || urns.empty()) continue;
    auto output = as_output(std::move(at->second));
    add_once(output.dependencies, urns);
    at->second = std::move(output);
  }
  return map;
}

}  // namespace ashlar
