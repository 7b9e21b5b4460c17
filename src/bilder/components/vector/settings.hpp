#pragma once
/// How Vector is installed and what it is configured from.

#include <ashlar/settings.hpp>

namespace bilder::vector {

using ashlar::settings::Model;
using ashlar::settings::Value;

struct Config {
  std::string install_method = "package";
  std::string user = "vector";
  /// Template to its variables.
  std::map<std::string, std::map<std::string, Value>> configuration_templates = {{"templates/vector.toml", {}},
                                                                                 {"templates/host_metrics.yaml", {}}};
  std::string configuration_directory = "/etc/vector";
  std::string data_directory = "/var/lib/vector";
  bool is_proxy = false;
  bool is_docker = false;
  bool use_global_log_sink = false;
  bool use_global_metric_sink = false;
  std::string tls_config_directory = "/etc/vector/ssl";

  static void describe(Model<Config>& m);
};

}  // namespace bilder::vector
