#include "bilder/components/hashicorp/nomad/settings.hpp"

namespace bilder::nomad {

void ClientConfig::describe(Model<ClientConfig>& m) {
  m.field("enabled", &ClientConfig::enabled);
  m.rest(&ClientConfig::more);
}

void ServerConfig::describe(Model<ServerConfig>& m) {
  m.field("enabled", &ServerConfig::enabled);
  m.rest(&ServerConfig::more);
}

void Config::describe(Model<Config>& m) {
  m.environment_prefix("nomad_");
  m.field("client", &Config::client);
  m.field("data_dir", &Config::data_dir).path();
  m.field("server", &Config::server);
}

}  // namespace bilder::nomad
