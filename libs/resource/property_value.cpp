#include "resource/property_value.hpp"

#include <algorithm>

namespace ashlar {

PropertyValue PropertyValue::secret(PropertyValue value) {
  if (value.is<Secret>()) return value;
  return {Secret{std::make_shared<const PropertyValue>(std::move(value)), nullptr}};
}

const PropertyValue& PropertyValue::unwrapped() const {
  static const PropertyValue unknown = computed();
  if (const auto* secret = get<Secret>()) return secret->value->unwrapped();
  if (const auto* output = get<OutputValue>()) return output->value ? output->value->unwrapped() : unknown;
  return *this;
}

std::optional<std::string> PropertyValue::as_string() const {
  if (const auto* text = unwrapped().get<std::string>()) return *text;
  return std::nullopt;
}

namespace {

/// Whether `test` holds for `value` or for anything inside it.
template <typename Test>
bool any_inside(const PropertyValue& value, const Test& test) {
  if (test(value)) return true;
  const auto inside = [&](const PropertyValue& child) { return any_inside(child, test); };
  const auto inside_map = [&](const PropertyMap& map) {
    return std::any_of(map.begin(), map.end(), [&](const auto& member) { return inside(member.second); });
  };
  if (const auto* array = value.get<PropertyArray>()) return std::any_of(array->begin(), array->end(), inside);
  if (const auto* map = value.get<PropertyMap>()) return inside_map(*map);
  if (const auto* secret = value.get<Secret>()) return inside(*secret->value);
  if (const auto* output = value.get<OutputValue>()) return output->value && inside(*output->value);
  if (const auto* archive = value.get<Archive>()) return archive->assets && inside_map(*archive->assets);
  if (const auto* reference = value.get<ResourceReference>()) return reference->id && inside(*reference->id);
  return false;
}

bool is_unknown(const PropertyValue& value) {
  const auto* output = value.get<OutputValue>();
  return value.is<Computed>() || (output != nullptr && !output->value);
}

bool is_secret(const PropertyValue& value) {
  const auto* output = value.get<OutputValue>();
  return value.is<Secret>() || (output != nullptr && output->secret);
}

template <typename T>
bool same_pointee(const std::shared_ptr<const T>& left, const std::shared_ptr<const T>& right) {
  if (left == right) return true;
  return left && right && *left == *right;
}

struct Equality {
  bool operator()(const std::monostate&, const std::monostate&) const { return true; }
  bool operator()(const Secret& a, const Secret& b) const { return same_pointee(a.value, b.value); }
  bool operator()(const OutputValue& a, const OutputValue& b) const {
    return a.secret == b.secret && a.dependencies == b.dependencies && same_pointee(a.value, b.value);
  }
  bool operator()(const Asset& a, const Asset& b) const { return a.hash == b.hash; }
  bool operator()(const Archive& a, const Archive& b) const { return a.hash == b.hash; }
  bool operator()(const ResourceReference& a, const ResourceReference& b) const {
    return a.urn == b.urn && same_pointee(a.id, b.id) && a.package_version == b.package_version;
  }
  template <typename T>
  bool operator()(const T& a, const T& b) const {
    return a == b;
  }
  template <typename T, typename U>
  bool operator()(const T&, const U&) const {
    return false;
  }
};

/// Deep copy with `change` applied to every secret and output on the way down; it says what stands in their place.
template <typename Change>
PropertyValue rewrite(const PropertyValue& value, const Change& change) {
  if (value.is<Secret>() || value.is<OutputValue>()) return change(value);
  if (const auto* array = value.get<PropertyArray>()) {
    PropertyArray copy;
    copy.reserve(array->size());
    for (const auto& item : *array) copy.push_back(rewrite(item, change));
    return copy;
  }
  if (const auto* map = value.get<PropertyMap>()) {
    PropertyMap copy;
    for (const auto& [key, item] : *map) copy.emplace_hint(copy.end(), key, rewrite(item, change));
    return copy;
  }
  return value;
}

template <typename Function>
PropertyMap each(const PropertyMap& map, const Function& function) {
  PropertyMap copy;
  for (const auto& [key, item] : map) copy.emplace_hint(copy.end(), key, function(item));
  return copy;
}

}  // namespace

bool PropertyValue::contains_unknowns() const { return any_inside(*this, is_unknown); }
bool PropertyValue::contains_secrets() const { return any_inside(*this, is_secret); }

bool operator==(const PropertyValue& left, const PropertyValue& right) {
  return std::visit(Equality{}, left.content_, right.content_);
}

PropertyValue without_secrets(const PropertyValue& value) {
  return rewrite(value, [](const PropertyValue& marked) { return without_secrets(marked.unwrapped()); });
}

PropertyMap without_secrets(const PropertyMap& map) {
  return each(map, [](const PropertyValue& value) { return without_secrets(value); });
}

PropertyValue without_outputs(const PropertyValue& value) {
  return rewrite(value, [](const PropertyValue& marked) -> PropertyValue {
    if (const auto* secret = marked.get<Secret>()) {
      const bool plain_inside = !any_inside(*secret->value, [](const PropertyValue& v) { return v.is<OutputValue>(); });
      return plain_inside ? marked : PropertyValue::secret(without_outputs(*secret->value));
    }
    const auto& output = *marked.get<OutputValue>();
    auto plain = output.value ? without_outputs(*output.value) : PropertyValue::computed();
    return output.secret ? PropertyValue::secret(std::move(plain)) : plain;
  });
}

PropertyMap without_outputs(const PropertyMap& map) {
  return each(map, [](const PropertyValue& value) { return without_outputs(value); });
}

bool contains_unknowns(const PropertyMap& map) {
  return std::any_of(map.begin(), map.end(), [](const auto& member) { return member.second.contains_unknowns(); });
}

bool contains_secrets(const PropertyMap& map) {
  return std::any_of(map.begin(), map.end(), [](const auto& member) { return member.second.contains_secrets(); });
}

const PropertyValue* find(const PropertyMap& map, std::string_view key) {
  const auto at = map.find(key);
  return at == map.end() ? nullptr : &at->second;
}

}  // namespace ashlar
