#include "bilder/components/caddy/settings.hpp"

#include <cctype>

namespace bilder::caddy {

void Plugin::describe(Model<Plugin>& m) {
  m.doc("A plugin of Caddy, as caddyserver.com/download lists it.");
  m.field("repository", &Plugin::repository).required().doc("Its Go module");
  m.field("version", &Plugin::version).doc("The newest when it is not set");
}

void Config::describe(Model<Config>& m) {
  m.name("CaddyConfig").doc("Caddy and its sites.").environment_prefix("caddy_");
  m.field("caddyfile", &Config::caddyfile).doc("The Caddyfile: a template when its name ends in .j2");
  m.field("data_directory", &Config::data_directory).path();
  m.field("domains", &Config::domains).doc("The names of the sites");
  m.field("log_file", &Config::log_file).path();
  m.field("plugins", &Config::plugins).doc("With any, Caddy's builder is used in place of the package");
  m.field("template_context", &Config::template_context).doc("More variables for the template");
  m.field("upstream_address", &Config::upstream_address).doc("Where requests are passed on to");
  m.field("tls_cert_path", &Config::tls_cert_path).path();
  m.field("tls_key_path", &Config::tls_key_path).path();
  m.field("caddy_user", &Config::caddy_user).doc("Whom the service runs as");
}

namespace {

std::string escaped(const std::string& text) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  for (const unsigned char c : text) {
    if (std::isalnum(c) != 0 || c == '-' || c == '.' || c == '_' || c == '~') {
      out += static_cast<char>(c);
    } else {
      out += {'%', digits[c >> 4], digits[c & 15]};
    }
  }
  return out;
}

}  // namespace

std::string download_url(const Config& config, const std::string& architecture) {
  std::string url = "https://caddyserver.com/api/download?os=linux&arch=" + escaped(architecture);
  if (!config.plugins) return url;
  for (const auto& plugin : *config.plugins) {
    url += "&p=" + escaped(plugin.version ? plugin.repository + "@" + *plugin.version : plugin.repository);
  }
  return url;
}

}  // namespace bilder::caddy
