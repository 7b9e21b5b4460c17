#pragma once
/// Traefik's static configuration: what is read when it starts. After the JSON Schema of Traefik 2.

#include <ashlar/settings.hpp>

#include "bilder/components/traefik/static_entry_points.hpp"
#include "bilder/components/traefik/static_observability.hpp"
#include "bilder/components/traefik/static_providers.hpp"

namespace bilder::traefik::startup {

using ashlar::settings::Model;
using ashlar::settings::Secret;
using ashlar::settings::Value;

struct Api {
  std::optional<bool> insecure;
  std::optional<bool> dashboard;
  std::optional<bool> debug;
  static void describe(Model<Api>& m);
};

struct Plugin {
  std::optional<std::string> module_name;
  std::optional<std::string> version;
  static void describe(Model<Plugin>& m);
};

struct LocalPlugin {
  std::optional<std::string> module_name;
  static void describe(Model<LocalPlugin>& m);
};

struct Experimental {
  std::optional<bool> kubernetes_gateway;
  std::optional<bool> http3;
  std::optional<bool> hub;
  std::optional<std::map<std::string, Plugin>> plugins;
  std::optional<std::map<std::string, LocalPlugin>> local_plugins;
  static void describe(Model<Experimental>& m);
};

struct Global {
  std::optional<bool> check_new_version;
  std::optional<bool> send_anonymous_usage;
  static void describe(Model<Global>& m);
};

struct HostResolver {
  std::optional<bool> cname_flattening;
  std::optional<std::string> resolv_config;
  std::optional<int> resolv_depth;
  static void describe(Model<HostResolver>& m);
};

struct HubTls {
  std::optional<bool> insecure;
  std::optional<std::string> ca;
  std::optional<std::string> cert;
  std::optional<std::string> key;
  static void describe(Model<HubTls>& m);
};

struct Hub {
  std::optional<HubTls> tls;
  static void describe(Model<Hub>& m);
};

struct Ping {
  std::optional<std::string> entry_point;
  std::optional<bool> manual_routing;
  std::optional<int> terminating_status_code;
  static void describe(Model<Ping>& m);
};

struct ForwardingTimeouts {
  std::optional<std::string> dial_timeout;
  std::optional<std::string> response_header_timeout;
  std::optional<std::string> idle_conn_timeout;
  static void describe(Model<ForwardingTimeouts>& m);
};

struct ServersTransport {
  std::optional<bool> insecure_skip_verify;
  std::optional<std::vector<std::string>> root_c_as;
  std::optional<int> max_idle_conns_per_host;
  std::optional<ForwardingTimeouts> forwarding_timeouts;
  static void describe(Model<ServersTransport>& m);
};

struct StaticConfig {
  std::optional<AccessLog> access_log;
  std::optional<Api> api;
  std::optional<std::map<std::string, CertificatesResolver>> certificates_resolvers;
  std::optional<std::map<std::string, EntryPoint>> entry_points;
  std::optional<Experimental> experimental;
  std::optional<Global> global_;
  std::optional<HostResolver> host_resolver;
  std::optional<Hub> hub;
  std::optional<Log> log;
  std::optional<Metrics> metrics;
  std::optional<Pilot> pilot;
  std::optional<Ping> ping;
  std::optional<Providers> providers;
  std::optional<ServersTransport> servers_transport;
  std::optional<Tracing> tracing;
  static void describe(Model<StaticConfig>& m);
};

}  // namespace bilder::traefik::startup
