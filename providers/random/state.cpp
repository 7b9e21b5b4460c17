#include "providers/random/state.hpp"

#include <charconv>

namespace ashlar::providers::random {

namespace {

constexpr std::string_view meta_key = "__meta";
constexpr std::string_view meta_prefix = R"({"schema_version":")";
constexpr std::string_view delta_key = "__pulumi_raw_state_delta";

/// What the published provider notes to get from property values back to its own state: that a property is null there,
/// that one is a map or a list, and names that are not the snake case of the property's.
PropertyMap raw_state_delta(const ResourceType& type, const PropertyMap& outputs) {
  PropertyMap properties;
  const auto note = [&](const std::string& name) {
    const auto* value = find(outputs, name);
    if (value == nullptr) {
      const PropertyMap absent{{"replace", PropertyMap{{"raw", PropertyValue()}}}};
      properties.emplace(name, PropertyValue::secret(absent));
    } else if (value->unwrapped().is<PropertyMap>()) {
      properties.emplace(name, PropertyMap{{"map", PropertyMap()}});
    } else if (value->unwrapped().is<PropertyArray>()) {
      properties.emplace(name, PropertyMap{{"arr", PropertyMap()}});
    }
  };
  for (const auto& property : type.properties) note(property.name);

  PropertyMap object{{"ps", std::move(properties)}};
  PropertyMap renamed;
  for (const auto& [plural, singular] : type.singular) renamed.emplace(plural, singular);
  if (!renamed.empty()) object.emplace("renamed", std::move(renamed));
  return {{"obj", std::move(object)}};
}

/// Unknown values stay unmarked: there is nothing to hide yet.
void mark_secrets(const ResourceType& type, PropertyMap& outputs) {
  for (const auto& property : type.properties) {
    if (property.secret && is_known(outputs, property.name)) {
      auto& value = outputs.find(property.name)->second;
      value = PropertyValue::secret(std::move(value));
    }
  }
}

bool is_zero(const PropertyValue& value) {
  if (const auto* text = value.get<std::string>()) return text->empty();
  if (const auto* number = value.get<double>()) return *number == 0;
  if (const auto* flag = value.get<bool>()) return !*flag;
  return value.is_null();
}

}  // namespace

PropertyMap outputs_for_state(const ResourceType& type, const std::string& id, const PropertyMap& values) {
  PropertyMap outputs = values;
  if (type.has_id_output) outputs.insert_or_assign("id", id);
  const auto delta = raw_state_delta(type, outputs);
  mark_secrets(type, outputs);
  if (type.schema_version != 0) {
    outputs.insert_or_assign(std::string(meta_key),
                             std::string(meta_prefix) + std::to_string(type.schema_version) + "\"}");
  }
  outputs.insert_or_assign(std::string(delta_key), delta);
  return outputs;
}

PropertyMap outputs_for_preview(const ResourceType& type, const std::string* id, const PropertyMap& planned) {
  PropertyMap outputs = planned;
  mark_secrets(type, outputs);
  if (type.has_id_output)
    outputs.insert_or_assign("id", id == nullptr ? PropertyValue::computed() : PropertyValue(*id));
  return outputs;
}

int schema_version_of(const PropertyMap& outputs) {
  const auto text = text_or_empty(outputs, meta_key);
  const auto at = text.find(meta_prefix);
  if (at == std::string::npos) return 0;
  int version = 0;
  const auto* digits = text.data() + at + meta_prefix.size();
  std::from_chars(digits, text.data() + text.size(), version);
  return version;
}

PropertyMap inputs_of_refresh(const ResourceType& type, const PropertyMap& old_inputs, const PropertyMap& values) {
  PropertyMap inputs;
  for (const auto& [name, value] : old_inputs) {
    const auto* now = find(values, name);
    if (type.property(name) != nullptr && now != nullptr) inputs.emplace(name, *now);
  }
  return inputs;
}

PropertyMap inputs_of_import(const ResourceType& type, const PropertyMap& values) {
  PropertyMap inputs;
  for (const auto& property : type.properties) {
    const auto* value = find(values, property.name);
    if (property.computed || value == nullptr || (!property.required && is_zero(*value))) continue;
    inputs.emplace(property.name, *value);
  }
  return inputs;
}

}  // namespace ashlar::providers::random
