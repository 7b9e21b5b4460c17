#pragma once
/// How Grafana Alloy is installed.

#include <ashlar/settings.hpp>

namespace bilder::alloy {

using ashlar::settings::Model;

struct Config {
  std::string apt_repo_url = "https://apt.grafana.com";
  bool clear_default_config = true;
  std::string configuration_directory = "/etc/alloy";
  std::string configuration_file = "/etc/alloy/config.alloy";
  std::string gpg_key_url = "https://apt.grafana.com/gpg.key";
  std::string install_method = "apt";
  std::string keyring_path = "/etc/apt/keyrings/grafana.gpg";
  std::string sources_list_path = "/etc/apt/sources.list.d/grafana.list";
  std::string user = "alloy";

  static void describe(Model<Config>& m);
};

}  // namespace bilder::alloy
