#include "bilder/components/hashicorp/consul_template/settings.hpp"

namespace bilder::consul_template {

void VaultConfig::describe(Model<VaultConfig>& m) {
  m.field("address", &VaultConfig::address).url();
  m.field("namespace", &VaultConfig::namespace_);
  m.field("token", &VaultConfig::token);
  m.field("unwrap_token", &VaultConfig::unwrap_token);
  m.field("default_lease_duration", &VaultConfig::default_lease_duration).duration();
  m.field("renew_token", &VaultConfig::renew_token);
  m.field("retry", &VaultConfig::retry);
  m.field("ssl", &VaultConfig::ssl);
  m.rest(&VaultConfig::more);
}

void ConsulConfig::describe(Model<ConsulConfig>& m) {
  m.field("auth", &ConsulConfig::auth);
  m.field("address", &ConsulConfig::address);
  m.field("namespace", &ConsulConfig::namespace_);
  m.field("token", &ConsulConfig::token);
  m.field("retry", &ConsulConfig::retry);
  m.field("ssl", &ConsulConfig::ssl);
  m.rest(&ConsulConfig::more);
}

void Template::describe(Model<Template>& m) {
  m.field("source", &Template::source).path();
  m.field("destination", &Template::destination).required().path();
  m.field("create_dest_dirs", &Template::create_dest_dirs);
  m.field("contents", &Template::contents);
  m.field("command", &Template::command);
  m.field("command_timeout", &Template::command_timeout).duration();
  m.field("error_on_missing_key", &Template::error_on_missing_key);
  m.field("perms", &Template::perms);
  m.field("backup", &Template::backup);
  m.field("left_delimiter", &Template::left_delimiter);
  m.field("right_delimiter", &Template::right_delimiter);
  m.field("function_blacklist", &Template::function_blacklist);
  m.field("sandbox_path", &Template::sandbox_path).path();
  m.field("wait", &Template::wait);
  m.field("user", &Template::user);
  m.field("group", &Template::group);
  m.rest(&Template::more);
}

void Config::describe(Model<Config>& m) {
  m.environment_prefix("consul_template_");
  m.field("template", &Config::template_);
  m.field("vault_agent_token_file", &Config::vault_agent_token_file).path();
  m.field("vault", &Config::vault);
  m.field("consul", &Config::consul);
  m.field("restart_period", &Config::restart_period).internal().pattern("[1-9][0-9]*[mhd]").doc("Of the unit");
  m.field("restart_jitter", &Config::restart_jitter).internal().pattern("[1-9][0-9]*[mhd]").doc("Of the unit");
  m.check([](const Config& config, ashlar::settings::Problems& problems) {
    if (config.restart_period && !config.restart_jitter) problems.add("restart_period", "needs restart_jitter");
  });
  m.rest(&Config::more);
}

}  // namespace bilder::consul_template
