#include "sdk/settings.hpp"

#include "sdk/json.hpp"

namespace ashlar::sdk {

namespace {

Result<PropertyValue> parse_variable(const Environment& environment, const char* name) {
  const std::string text = environment.text(name);
  if (text.empty()) return PropertyValue();
  auto parsed = parse_json(text);
  if (!parsed) return parsed.error().within(std::string("environment variable ") + name);
  return parsed;
}

}  // namespace

Result<Settings> Settings::from(const Environment& environment) {
  Settings settings;
  settings.monitor_address = environment.text("PULUMI_MONITOR");
  if (settings.monitor_address.empty()) {
    return fail_with_help("this program declares a stack's resources and cannot run by itself",
                          "run `ashlar preview` or `ashlar up` in its directory");
  }
  settings.engine_address = environment.text("PULUMI_ENGINE");
  settings.project = environment.text("PULUMI_PROJECT");
  settings.stack = environment.text("PULUMI_STACK");
  settings.organization = environment.text("PULUMI_ORGANIZATION");
  if (settings.organization.empty()) settings.organization = "organization";
  settings.root_directory = environment.text("PULUMI_ROOT_DIRECTORY");
  settings.dry_run = environment.is_true("PULUMI_DRY_RUN");

  const auto config = parse_variable(environment, "PULUMI_CONFIG");
  if (!config) return config.error();
  if (const auto* map = config->get<PropertyMap>()) {
    for (const auto& [key, value] : *map) settings.config.emplace(key, value.as_string().value_or(json_text(value)));
  }
  const auto secret_keys = parse_variable(environment, "PULUMI_CONFIG_SECRET_KEYS");
  if (!secret_keys) return secret_keys.error();
  if (const auto* array = secret_keys->get<PropertyArray>()) {
    for (const auto& key : *array) settings.secret_keys.insert(key.as_string().value_or(""));
  }
  return settings;
}

}  // namespace ashlar::sdk
