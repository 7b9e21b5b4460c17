#include "bilder/components/alloy/settings.hpp"

namespace bilder::alloy {

void Config::describe(Model<Config>& m) {
  m.name("AlloyConfig").doc("Grafana Alloy, which collects metrics, logs and traces.").environment_prefix("alloy_");
  m.field("apt_repo_url", &Config::apt_repo_url).url();
  m.field("clear_default_config", &Config::clear_default_config).doc("Removes the configuration of the package");
  m.field("configuration_directory", &Config::configuration_directory).path();
  m.field("configuration_file", &Config::configuration_file).path();
  m.field("gpg_key_url", &Config::gpg_key_url).url();
  m.field("install_method", &Config::install_method).one_of({"apt"});
  m.field("keyring_path", &Config::keyring_path).path();
  m.field("sources_list_path", &Config::sources_list_path).path();
  m.field("user", &Config::user).doc("Whom the service runs as");
}

}  // namespace bilder::alloy
