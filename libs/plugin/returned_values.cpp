#include "plugin/returned_values.hpp"

#include <algorithm>

namespace ashlar::plugin {
namespace {

bool is_elided(const Asset& asset) { return !asset.has_text && asset.path.empty() && asset.uri.empty(); }
bool is_elided(const Archive& archive) { return !archive.assets && archive.path.empty() && archive.uri.empty(); }

template <typename T>
void restore_content(const T& known, T& returned) {
  if (is_elided(returned) && returned.hash == known.hash) returned = known;
}

void restore(const PropertyValue& known_value, PropertyValue& returned) {
  const auto& known = known_value.unwrapped();
  if (const auto* secret = returned.get<Secret>()) {
    auto content = *secret->value;
    restore(known, content);
    returned = PropertyValue::secret(std::move(content));
    return;
  }
  if (auto* asset = returned.get<Asset>()) {
    if (const auto* original = known.get<Asset>()) restore_content(*original, *asset);
  } else if (auto* archive = returned.get<Archive>()) {
    if (const auto* original = known.get<Archive>()) restore_content(*original, *archive);
  } else if (auto* map = returned.get<PropertyMap>()) {
    if (const auto* original = known.get<PropertyMap>()) restore_assets_from(*original, *map);
  } else if (auto* array = returned.get<PropertyArray>()) {
    const auto* original = known.get<PropertyArray>();
    const auto count = original == nullptr ? 0 : std::min(array->size(), original->size());
    for (std::size_t i = 0; i < count; ++i) restore((*original)[i], (*array)[i]);
  }
}

}  // namespace

void mark_secrets_like(const PropertyMap& sent, PropertyMap& returned) {
  for (const auto& [key, before] : sent) {
    const auto at = returned.find(key);
    if (at == returned.end() || !before.contains_secrets() || at->second.is<Secret>()) continue;
    const auto* sent_object = before.get<PropertyMap>();
    auto* returned_object = at->second.get<PropertyMap>();
    if (sent_object != nullptr && returned_object != nullptr) {
      mark_secrets_like(*sent_object, *returned_object);
    } else {
      at->second = PropertyValue::secret(std::move(at->second));
    }
  }
}

void restore_assets_from(const PropertyMap& known, PropertyMap& returned) {
  for (auto& [key, value] : returned) {
    if (const auto* original = find(known, key)) restore(*original, value);
  }
}

}  // namespace ashlar::plugin
