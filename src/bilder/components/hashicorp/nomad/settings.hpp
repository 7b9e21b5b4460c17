#pragma once
/// Nomad's configuration.

#include <ashlar/settings.hpp>

namespace bilder::nomad {

using ashlar::settings::Model;
using ashlar::settings::Value;

struct ClientConfig {
  bool enabled = true;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<ClientConfig>& m);
};

struct ServerConfig {
  bool enabled = true;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<ServerConfig>& m);
};

struct Config {
  std::optional<ClientConfig> client;
  std::optional<std::string> data_dir = "/var/lib/nomad";
  std::optional<ServerConfig> server;

  static void describe(Model<Config>& m);
};

}  // namespace bilder::nomad
