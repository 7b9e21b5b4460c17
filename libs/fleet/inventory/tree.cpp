#include "fleet/inventory/tree.hpp"

#include <algorithm>

#include "base/strings.hpp"

namespace ashlar::fleet {

Place Place::below(const std::string& member) const {
  Place place = *this;
  place.path_ += (path_.empty() ? "" : ".") + member;
  return place;
}

Error Place::error(const std::string& message, const std::string& help) const {
  return fail_with_help(source_ + ": " + (path_.empty() ? "" : path_ + ": ") + message, help, ErrorKind::usage);
}

Result<PropertyMap> map_member(const PropertyMap& tree, std::string_view name, const Place& place) {
  const auto* value = find(tree, name);
  if (value == nullptr || value->is_null()) return PropertyMap();
  if (const auto* map = value->get<PropertyMap>()) return *map;
  return place.below(std::string(name)).error("has to be a map");
}

Status check_members(const PropertyMap& tree, const std::vector<std::string>& known, const Place& place) {
  for (const auto& [name, value] : tree) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const auto meant = nearest(name, known);
    return place.error("there is no member '" + name + "'",
                       meant ? "did you mean '" + *meant + "'?" : "it may have " + join(known, ", "));
  }
  return {};
}

PropertyMap laid_over(PropertyMap base, const PropertyMap& over) {
  for (const auto& [key, value] : over) {
    const auto [place, is_new] = base.try_emplace(key, value);
    if (is_new) continue;
    const auto* below = place->second.get<PropertyMap>();
    const auto* above = value.get<PropertyMap>();
    place->second = below != nullptr && above != nullptr ? PropertyValue(laid_over(*below, *above)) : value;
  }
  return base;
}

}  // namespace ashlar::fleet
