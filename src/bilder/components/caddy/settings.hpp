#pragma once
/// How Caddy is installed and which sites it serves.

#include <ashlar/settings.hpp>

namespace bilder::caddy {

using ashlar::settings::Model;
using ashlar::settings::Value;

/// A plugin of caddyserver.com/download.
struct Plugin {
  std::string repository;
  std::optional<std::string> version;

  static void describe(Model<Plugin>& m);
};

struct Config {
  std::string caddyfile = "templates/Caddyfile.j2";
  std::string data_directory = "/var/lib/caddy";
  std::optional<std::vector<std::string>> domains;
  std::optional<std::string> log_file = "/var/log/caddy/caddy.log";
  std::optional<std::vector<Plugin>> plugins;
  std::optional<std::map<std::string, Value>> template_context;
  std::optional<std::string> upstream_address;
  std::string tls_cert_path = "/etc/caddy/odl_wildcard.cert";
  std::string tls_key_path = "/etc/caddy/odl_wildcard.key";
  std::optional<std::string> caddy_user = "caddy";

  static void describe(Model<Config>& m);
};

/// Where Caddy's builder offers an executable with the plugins. `architecture` as Go names it.
[[nodiscard]] std::string download_url(const Config& config, const std::string& architecture);

}  // namespace bilder::caddy
