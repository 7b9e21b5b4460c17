#include "ashlar/fleet/vars.hpp"
#include "fleet/deploy/program.hpp"

namespace ashlar::fleet {

namespace {

settings::Value settings_of(const PropertyValue& value) {
  const auto& plain = value.unwrapped();
  if (const auto* flag = plain.get<bool>()) return *flag;
  if (const auto* text = plain.get<std::string>()) return *text;
  if (const auto* number = plain.get<double>()) {
    const auto whole = static_cast<std::int64_t>(*number);
    if (static_cast<double>(whole) == *number) return static_cast<long long>(whole);
    return *number;
  }
  if (const auto* array = plain.get<PropertyArray>()) {
    settings::Value::List list;
    for (const auto& item : *array) list.push_back(settings_of(item));
    return list;
  }
  if (const auto* map = plain.get<PropertyMap>()) {
    settings::Value::Map members;
    for (const auto& [key, member] : *map) members.push_back({key, settings_of(member), {}});
    return members;
  }
  return {};
}

}  // namespace

Value value_of(const settings::Value& word) {
  using Kind = settings::Value::Kind;
  const auto value = word.resolved();
  switch (value.kind()) {
    case Kind::null:
      return {};
    case Kind::boolean:
      return *value.get<bool>();
    case Kind::integer:
      return static_cast<long>(*value.get<std::int64_t>());
    case Kind::number:
      return *value.get<double>();
    case Kind::text:
      return *value.get<std::string>();
    case Kind::list: {
      Value::List list;
      for (const auto& item : *value.get<settings::Value::List>()) list.push_back(value_of(item));
      return list;
    }
    case Kind::map: {
      Value::Object object;
      for (const auto& member : *value.get<settings::Value::Map>()) object.emplace(member.key, value_of(member.value));
      return object;
    }
  }
  return {};
}

settings::Sources Host::settings_sources(std::string_view key) const {
  settings::Sources sources;
  const auto* value = ashlar::find(state_.description.data, key);
  if (value != nullptr && !value->is_null()) {
    sources.values(settings_of(*value), "the inventory's data of " + name() + " (`" + std::string(key) + "`)");
  }
  return sources.environment();
}

}  // namespace ashlar::fleet
