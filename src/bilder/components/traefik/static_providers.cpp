#include "bilder/components/traefik/static_providers.hpp"

namespace bilder::traefik::startup {

using ashlar::settings::Naming;

void ClientTls::describe(Model<ClientTls>& m) {
  m.naming(Naming::camel_case);
  m.field("ca", &ClientTls::ca);
  m.field("ca_optional", &ClientTls::ca_optional);
  m.field("cert", &ClientTls::cert);
  m.field("key", &ClientTls::key);
  m.field("insecure_skip_verify", &ClientTls::insecure_skip_verify);
}

void Docker::describe(Model<Docker>& m) {
  m.naming(Naming::camel_case);
  m.field("allow_empty_services", &Docker::allow_empty_services);
  m.field("constraints", &Docker::constraints);
  m.field("default_rule", &Docker::default_rule);
  m.field("endpoint", &Docker::endpoint);
  m.field("exposed_by_default", &Docker::exposed_by_default);
  m.field("http_client_timeout", &Docker::http_client_timeout);
  m.field("network", &Docker::network);
  m.field("tls", &Docker::tls);
  m.field("use_bind_port_ip", &Docker::use_bind_port_ip).alias("useBindPortIP");
  m.field("watch", &Docker::watch);
}

void Swarm::describe(Model<Swarm>& m) {
  m.naming(Naming::camel_case);
  m.field("allow_empty_services", &Swarm::allow_empty_services);
  m.field("constraints", &Swarm::constraints);
  m.field("default_rule", &Swarm::default_rule);
  m.field("endpoint", &Swarm::endpoint);
  m.field("exposed_by_default", &Swarm::exposed_by_default);
  m.field("http_client_timeout", &Swarm::http_client_timeout);
  m.field("network", &Swarm::network);
  m.field("refresh_seconds", &Swarm::refresh_seconds);
  m.field("tls", &Swarm::tls);
  m.field("use_bind_port_ip", &Swarm::use_bind_port_ip).alias("useBindPortIP");
  m.field("watch", &Swarm::watch);
}

void FileProvider::describe(Model<FileProvider>& m) {
  m.naming(Naming::camel_case);
  m.field("directory", &FileProvider::directory);
  m.field("watch", &FileProvider::watch);
  m.field("filename", &FileProvider::filename);
  m.field("debug_log_generated_template", &FileProvider::debug_log_generated_template);
}

void Basic::describe(Model<Basic>& m) {
  m.naming(Naming::camel_case);
  m.field("http_basic_auth_user", &Basic::http_basic_auth_user);
  m.field("http_basic_password", &Basic::http_basic_password);
}

void Marathon::describe(Model<Marathon>& m) {
  m.naming(Naming::camel_case);
  m.field("constraints", &Marathon::constraints);
  m.field("trace", &Marathon::trace);
  m.field("watch", &Marathon::watch);
  m.field("endpoint", &Marathon::endpoint);
  m.field("default_rule", &Marathon::default_rule);
  m.field("exposed_by_default", &Marathon::exposed_by_default);
  m.field("dcos_token", &Marathon::dcos_token);
  m.field("tls", &Marathon::tls);
  m.field("dialer_timeout", &Marathon::dialer_timeout);
  m.field("response_header_timeout", &Marathon::response_header_timeout);
  m.field("tls_handshake_timeout", &Marathon::tls_handshake_timeout);
  m.field("keep_alive", &Marathon::keep_alive);
  m.field("force_task_hostname", &Marathon::force_task_hostname);
  m.field("basic", &Marathon::basic);
  m.field("respect_readiness_checks", &Marathon::respect_readiness_checks);
}

void IngressEndpoint::describe(Model<IngressEndpoint>& m) {
  m.naming(Naming::camel_case);
  m.field("ip", &IngressEndpoint::ip);
  m.field("hostname", &IngressEndpoint::hostname);
  m.field("published_service", &IngressEndpoint::published_service);
}

void KubernetesIngress::describe(Model<KubernetesIngress>& m) {
  m.naming(Naming::camel_case);
  m.field("endpoint", &KubernetesIngress::endpoint);
  m.field("token", &KubernetesIngress::token);
  m.field("cert_auth_file_path", &KubernetesIngress::cert_auth_file_path);
  m.field("namespaces", &KubernetesIngress::namespaces);
  m.field("label_selector", &KubernetesIngress::label_selector);
  m.field("ingress_class", &KubernetesIngress::ingress_class);
  m.field("throttle_duration", &KubernetesIngress::throttle_duration);
  m.field("allow_empty_services", &KubernetesIngress::allow_empty_services);
  m.field("allow_external_name_services", &KubernetesIngress::allow_external_name_services);
  m.field("ingress_endpoint", &KubernetesIngress::ingress_endpoint);
}

void KubernetesCrd::describe(Model<KubernetesCrd>& m) {
  m.naming(Naming::camel_case);
  m.field("endpoint", &KubernetesCrd::endpoint);
  m.field("token", &KubernetesCrd::token);
  m.field("cert_auth_file_path", &KubernetesCrd::cert_auth_file_path);
  m.field("namespaces", &KubernetesCrd::namespaces);
  m.field("allow_cross_namespace", &KubernetesCrd::allow_cross_namespace);
  m.field("allow_external_name_services", &KubernetesCrd::allow_external_name_services);
  m.field("label_selector", &KubernetesCrd::label_selector);
  m.field("ingress_class", &KubernetesCrd::ingress_class);
  m.field("throttle_duration", &KubernetesCrd::throttle_duration);
  m.field("allow_empty_services", &KubernetesCrd::allow_empty_services);
}

void KubernetesGateway::describe(Model<KubernetesGateway>& m) {
  m.naming(Naming::camel_case);
  m.field("endpoint", &KubernetesGateway::endpoint);
  m.field("token", &KubernetesGateway::token);
  m.field("cert_auth_file_path", &KubernetesGateway::cert_auth_file_path);
  m.field("namespaces", &KubernetesGateway::namespaces);
  m.field("label_selector", &KubernetesGateway::label_selector);
  m.field("throttle_duration", &KubernetesGateway::throttle_duration);
}

void Rest::describe(Model<Rest>& m) {
  m.naming(Naming::camel_case);
  m.field("insecure", &Rest::insecure);
}

void Rancher::describe(Model<Rancher>& m) {
  m.naming(Naming::camel_case);
  m.field("constraints", &Rancher::constraints);
  m.field("watch", &Rancher::watch);
  m.field("default_rule", &Rancher::default_rule);
  m.field("exposed_by_default", &Rancher::exposed_by_default);
  m.field("enable_service_health_filter", &Rancher::enable_service_health_filter);
  m.field("refresh_seconds", &Rancher::refresh_seconds);
  m.field("interval_poll", &Rancher::interval_poll);
  m.field("prefix", &Rancher::prefix);
}

void HttpAuth::describe(Model<HttpAuth>& m) {
  m.naming(Naming::camel_case);
  m.field("username", &HttpAuth::username);
  m.field("password", &HttpAuth::password);
}

void ConsulEndpoint::describe(Model<ConsulEndpoint>& m) {
  m.naming(Naming::camel_case);
  m.field("address", &ConsulEndpoint::address);
  m.field("scheme", &ConsulEndpoint::scheme);
  m.field("datacenter", &ConsulEndpoint::datacenter);
  m.field("token", &ConsulEndpoint::token);
  m.field("endpoint_wait_time", &ConsulEndpoint::endpoint_wait_time);
  m.field("tls", &ConsulEndpoint::tls);
  m.field("http_auth", &ConsulEndpoint::http_auth);
}

void ConsulCatalog::describe(Model<ConsulCatalog>& m) {
  m.naming(Naming::camel_case);
  m.field("constraints", &ConsulCatalog::constraints);
  m.field("prefix", &ConsulCatalog::prefix);
  m.field("refresh_interval", &ConsulCatalog::refresh_interval);
  m.field("require_consistent", &ConsulCatalog::require_consistent);
  m.field("stale", &ConsulCatalog::stale);
  m.field("cache", &ConsulCatalog::cache);
  m.field("exposed_by_default", &ConsulCatalog::exposed_by_default);
  m.field("default_rule", &ConsulCatalog::default_rule);
  m.field("connect_aware", &ConsulCatalog::connect_aware);
  m.field("connect_by_default", &ConsulCatalog::connect_by_default);
  m.field("service_name", &ConsulCatalog::service_name);
  m.field("namespace", &ConsulCatalog::namespace_);
  m.field("namespaces", &ConsulCatalog::namespaces);
  m.field("watch", &ConsulCatalog::watch);
  m.field("endpoint", &ConsulCatalog::endpoint);
}

void NomadEndpoint::describe(Model<NomadEndpoint>& m) {
  m.naming(Naming::camel_case);
  m.field("address", &NomadEndpoint::address);
  m.field("region", &NomadEndpoint::region);
  m.field("token", &NomadEndpoint::token);
  m.field("endpoint_wait_time", &NomadEndpoint::endpoint_wait_time);
  m.field("tls", &NomadEndpoint::tls);
}

void Nomad::describe(Model<Nomad>& m) {
  m.naming(Naming::camel_case);
  m.field("constraints", &Nomad::constraints);
  m.field("prefix", &Nomad::prefix);
  m.field("refresh_interval", &Nomad::refresh_interval);
  m.field("stale", &Nomad::stale);
  m.field("exposed_by_default", &Nomad::exposed_by_default);
  m.field("default_rule", &Nomad::default_rule);
  m.field("namespace", &Nomad::namespace_);
  m.field("endpoint", &Nomad::endpoint);
}

void Ecs::describe(Model<Ecs>& m) {
  m.naming(Naming::camel_case);
  m.field("constraints", &Ecs::constraints);
  m.field("exposed_by_default", &Ecs::exposed_by_default);
  m.field("ecs_anywhere", &Ecs::ecs_anywhere);
  m.field("refresh_seconds", &Ecs::refresh_seconds);
  m.field("default_rule", &Ecs::default_rule);
  m.field("clusters", &Ecs::clusters);
  m.field("auto_discover_clusters", &Ecs::auto_discover_clusters);
  m.field("region", &Ecs::region);
  m.field("access_key_id", &Ecs::access_key_id).alias("accessKeyID");
  m.field("secret_access_key", &Ecs::secret_access_key);
}

void Consul::describe(Model<Consul>& m) {
  m.naming(Naming::camel_case);
  m.field("root_key", &Consul::root_key);
  m.field("endpoints", &Consul::endpoints);
  m.field("token", &Consul::token);
  m.field("namespace", &Consul::namespace_);
  m.field("namespaces", &Consul::namespaces);
  m.field("tls", &Consul::tls);
}

void Etcd::describe(Model<Etcd>& m) {
  m.naming(Naming::camel_case);
  m.field("root_key", &Etcd::root_key);
  m.field("endpoints", &Etcd::endpoints);
  m.field("username", &Etcd::username);
  m.field("password", &Etcd::password);
  m.field("tls", &Etcd::tls);
}

void ZooKeeper::describe(Model<ZooKeeper>& m) {
  m.naming(Naming::camel_case);
  m.field("root_key", &ZooKeeper::root_key);
  m.field("endpoints", &ZooKeeper::endpoints);
  m.field("username", &ZooKeeper::username);
  m.field("password", &ZooKeeper::password);
}

void Redis::describe(Model<Redis>& m) {
  m.naming(Naming::camel_case);
  m.field("root_key", &Redis::root_key);
  m.field("endpoints", &Redis::endpoints);
  m.field("username", &Redis::username);
  m.field("password", &Redis::password);
  m.field("db", &Redis::db);
  m.field("tls", &Redis::tls);
}

void HttpProvider::describe(Model<HttpProvider>& m) {
  m.naming(Naming::camel_case);
  m.field("endpoint", &HttpProvider::endpoint);
  m.field("poll_interval", &HttpProvider::poll_interval);
  m.field("poll_timeout", &HttpProvider::poll_timeout);
  m.field("tls", &HttpProvider::tls);
}

void Providers::describe(Model<Providers>& m) {
  m.naming(Naming::camel_case);
  m.field("providers_throttle_duration", &Providers::providers_throttle_duration);
  m.field("docker", &Providers::docker);
  m.field("file", &Providers::file);
  m.field("marathon", &Providers::marathon);
  m.field("kubernetes_ingress", &Providers::kubernetes_ingress);
  m.field("kubernetes_crd", &Providers::kubernetes_crd).alias("kubernetesCRD");
  m.field("kubernetes_gateway", &Providers::kubernetes_gateway);
  m.field("rest", &Providers::rest);
  m.field("rancher", &Providers::rancher);
  m.field("consul_catalog", &Providers::consul_catalog);
  m.field("nomad", &Providers::nomad);
  m.field("ecs", &Providers::ecs);
  m.field("consul", &Providers::consul);
  m.field("etcd", &Providers::etcd);
  m.field("zoo_keeper", &Providers::zoo_keeper);
  m.field("redis", &Providers::redis);
  m.field("http", &Providers::http);
  m.field("plugin", &Providers::plugin);
}

}  // namespace bilder::traefik::startup
