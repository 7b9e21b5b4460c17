#include "providers/aws/outputs.hpp"

#include <algorithm>

#include "base/strings.hpp"
#include "providers/aws/convert.hpp"
#include "providers/aws/difference.hpp"
#include "providers/aws/tags.hpp"

namespace ashlar::providers::aws {

using awsapi::Value;

namespace {

/// The key under which the published provider's framework keeps timeouts.
constexpr const char* timeouts_key = "e2bfb730-ecaa-11e6-8f88-34363bc7c4c0";

/// The `__meta` that the published provider writes: its schema's version, and timeouts in nanoseconds.
std::string meta_of(const ResourceType& type) {
  std::string timeouts;
  const auto add = [&](const char* name, int minutes) {
    if (minutes == 0) return;
    timeouts +=
        (timeouts.empty() ? "" : ",") + std::string("\"") + name + "\":" + std::to_string(minutes * 60'000'000'000LL);
  };
  add("create", type.timeouts.create);
  add("delete", type.timeouts.remove);
  add("read", type.timeouts.read);
  add("update", type.timeouts.update);
  std::string meta;
  if (!timeouts.empty()) meta = std::string("\"") + timeouts_key + "\":{" + timeouts + "}";
  if (type.schema_version > 0)
    meta +=
        (meta.empty() ? "" : ",") + std::string("\"schema_version\":\"") + std::to_string(type.schema_version) + "\"";
  return meta.empty() ? "" : "{" + meta + "}";
}

/// A set in the order in which it was given, when it is the same set: no difference where there is none.
PropertyValue in_known_order(const Property& property, PropertyValue value, const PropertyMap& known) {
  if (property.kind != Kind::set) return value;
  const auto* before = find(known, property.name);
  if (before == nullptr || !same_value(property, *before, value)) return value;
  return property.element == Kind::object ? without_internals(*before) : value;
}

void add_common(const Call& call, PropertyMap& outputs) {
  const auto& type = call.type();
  outputs.insert_or_assign("id", call.id);
  outputs.insert_or_assign("region", call.region());
  if (!type.arn.empty()) {
    const auto resource = replace_all(type.arn, "{id}", call.id);
    outputs.insert_or_assign("arn", make_arn(type.service, call.region(), text_in(outputs, "ownerId"), resource));
  }
  if (const auto meta = meta_of(type); !meta.empty()) outputs.insert_or_assign("__meta", meta);
}

void add_tags(const Call& call, const Value& item, const PropertyMap& known, PropertyMap& outputs) {
  const auto& rules = call.session().config().tags;
  const auto told = item["Tags"].is_null() ? item["TagList"] : item["Tags"];
  const auto all = visible_tags(from_tag_list(told), rules);
  const auto own = own_tags(all, tags_of(find(known, "tags")), rules);
  outputs.erase("tags");
  if (!own.empty() || find(known, "tags") != nullptr) outputs.insert_or_assign("tags", to_property_map(own));
  outputs.insert_or_assign("tagsAll", to_property_map(all));
}

bool unknown_at_create(const Property& property) { return property.is_output || property.is_filled_in; }

}  // namespace

PropertyMap outputs_of(const Call& call, const Value& item, const PropertyMap& known) {
  const auto& type = call.type();
  PropertyMap outputs;
  for (const auto& property : type.properties) {
    if (!property.answer_path.empty()) {
      auto value = from_answer(property, item);
      if (!value.is_null()) outputs.emplace(property.name, in_known_order(property, std::move(value), known));
    } else if (const auto* value = find(known, property.name); value != nullptr && !value->is_null()) {
      outputs.emplace(property.name, without_internals(*value));
    }
  }
  if (type.derive) type.derive(call, item, known, outputs);
  add_common(call, outputs);
  if (type.tags) add_tags(call, item, known, outputs);
  return outputs;
}

PropertyMap outputs_so_far(const Call& call, const PropertyMap& inputs) {
  auto outputs = without_internals(inputs);
  outputs.erase("region");
  add_common(call, outputs);
  return outputs;
}

PropertyMap preview_of_create(const ResourceType& type, const std::string& region, const PropertyMap& inputs) {
  auto outputs = without_internals(inputs);
  for (const auto& property : type.properties) {
    if (unknown_at_create(property)) outputs.emplace(property.name, PropertyValue::computed());
  }
  outputs.insert_or_assign("id", PropertyValue::computed());
  outputs.emplace("region", region);
  if (!type.arn.empty()) outputs.insert_or_assign("arn", PropertyValue::computed());
  return outputs;
}

PropertyMap preview_of_update(const ResourceType& type, const PropertyMap& old_outputs, const PropertyMap& inputs,
                              const std::vector<std::string>& changed) {
  auto outputs = old_outputs;
  const auto has_changed = [&](const std::string& name) { return std::ranges::find(changed, name) != changed.end(); };
  for (const auto& property : type.properties) {
    const auto* value = find(inputs, property.name);
    if (value != nullptr && property.is_input()) {
      outputs.insert_or_assign(property.name, without_internals(*value));
    } else if (property.is_input() && has_changed(property.name)) {
      outputs.erase(property.name);
    } else if (std::ranges::any_of(property.follows, has_changed)) {
      outputs.insert_or_assign(property.name, PropertyValue::computed());
    }
  }
  if (type.tags) {
    outputs.erase("tags");
    for (const auto* name : {"tags", "tagsAll"}) {
      if (const auto* value = find(inputs, name)) outputs.insert_or_assign(name, without_internals(*value));
    }
  }
  return outputs;
}

PropertyMap inputs_of_refresh(const ResourceType& type, const PropertyMap& inputs, const PropertyMap& outputs) {
  PropertyMap refreshed = inputs;
  for (auto& [name, value] : refreshed) {
    if (is_internal_key(name)) continue;
    const auto* now = find(outputs, name);
    const auto* property = find_property(type.properties, name);
    if (now == nullptr || (property != nullptr && same_value(*property, value, *now))) continue;
    if (property == nullptr && without_internals(value) == *now) continue;
    if (const auto* map = now->get<PropertyMap>(); map != nullptr && value.is<PropertyMap>()) {
      PropertyMap with_marker = *map;
      with_marker.emplace("__defaults", PropertyArray());
      value = std::move(with_marker);
    } else {
      value = *now;
    }
  }
  return refreshed;
}

PropertyMap inputs_of_import(const ResourceType& type, const PropertyMap& outputs) {
  PropertyMap inputs;
  PropertyArray defaulted;
  for (const auto& property : type.properties) {
    const auto* value = find(outputs, property.name);
    if (!property.is_input() || value == nullptr) continue;
    const bool is_default = property.default_value && same_value(property, *property.default_value, *value);
    if (is_default) defaulted.emplace_back(property.name);
    if (is_default || !is_zero(*value)) inputs.emplace(property.name, *value);
  }
  for (const auto* name : {"region", "tags", "tagsAll"}) {
    if (const auto* value = find(outputs, name)) inputs.emplace(name, *value);
  }
  inputs.emplace("__defaults", std::move(defaulted));
  return inputs;
}

}  // namespace ashlar::providers::aws
