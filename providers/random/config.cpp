#include "providers/random/config.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

namespace ashlar::providers::random {

namespace {

using deploy::CheckFailure;

/// Text of a scalar; numbers in full digits, without exponent. Nothing when it is no scalar.
std::optional<std::string> scalar_text(const PropertyValue& value) {
  if (const auto* text = value.get<std::string>()) return *text;
  if (const auto* flag = value.get<bool>()) return *flag ? "true" : "false";
  const auto* number = value.get<double>();
  if (number == nullptr) return std::nullopt;
  std::array<char, 400> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), *number, std::chars_format::fixed);
  return std::string(buffer.data(), end.ptr);
}

std::optional<double> scalar_number(const PropertyValue& value) {
  if (const auto* number = value.get<double>()) return *number;
  const auto* text = value.get<std::string>();
  if (text == nullptr || text->empty()) return std::nullopt;
  double number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc() || end != text->data() + text->size()) return std::nullopt;
  return number;
}

/// One value on its way to a property's kind: the converted value, or why it cannot be converted.
struct Conversion {
  PropertyValue value;
  std::string failure;
};

Conversion to_text(const PropertyValue& value) {
  if (value.is_null() || value.is<Computed>()) return {value, {}};
  if (auto text = scalar_text(value)) return {std::move(*text), {}};
  return {{}, "must be a string"};
}

Conversion to_integer(const PropertyValue& value) {
  const auto number = scalar_number(value);
  constexpr double limit = 9223372036854775808.0;  // 2^63
  if (!number) return {{}, "must be an integer"};
  if (std::trunc(*number) != *number) return {{}, "must be an integer, without a fraction"};
  if (*number < -limit || *number >= limit) return {{}, "must be an integer of at most 64 bits"};
  return {*number, {}};
}

Conversion to_text_map(const PropertyValue& value) {
  const auto* map = value.get<PropertyMap>();
  if (map == nullptr) return {{}, "must be a map of strings"};
  PropertyMap converted;
  for (const auto& [key, item] : *map) {
    auto entry = to_text(item);
    if (!entry.failure.empty()) return {{}, "must be a map of strings: \"" + key + "\" is none"};
    converted.emplace(key, std::move(entry.value));
  }
  return {std::move(converted), {}};
}

Conversion to_text_list(const PropertyValue& value) {
  const auto* list = value.get<PropertyArray>();
  if (list == nullptr) return {{}, "must be a list of strings"};
  PropertyArray converted;
  for (const auto& item : *list) {
    auto entry = to_text(item);
    if (!entry.failure.empty())
      return {{}, "must be a list of strings: item " + std::to_string(converted.size()) + " is none"};
    converted.push_back(std::move(entry.value));
  }
  return {std::move(converted), {}};
}

Conversion convert(const Property& property, const PropertyValue& value) {
  if (value.is_null() || value.is<Computed>()) return {value, {}};
  switch (property.kind) {
    case Kind::text: {
      auto converted = to_text(value);
      const auto* text = converted.value.get<std::string>();
      if (property.empty_is_absent && text != nullptr && text->empty()) return {};
      return converted;
    }
    case Kind::integer:
      return to_integer(value);
    case Kind::boolean:
      return value.is<bool>() ? Conversion{value, {}} : Conversion{{}, "must be a boolean"};
    case Kind::text_map:
      return to_text_map(value);
    case Kind::text_list:
      return to_text_list(value);
  }
  return {};
}

bool is_set(const PropertyMap& map, std::string_view name) {
  const auto* value = find(map, name);
  return value != nullptr && !value->is_null();
}

