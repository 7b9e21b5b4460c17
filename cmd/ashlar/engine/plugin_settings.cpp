#include "cmd/ashlar/engine/plugin_settings.hpp"

#include <cctype>
#include <nlohmann/json.hpp>

#include "plugin/plugin_host.hpp"

namespace ashlar::cli {

namespace {

namespace fs = std::filesystem;

PropertyValue to_property(const project::YamlValue& value) {
  if (const auto* flag = value.get<bool>()) return PropertyValue(*flag);
  if (const auto* text = value.get<std::string>()) return PropertyValue(*text);
  if (const auto* number = value.get<double>()) return PropertyValue(*number);
  if (const auto* number = value.get<std::int64_t>()) return PropertyValue(static_cast<double>(*number));
  if (const auto* number = value.get<std::uint64_t>()) return PropertyValue(static_cast<double>(*number));
  if (const auto* items = value.get<project::YamlArray>()) {
    PropertyArray array;
    for (const auto& item : *items) array.push_back(to_property(item));
    return PropertyValue(std::move(array));
  }
  if (const auto* members = value.get<project::YamlMap>()) {
    PropertyMap map;
    for (const auto& [key, member] : *members) map.emplace(key, to_property(member));
    return PropertyValue(std::move(map));
  }
  return {};
}

std::string upper(std::string text) {
  for (auto& letter : text) letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
  return text;
}

/// An option as a variable holds it: texts as they are, anything else in JSON.
std::string option_text(const project::YamlValue& value) {
  const auto* text = value.get<std::string>();
  return text != nullptr ? *text : project::to_json(value);
}

void add_overrides(const project::ProjectFile& project, const std::vector<project::PluginPath>& entries,
                   plugin::PluginKind kind, std::vector<plugin::PluginOverride>& overrides) {
  for (const auto& entry : entries) {
    const auto directory = (fs::path(project.directory()) / entry.path).lexically_normal();
    overrides.push_back({kind, entry.name, entry.version, directory});
  }
}

}  // namespace

PropertyMap runtime_options(const project::Runtime& runtime) {
  PropertyMap options;
  for (const auto& [key, value] : runtime.options) options.emplace(key, to_property(value));
  return options;
}

Result<PluginSettings> plugin_settings(const Shell& shell, const PreparedRun& prepared) {
  const auto& project = *prepared.project;
  PluginSettings settings;

  std::vector<plugin::PluginOverride> overrides;
  add_overrides(project, project.provider_plugins, plugin::PluginKind::resource, overrides);
  add_overrides(project, project.language_plugins, plugin::PluginKind::language, overrides);
  std::error_code unreadable;
  const auto executable = fs::read_symlink("/proc/self/exe", unreadable);
  settings.search = plugin::PluginSearch::from_environment(shell.environment(), executable.parent_path(), overrides);

  settings.environment["PULUMI_PROJECT"] = project.name;
  settings.environment["PULUMI_NODEJS_PROJECT"] = project.name;
  for (const auto& [name, value] : project.runtime.options)
    settings.environment["PULUMI_RUNTIME_" + upper(name)] = option_text(value);
  settings.environment["PULUMI_CONFIG"] = nlohmann::json(prepared.config.values).dump();

  for (const auto& [variable, ports] : {std::pair{"PULUMI_DEBUG_PROVIDERS", &settings.running_providers},
                                        std::pair{"PULUMI_DEBUG_LANGUAGES", &settings.running_languages}}) {
    auto parsed = plugin::parse_running_plugins(shell.environment().text(variable));
    if (!parsed) return parsed.error().within(variable);
    *ports = *std::move(parsed);
  }
  if (const auto file = shell.environment().text("PULUMI_DEBUG_GRPC"); !file.empty()) {
    auto log = plugin::CallLog::open(shell.absolute(file));
    if (!log) return log.error();
    settings.call_log = *std::move(log);
  }
  return settings;
}

}  // namespace ashlar::cli
