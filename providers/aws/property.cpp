#include "providers/aws/property.hpp"

namespace ashlar::providers::aws {

const Property* find_property(const std::vector<Property>& properties, std::string_view name) {
  for (const auto& property : properties) {
    if (property.name == name) return &property;
  }
  return nullptr;
}

PropertyValue zero_of(const Property& property) {
  switch (property.kind) {
    case Kind::string:
      return "";
    case Kind::boolean:
      return false;
    case Kind::integer:
      return 0;
    case Kind::list:
    case Kind::set:
      return PropertyArray();
    case Kind::map:
      return PropertyMap();
    case Kind::object:
      break;
  }
  return {};
}

bool is_zero(const PropertyValue& value) {
  if (value.is_null()) return true;
  if (const auto* text = value.get<std::string>()) return text->empty();
  if (const auto* flag = value.get<bool>()) return !*flag;
  if (const auto* number = value.get<double>()) return *number == 0;
  if (const auto* list = value.get<PropertyArray>()) return list->empty();
  if (const auto* map = value.get<PropertyMap>()) {
    for (const auto& [key, member] : *map) {
      if (!is_internal_key(key)) return false;
    }
    return true;
  }
  return false;
}

}  // namespace ashlar::providers::aws
