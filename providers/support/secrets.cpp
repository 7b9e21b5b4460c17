#include "providers/support/secrets.hpp"

namespace ashlar::providers {

void carry_secrets(const PropertyMap& marked, PropertyMap& target) {
  for (const auto& [key, mark] : marked) {
    const auto at = target.find(key);
    if (at == target.end() || !mark.contains_secrets()) continue;
    const auto* marked_members = mark.get<PropertyMap>();
    auto* members = at->second.get<PropertyMap>();
    if (marked_members != nullptr && members != nullptr) {
      carry_secrets(*marked_members, *members);
    } else {
      at->second = PropertyValue::secret(std::move(at->second));
    }
  }
}

PropertyMap plain(const PropertyMap& map) { return without_secrets(without_outputs(map)); }

}  // namespace ashlar::providers
