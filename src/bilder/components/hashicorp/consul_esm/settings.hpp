#pragma once
/// The configuration of Consul's monitor of external services.

#include <ashlar/settings.hpp>

namespace bilder::consul_esm {

using ashlar::settings::Model;
using ashlar::settings::Secret;
using ashlar::settings::Value;

struct Config {
  std::string log_level = "INFO";
  std::string consul_service = "consul-esm";
  std::string consul_service_tag = "consul-esm";
  std::string consul_kv_path = "consul-esm/";
  std::map<std::string, std::string> external_node_meta = {{"external-node", "true"}};
  std::string node_reconnect_timeout = "72h";
  std::string node_probe_interval = "30s";
  std::string http_addr = "localhost:8500";
  Secret token;
  std::string ping_type = "udp";
  int passing_threshold = 0;
  int critical_threshold = 5;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<Config>& m);
};

}  // namespace bilder::consul_esm
