#pragma once
/// Traefik's dynamic configuration, as its file provider reads it. After the JSON Schema of Traefik 2.

#include <ashlar/settings.hpp>

#include "bilder/components/traefik/dynamic_http.hpp"
#include "bilder/components/traefik/dynamic_middlewares.hpp"
#include "bilder/components/traefik/static_config.hpp"

namespace bilder::traefik::routing {

using ashlar::settings::Model;
using ashlar::settings::Secret;
using ashlar::settings::Value;

struct Certificate {
  std::optional<std::string> cert_file;
  std::optional<std::string> key_file;
  std::optional<std::vector<std::string>> stores;
  static void describe(Model<Certificate>& m);
};

struct ClientAuth {
  std::optional<std::vector<std::string>> ca_files;
  std::optional<std::string> client_auth_type;
  static void describe(Model<ClientAuth>& m);
};

struct TlsOptions {
  std::optional<std::string> min_version;
  std::optional<std::string> max_version;
  std::optional<std::vector<std::string>> cipher_suites;
  std::optional<std::vector<std::string>> curve_preferences;
  std::optional<bool> sni_strict;
  std::optional<bool> prefer_server_cipher_suites;
  std::optional<ClientAuth> client_auth;
  static void describe(Model<TlsOptions>& m);
};

struct DefaultCertificate {
  std::optional<std::string> cert_file;
  std::optional<std::string> key_file;
  static void describe(Model<DefaultCertificate>& m);
};

struct DefaultGeneratedCert {
  std::optional<std::string> resolver;
  std::optional<Domain> domain;
  static void describe(Model<DefaultGeneratedCert>& m);
};

struct TlsStore {
  std::optional<DefaultCertificate> default_certificate;
  std::optional<DefaultGeneratedCert> default_generated_cert;
  static void describe(Model<TlsStore>& m);
};

struct Tls {
  std::optional<std::vector<Certificate>> certificates;
  std::optional<std::map<std::string, TlsOptions>> options;
  std::optional<std::map<std::string, TlsStore>> stores;
  static void describe(Model<Tls>& m);
};

struct TcpRouterTls {
  std::optional<bool> passthrough;
  std::optional<std::string> options;
  std::optional<std::string> cert_resolver;
  std::optional<std::vector<Domain>> domains;
  static void describe(Model<TcpRouterTls>& m);
};

struct TcpRouter {
  std::optional<std::vector<std::string>> entry_points;
  std::optional<std::vector<std::string>> middlewares;
  std::string rule;
  std::string service;
  std::optional<int> priority;
  std::optional<TcpRouterTls> tls;
  static void describe(Model<TcpRouter>& m);
};

struct SocketServer {
  std::string address;
  static void describe(Model<SocketServer>& m);
};

struct ProxyProtocol {
  std::optional<int> version;
  static void describe(Model<ProxyProtocol>& m);
};

struct TcpLoadBalancerService {
  std::vector<SocketServer> servers;
  std::optional<double> termination_delay;
  std::optional<ProxyProtocol> proxy_protocol;
  static void describe(Model<TcpLoadBalancerService>& m);
};

struct WeightedSocket {
  std::string name;
  double weight = 0;
  static void describe(Model<WeightedSocket>& m);
};

struct TcpWeightedService {
  std::vector<WeightedSocket> services;
  static void describe(Model<TcpWeightedService>& m);
};

struct UdpRouter {
  std::optional<std::vector<std::string>> entry_points;
  std::string service;
  static void describe(Model<UdpRouter>& m);
};

struct UdpLoadBalancerService {
  std::vector<SocketServer> servers;
  static void describe(Model<UdpLoadBalancerService>& m);
};

struct UdpWeightedService {
  std::vector<WeightedSocket> services;
  static void describe(Model<UdpWeightedService>& m);
};

struct TcpService {
  std::optional<TcpLoadBalancerService> load_balancer;
  std::optional<TcpWeightedService> weighted;
  static void describe(Model<TcpService>& m);
};

struct UdpService {
  std::optional<UdpLoadBalancerService> load_balancer;
  std::optional<UdpWeightedService> weighted;
  static void describe(Model<UdpService>& m);
};

struct Http {
  std::optional<std::map<std::string, HttpRouter>> routers;
  std::optional<std::map<std::string, HttpService>> services;
  std::optional<std::map<std::string, startup::ServersTransport>> servers_transports;
  std::optional<std::map<std::string, HttpMiddleware>> middlewares;
  static void describe(Model<Http>& m);
};

struct Tcp {
  std::optional<std::map<std::string, TcpRouter>> routers;
  std::optional<std::map<std::string, TcpService>> services;
  static void describe(Model<Tcp>& m);
};

struct Udp {
  std::optional<std::map<std::string, UdpRouter>> routers;
  std::optional<std::map<std::string, UdpService>> services;
  static void describe(Model<Udp>& m);
};

struct FileConfig {
  std::optional<Http> http;
  std::optional<Tcp> tcp;
  std::optional<Udp> udp;
  std::optional<Tls> tls;
  static void describe(Model<FileConfig>& m);
};

}  // namespace bilder::traefik::routing
