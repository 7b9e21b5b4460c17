#pragma once
/// Where Traefik learns of routes and services.

#include <ashlar/settings.hpp>

namespace bilder::traefik::startup {

using ashlar::settings::Model;
using ashlar::settings::Secret;
using ashlar::settings::Value;

struct ClientTls {
  std::optional<std::string> ca;
  std::optional<bool> ca_optional;
  std::optional<std::string> cert;
  std::optional<std::string> key;
  std::optional<bool> insecure_skip_verify;
  static void describe(Model<ClientTls>& m);
};

struct Docker {
  std::optional<bool> allow_empty_services;
  std::optional<std::string> constraints;
  std::optional<std::string> default_rule;
  std::optional<std::string> endpoint;
  std::optional<bool> exposed_by_default;
  std::optional<std::string> http_client_timeout;
  std::optional<std::string> network;
  std::optional<ClientTls> tls;
  std::optional<bool> use_bind_port_ip;
  std::optional<bool> watch;
  static void describe(Model<Docker>& m);
};

struct Swarm {
  std::optional<bool> allow_empty_services;
  std::optional<std::string> constraints;
  std::optional<std::string> default_rule;
  std::optional<std::string> endpoint;
  std::optional<bool> exposed_by_default;
  std::optional<std::string> http_client_timeout;
  std::optional<std::string> network;
  std::optional<std::string> refresh_seconds;
  std::optional<ClientTls> tls;
  std::optional<bool> use_bind_port_ip;
  std::optional<bool> watch;
  static void describe(Model<Swarm>& m);
};

struct FileProvider {
  std::optional<std::string> directory;
  std::optional<bool> watch;
  std::optional<std::string> filename;
  std::optional<bool> debug_log_generated_template;
  static void describe(Model<FileProvider>& m);
};

struct Basic {
  std::optional<std::string> http_basic_auth_user;
  std::optional<Secret> http_basic_password;
  static void describe(Model<Basic>& m);
};

struct Marathon {
  std::optional<std::string> constraints;
  std::optional<bool> trace;
  std::optional<bool> watch;
  std::optional<std::string> endpoint;
  std::optional<std::string> default_rule;
  std::optional<bool> exposed_by_default;
  std::optional<Secret> dcos_token;
  std::optional<ClientTls> tls;
  std::optional<std::string> dialer_timeout;
  std::optional<std::string> response_header_timeout;
  std::optional<std::string> tls_handshake_timeout;
  std::optional<std::string> keep_alive;
  std::optional<bool> force_task_hostname;
  std::optional<Basic> basic;
  std::optional<bool> respect_readiness_checks;
  static void describe(Model<Marathon>& m);
};

struct IngressEndpoint {
  std::optional<std::string> ip;
  std::optional<std::string> hostname;
  std::optional<std::string> published_service;
  static void describe(Model<IngressEndpoint>& m);
};

struct KubernetesIngress {
  std::optional<std::string> endpoint;
  std::optional<Secret> token;
  std::optional<std::string> cert_auth_file_path;
  std::optional<std::vector<std::string>> namespaces;
  std::optional<std::string> label_selector;
  std::optional<std::string> ingress_class;
  std::optional<std::string> throttle_duration;
  std::optional<bool> allow_empty_services;
  std::optional<bool> allow_external_name_services;
  std::optional<IngressEndpoint> ingress_endpoint;
  static void describe(Model<KubernetesIngress>& m);
};

struct KubernetesCrd {
  std::optional<std::string> endpoint;
  std::optional<Secret> token;
  std::optional<std::string> cert_auth_file_path;
  std::optional<std::vector<std::string>> namespaces;
  std::optional<bool> allow_cross_namespace;
  std::optional<bool> allow_external_name_services;
  std::optional<std::string> label_selector;
  std::optional<std::string> ingress_class;
  std::optional<std::string> throttle_duration;
  std::optional<bool> allow_empty_services;
  static void describe(Model<KubernetesCrd>& m);
};

struct KubernetesGateway {
  std::optional<std::string> endpoint;
  std::optional<Secret> token;
  std::optional<std::string> cert_auth_file_path;
  std::optional<std::vector<std::string>> namespaces;
  std::optional<std::string> label_selector;
  std::optional<std::string> throttle_duration;
  static void describe(Model<KubernetesGateway>& m);
};

struct Rest {
  std::optional<bool> insecure;
  static void describe(Model<Rest>& m);
};

struct Rancher {
  std::optional<std::string> constraints;
  std::optional<bool> watch;
  std::optional<std::string> default_rule;
  std::optional<bool> exposed_by_default;
  std::optional<bool> enable_service_health_filter;
  std::optional<int> refresh_seconds;
  std::optional<bool> interval_poll;
  std::optional<std::string> prefix;
  static void describe(Model<Rancher>& m);
};

struct HttpAuth {
  std::optional<std::string> username;
  std::optional<Secret> password;
  static void describe(Model<HttpAuth>& m);
};

struct ConsulEndpoint {
  std::optional<std::string> address;
  std::optional<std::string> scheme;
  std::optional<std::string> datacenter;
  std::optional<Secret> token;
  std::optional<std::string> endpoint_wait_time;
  std::optional<ClientTls> tls;
  std::optional<HttpAuth> http_auth;
  static void describe(Model<ConsulEndpoint>& m);
};

struct ConsulCatalog {
  std::optional<std::string> constraints;
  std::optional<std::string> prefix;
  std::optional<std::string> refresh_interval;
  std::optional<bool> require_consistent;
  std::optional<bool> stale;
  std::optional<bool> cache;
  std::optional<bool> exposed_by_default;
  std::optional<std::string> default_rule;
  std::optional<bool> connect_aware;
  std::optional<bool> connect_by_default;
  std::optional<std::string> service_name;
  std::optional<std::string> namespace_;
  std::optional<std::vector<std::string>> namespaces;
  std::optional<bool> watch;
  std::optional<ConsulEndpoint> endpoint;
  static void describe(Model<ConsulCatalog>& m);
};

struct NomadEndpoint {
  std::optional<std::string> address;
  std::optional<std::string> region;
  std::optional<Secret> token;
  std::optional<std::string> endpoint_wait_time;
  std::optional<ClientTls> tls;
  static void describe(Model<NomadEndpoint>& m);
};

struct Nomad {
  std::optional<std::string> constraints;
  std::optional<std::string> prefix;
  std::optional<std::string> refresh_interval;
  std::optional<bool> stale;
  std::optional<bool> exposed_by_default;
  std::optional<std::string> default_rule;
  std::optional<std::string> namespace_;
  std::optional<NomadEndpoint> endpoint;
  static void describe(Model<Nomad>& m);
};

struct Ecs {
  std::optional<std::string> constraints;
  std::optional<bool> exposed_by_default;
  std::optional<bool> ecs_anywhere;
  std::optional<int> refresh_seconds;
  std::optional<std::string> default_rule;
  std::optional<std::vector<std::string>> clusters;
  std::optional<bool> auto_discover_clusters;
  std::optional<std::string> region;
  std::optional<std::string> access_key_id;
  std::optional<Secret> secret_access_key;
  static void describe(Model<Ecs>& m);
};

struct Consul {
  std::optional<std::string> root_key;
  std::optional<std::vector<std::string>> endpoints;
  std::optional<Secret> token;
  std::optional<std::string> namespace_;
  std::optional<std::vector<std::string>> namespaces;
  std::optional<ClientTls> tls;
  static void describe(Model<Consul>& m);
};

struct Etcd {
  std::optional<std::string> root_key;
  std::optional<std::vector<std::string>> endpoints;
  std::optional<std::string> username;
  std::optional<Secret> password;
  std::optional<ClientTls> tls;
  static void describe(Model<Etcd>& m);
};

struct ZooKeeper {
  std::optional<std::string> root_key;
  std::optional<std::vector<std::string>> endpoints;
  std::optional<std::string> username;
  std::optional<Secret> password;
  static void describe(Model<ZooKeeper>& m);
};

struct Redis {
  std::optional<std::string> root_key;
  std::optional<std::vector<std::string>> endpoints;
  std::optional<std::string> username;
  std::optional<Secret> password;
  std::optional<int> db;
  std::optional<ClientTls> tls;
  static void describe(Model<Redis>& m);
};

struct HttpProvider {
  std::optional<std::string> endpoint;
  std::optional<std::string> poll_interval;
  std::optional<std::string> poll_timeout;
  std::optional<ClientTls> tls;
  static void describe(Model<HttpProvider>& m);
};

struct Providers {
  std::optional<std::string> providers_throttle_duration;
  std::optional<Docker> docker;
  std::optional<FileProvider> file;
  std::optional<Marathon> marathon;
  std::optional<KubernetesIngress> kubernetes_ingress;
  std::optional<KubernetesCrd> kubernetes_crd;
  std::optional<KubernetesGateway> kubernetes_gateway;
  std::optional<Rest> rest;
  std::optional<Rancher> rancher;
  std::optional<ConsulCatalog> consul_catalog;
  std::optional<Nomad> nomad;
  std::optional<Ecs> ecs;
  std::optional<Consul> consul;
  std::optional<Etcd> etcd;
  std::optional<ZooKeeper> zoo_keeper;
  std::optional<Redis> redis;
  std::optional<HttpProvider> http;
  std::optional<std::map<std::string, std::map<std::string, Value>>> plugin;
  static void describe(Model<Providers>& m);
};

}  // namespace bilder::traefik::startup
