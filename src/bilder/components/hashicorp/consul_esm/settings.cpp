#include "bilder/components/hashicorp/consul_esm/settings.hpp"

namespace bilder::consul_esm {

void Config::describe(Model<Config>& m) {
  m.environment_prefix("consul_esm_");
  m.field("log_level", &Config::log_level);
  m.field("consul_service", &Config::consul_service);
  m.field("consul_service_tag", &Config::consul_service_tag);
  m.field("consul_kv_path", &Config::consul_kv_path);
  m.field("external_node_meta", &Config::external_node_meta);
  m.field("node_reconnect_timeout", &Config::node_reconnect_timeout).duration();
  m.field("node_probe_interval", &Config::node_probe_interval).duration();
  m.field("http_addr", &Config::http_addr);
  m.field("token", &Config::token).required();
  m.field("ping_type", &Config::ping_type);
  m.field("passing_threshold", &Config::passing_threshold);
  m.field("critical_threshold", &Config::critical_threshold);
  m.rest(&Config::more);
}

}  // namespace bilder::consul_esm
