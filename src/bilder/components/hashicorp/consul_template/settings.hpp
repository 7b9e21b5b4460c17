#pragma once
/// consul-template's configuration.

#include <ashlar/settings.hpp>

namespace bilder::consul_template {

using ashlar::settings::Model;
using ashlar::settings::Secret;
using ashlar::settings::Value;

struct VaultConfig {
  std::string address = "http://localhost:8200";
  std::optional<std::string> namespace_;
  std::optional<Secret> token;
  std::optional<bool> unwrap_token;
  std::optional<std::string> default_lease_duration;
  std::optional<bool> renew_token;
  std::optional<std::map<std::string, std::variant<bool, int, std::string>>> retry;
  std::optional<std::map<std::string, std::variant<bool, std::string>>> ssl;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<VaultConfig>& m);
};

struct ConsulConfig {
  std::optional<std::map<std::string, std::variant<bool, std::string>>> auth;
  std::string address = "127.0.0.1:8500";
  std::optional<std::string> namespace_;
  std::optional<Secret> token;
  std::optional<std::map<std::string, std::variant<bool, int, std::string>>> retry;
  std::optional<std::map<std::string, std::variant<bool, std::string>>> ssl;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<ConsulConfig>& m);
};

struct Template {
  std::optional<std::string> source;
  std::string destination;
  bool create_dest_dirs = true;
  std::optional<std::string> contents;
  std::optional<std::string> command;
  std::optional<std::string> command_timeout;
  bool error_on_missing_key = false;
  std::optional<std::string> perms;
  bool backup = true;
  std::string left_delimiter = "{{";
  std::string right_delimiter = "}}";
  std::optional<std::vector<std::string>> function_blacklist = std::vector<std::string>{};
  std::optional<std::string> sandbox_path;
  std::optional<std::string> wait;
  std::optional<std::variant<std::string, int>> user;
  std::optional<std::variant<std::string, int>> group;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<Template>& m);
};

struct Config {
  std::vector<Template> template_ = {Template{.destination = "/tmp/test.txt"}};
  std::optional<std::string> vault_agent_token_file;
  std::optional<VaultConfig> vault;
  std::optional<ConsulConfig> consul = ConsulConfig{};
  std::optional<std::string> restart_period;
  std::optional<std::string> restart_jitter;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<Config>& m);
};

}  // namespace bilder::consul_template
