#include "cmd/ashlar/commands/config_json.hpp"

#include <nlohmann/json.hpp>

#include "cmd/ashlar/terminal/json_text.hpp"
#include "project/config_map.hpp"

namespace ashlar::cli {

namespace {

project::YamlValue from_json(const nlohmann::json& json) {
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number_unsigned()) return json.get<std::uint64_t>();
  if (json.is_number_integer()) return json.get<std::int64_t>();
  if (json.is_number()) return json.get<double>();
  if (json.is_string()) return json.get<std::string>();
  if (json.is_array()) {
    project::YamlArray array;
    for (const auto& element : json) array.push_back(from_json(element));
    return array;
  }
  if (!json.is_object()) return {};
  project::YamlMap map;
  for (const auto& [key, member] : json.items()) map.set(key, from_json(member));
  return map;
}

}  // namespace

std::string config_value_json(const project::YamlValue* value, bool secret) {
  JsonObject json;
  if (value != nullptr) {
    json.text("value", project::config_text(*value));
    if (value->is_container()) json.raw("objectValue", project::to_json(*value));
  }
  return json.flag("secret", secret).done();
}

Result<project::YamlValue> yaml_from_json(std::string_view text) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (json.is_discarded()) return fail("a configuration value is no JSON: " + std::string(text.substr(0, 100)));
  return from_json(json);
}

}  // namespace ashlar::cli
