#include "bilder/components/traefik/static_config.hpp"

namespace bilder::traefik::startup {

using ashlar::settings::Naming;

void Api::describe(Model<Api>& m) {
  m.naming(Naming::camel_case);
  m.field("insecure", &Api::insecure);
  m.field("dashboard", &Api::dashboard);
  m.field("debug", &Api::debug);
}

void Plugin::describe(Model<Plugin>& m) {
  m.naming(Naming::camel_case);
  m.field("module_name", &Plugin::module_name);
  m.field("version", &Plugin::version);
}

void LocalPlugin::describe(Model<LocalPlugin>& m) {
  m.naming(Naming::camel_case);
  m.field("module_name", &LocalPlugin::module_name);
}

void Experimental::describe(Model<Experimental>& m) {
  m.naming(Naming::camel_case);
  m.field("kubernetes_gateway", &Experimental::kubernetes_gateway);
  m.field("http3", &Experimental::http3);
  m.field("hub", &Experimental::hub);
  m.field("plugins", &Experimental::plugins);
  m.field("local_plugins", &Experimental::local_plugins);
}

void Global::describe(Model<Global>& m) {
  m.naming(Naming::camel_case);
  m.field("check_new_version", &Global::check_new_version);
  m.field("send_anonymous_usage", &Global::send_anonymous_usage);
}

void HostResolver::describe(Model<HostResolver>& m) {
  m.naming(Naming::camel_case);
  m.field("cname_flattening", &HostResolver::cname_flattening);
  m.field("resolv_config", &HostResolver::resolv_config);
  m.field("resolv_depth", &HostResolver::resolv_depth);
}

void HubTls::describe(Model<HubTls>& m) {
  m.naming(Naming::camel_case);
  m.field("insecure", &HubTls::insecure);
  m.field("ca", &HubTls::ca);
  m.field("cert", &HubTls::cert);
  m.field("key", &HubTls::key);
}

void Hub::describe(Model<Hub>& m) {
  m.naming(Naming::camel_case);
  m.field("tls", &Hub::tls);
}

void Ping::describe(Model<Ping>& m) {
  m.naming(Naming::camel_case);
  m.field("entry_point", &Ping::entry_point);
  m.field("manual_routing", &Ping::manual_routing);
  m.field("terminating_status_code", &Ping::terminating_status_code);
}

void ForwardingTimeouts::describe(Model<ForwardingTimeouts>& m) {
  m.naming(Naming::camel_case);
  m.field("dial_timeout", &ForwardingTimeouts::dial_timeout);
  m.field("response_header_timeout", &ForwardingTimeouts::response_header_timeout);
  m.field("idle_conn_timeout", &ForwardingTimeouts::idle_conn_timeout);
}

void ServersTransport::describe(Model<ServersTransport>& m) {
  m.naming(Naming::camel_case);
  m.field("insecure_skip_verify", &ServersTransport::insecure_skip_verify);
  m.field("root_c_as", &ServersTransport::root_c_as);
  m.field("max_idle_conns_per_host", &ServersTransport::max_idle_conns_per_host);
  m.field("forwarding_timeouts", &ServersTransport::forwarding_timeouts);
}

void StaticConfig::describe(Model<StaticConfig>& m) {
  m.naming(Naming::camel_case);
  m.field("access_log", &StaticConfig::access_log);
  m.field("api", &StaticConfig::api);
  m.field("certificates_resolvers", &StaticConfig::certificates_resolvers);
  m.field("entry_points", &StaticConfig::entry_points);
  m.field("experimental", &StaticConfig::experimental);
  m.field("global_", &StaticConfig::global_);
  m.field("host_resolver", &StaticConfig::host_resolver);
  m.field("hub", &StaticConfig::hub);
  m.field("log", &StaticConfig::log);
  m.field("metrics", &StaticConfig::metrics);
  m.field("pilot", &StaticConfig::pilot);
  m.field("ping", &StaticConfig::ping);
  m.field("providers", &StaticConfig::providers);
  m.field("servers_transport", &StaticConfig::servers_transport);
  m.field("tracing", &StaticConfig::tracing);
}

}  // namespace bilder::traefik::startup
