#include "bilder/components/traefik/settings.hpp"

namespace bilder::traefik {

void Config::describe(ashlar::settings::Model<Config>& m) {
  m.name("TraefikConfig").doc("Traefik and its configuration.").environment_prefix("traefik_");
  m.field("version", &Config::version).doc("Of Traefik");
  m.field("user", &Config::user).doc("Whom the service runs as");
  m.field("group", &Config::group);
  m.field("configuration_directory", &Config::configuration_directory).path();
  m.field("static_configuration_file", &Config::static_configuration_file).doc("Its name in that directory");
  m.field("static_configuration", &Config::static_configuration).doc("What is read when Traefik starts");
  m.field("file_configurations", &Config::file_configurations).doc("What its file provider reads, by name");
}

std::map<std::string, std::string> configuration_files(const Config& config) {
  using ashlar::settings::to_value;
  using ashlar::settings::yaml_text;
  const ashlar::settings::Rendering shown{.secrets = ashlar::settings::Secrets::shown};
  std::map<std::string, std::string> files;
  files[config.static_configuration_file] = yaml_text(to_value(config.static_configuration, shown));
  if (!config.file_configurations) return files;
  for (const auto& [name, content] : *config.file_configurations) files[name] = yaml_text(to_value(content, shown));
  return files;
}

}  // namespace bilder::traefik