/// The rule of `Replaces::when_entries_change`: entries that are null are as good as none where the other side has no
/// such key.
bool entries_changed(const PropertyMap& prior, const PropertyMap& planned, std::string_view name) {
  static const PropertyMap none;
  const auto entries = [&](const PropertyMap& map) {
    const auto* value = find(map, name);
    const auto* found = value == nullptr ? nullptr : value->get<PropertyMap>();
    return found == nullptr ? &none : found;
  };
  const auto* before = entries(prior);
  const auto* after = entries(planned);
  for (const auto& [key, value] : *after) {
    const auto* old = find(*before, key);
    if (old == nullptr ? !value.is_null() : !(*old == value)) return true;
  }
  return std::any_of(before->begin(), before->end(), [&](const auto& entry) { return !after->contains(entry.first); });
}

bool replaces(const Property& property, const PropertyMap& prior, const PropertyMap& planned) {
  switch (property.replaces) {
    case Replaces::always:
      return true;
    case Replaces::when_entries_change:
      return entries_changed(prior, planned, property.name);
    case Replaces::unless_emptied: {
      const auto* after = find(planned, property.name);
      if (after != nullptr && after->is<Computed>()) return false;
      return is_set(planned, property.name) || !text_or_empty(prior, property.name).empty();
    }
  }
  return true;
}

}  // namespace

Config read_inputs(const ResourceType& type, const PropertyMap& inputs) {
  Config config;
  for (const auto& property : type.properties) {
    const auto* given = property.computed ? nullptr : find(inputs, property.name);
    if (given == nullptr) continue;
    auto converted = convert(property, *given);
    if (!converted.failure.empty()) {
      config.failures.push_back({property.name, std::move(converted.failure)});
    } else if (!converted.value.is_null()) {
      config.values.emplace(property.name, std::move(converted.value));
    }
  }
  return config;
}

PropertyMap read_outputs(const ResourceType& type, const PropertyMap& outputs) {
  PropertyMap values;
  for (const auto& property : type.properties) {
    const auto* stored = find(outputs, property.name);
    if (stored == nullptr) continue;
    auto converted = convert(property, *stored);
    if (converted.failure.empty() && !converted.value.is_null())
      values.emplace(property.name, std::move(converted.value));
  }
  return values;
}

PropertyMap plan(const ResourceType& type, const PropertyMap& config, const PropertyMap* prior) {
  PropertyMap planned = config;
  for (const auto& property : type.properties) {
    if (property.computed) {
      const auto* before = prior == nullptr ? nullptr : find(*prior, property.name);
      if (prior == nullptr) planned.emplace(property.name, PropertyValue::computed());
      if (before != nullptr) planned.emplace(property.name, *before);
    } else if (!property.default_value.is_null()) {
      planned.emplace(property.name, property.default_value);
    }
  }
  if (type.complete) type.complete(config, planned);
  return planned;
}

std::vector<CheckFailure> validate(const ResourceType& type, const PropertyMap& inputs) {
  auto config = read_inputs(type, inputs);
  auto failures = std::move(config.failures);
  const bool converted = failures.empty();
  for (const auto& property : type.properties) {
    if (property.computed && is_set(inputs, property.name))
      failures.push_back({property.name, "is an output and cannot be set"});
    if (property.required && !is_set(inputs, property.name)) failures.push_back({property.name, "is required"});
  }
  if (type.has_id_output && is_set(inputs, "id")) failures.push_back({"id", "is an output and cannot be set"});
  if (converted && type.validate) type.validate(config.values, plan(type, config.values, nullptr), failures);
  return failures;
}

PlannedChange compare(const ResourceType& type, const PropertyMap& prior, const PropertyMap& planned) {
  PlannedChange change;
  for (const auto& property : type.properties) {
    if (property.computed) continue;
    const auto* before = find(prior, property.name);
    const auto* after = find(planned, property.name);
    const bool same =
        before == nullptr || after == nullptr ? before == after : *before == *after && !after->contains_unknowns();
    if (same) continue;
    change.changed.push_back(property.name);
    if (replaces(property, prior, planned)) change.replacing.push_back(property.name);
  }
  std::sort(change.changed.begin(), change.changed.end());
  std::sort(change.replacing.begin(), change.replacing.end());
  return change;
}

}  // namespace ashlar::providers::random
