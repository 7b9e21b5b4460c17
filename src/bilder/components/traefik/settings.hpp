#pragma once
/// How Traefik is installed, and its configuration files.

#include "bilder/components/traefik/dynamic_config.hpp"
#include "bilder/components/traefik/static_config.hpp"

namespace bilder::traefik {

struct Config {
  std::string version = "2.9.1";
  std::string user = "traefik";
  std::string group = "traefik";
  std::string configuration_directory = "/etc/traefik";
  std::string static_configuration_file = "traefik.yaml";
  startup::StaticConfig static_configuration;
  std::optional<std::map<std::string, routing::FileConfig>> file_configurations;

  static void describe(ashlar::settings::Model<Config>& m);
};

/// The configuration files by their names in the configuration directory, secrets in clear.
[[nodiscard]] std::map<std::string, std::string> configuration_files(const Config& config);

}  // namespace bilder::traefik
