#include "bilder/components/traefik/dynamic_config.hpp"

namespace bilder::traefik::routing {

using ashlar::settings::Naming;

void Certificate::describe(Model<Certificate>& m) {
  m.naming(Naming::camel_case);
  m.field("cert_file", &Certificate::cert_file);
  m.field("key_file", &Certificate::key_file);
  m.field("stores", &Certificate::stores);
}

void ClientAuth::describe(Model<ClientAuth>& m) {
  m.naming(Naming::camel_case);
  m.field("ca_files", &ClientAuth::ca_files);
  m.field("client_auth_type", &ClientAuth::client_auth_type);
}

void TlsOptions::describe(Model<TlsOptions>& m) {
  m.naming(Naming::camel_case);
  m.field("min_version", &TlsOptions::min_version);
  m.field("max_version", &TlsOptions::max_version);
  m.field("cipher_suites", &TlsOptions::cipher_suites);
  m.field("curve_preferences", &TlsOptions::curve_preferences);
  m.field("sni_strict", &TlsOptions::sni_strict);
  m.field("prefer_server_cipher_suites", &TlsOptions::prefer_server_cipher_suites);
  m.field("client_auth", &TlsOptions::client_auth);
}

void DefaultCertificate::describe(Model<DefaultCertificate>& m) {
  m.naming(Naming::camel_case);
  m.field("cert_file", &DefaultCertificate::cert_file);
  m.field("key_file", &DefaultCertificate::key_file);
}

void DefaultGeneratedCert::describe(Model<DefaultGeneratedCert>& m) {
  m.naming(Naming::camel_case);
  m.field("resolver", &DefaultGeneratedCert::resolver);
  m.field("domain", &DefaultGeneratedCert::domain);
}

void TlsStore::describe(Model<TlsStore>& m) {
  m.naming(Naming::camel_case);
  m.field("default_certificate", &TlsStore::default_certificate);
  m.field("default_generated_cert", &TlsStore::default_generated_cert);
}

void Tls::describe(Model<Tls>& m) {
  m.naming(Naming::camel_case);
  m.field("certificates", &Tls::certificates);
  m.field("options", &Tls::options);
  m.field("stores", &Tls::stores);
}

void TcpRouterTls::describe(Model<TcpRouterTls>& m) {
  m.naming(Naming::camel_case);
  m.field("passthrough", &TcpRouterTls::passthrough);
  m.field("options", &TcpRouterTls::options);
  m.field("cert_resolver", &TcpRouterTls::cert_resolver);
  m.field("domains", &TcpRouterTls::domains);
}

void TcpRouter::describe(Model<TcpRouter>& m) {
  m.naming(Naming::camel_case);
  m.field("entry_points", &TcpRouter::entry_points);
  m.field("middlewares", &TcpRouter::middlewares);
  m.field("rule", &TcpRouter::rule).required();
  m.field("service", &TcpRouter::service).required();
  m.field("priority", &TcpRouter::priority).at_least(0);
  m.field("tls", &TcpRouter::tls);
}

void SocketServer::describe(Model<SocketServer>& m) {
  m.naming(Naming::camel_case);
  m.field("address", &SocketServer::address).required();
}

void ProxyProtocol::describe(Model<ProxyProtocol>& m) {
  m.naming(Naming::camel_case);
  m.field("version", &ProxyProtocol::version);
}

void TcpLoadBalancerService::describe(Model<TcpLoadBalancerService>& m) {
  m.naming(Naming::camel_case);
  m.field("servers", &TcpLoadBalancerService::servers).required().items(1, std::string::npos);
  m.field("termination_delay", &TcpLoadBalancerService::termination_delay);
  m.field("proxy_protocol", &TcpLoadBalancerService::proxy_protocol);
}

void WeightedSocket::describe(Model<WeightedSocket>& m) {
  m.naming(Naming::camel_case);
  m.field("name", &WeightedSocket::name).required();
  m.field("weight", &WeightedSocket::weight).required();
}

void TcpWeightedService::describe(Model<TcpWeightedService>& m) {
  m.naming(Naming::camel_case);
  m.field("services", &TcpWeightedService::services).required().items(1, std::string::npos);
}

void UdpRouter::describe(Model<UdpRouter>& m) {
  m.naming(Naming::camel_case);
  m.field("entry_points", &UdpRouter::entry_points);
  m.field("service", &UdpRouter::service).required();
}

void UdpLoadBalancerService::describe(Model<UdpLoadBalancerService>& m) {
  m.naming(Naming::camel_case);
  m.field("servers", &UdpLoadBalancerService::servers).required().items(1, std::string::npos);
}

void UdpWeightedService::describe(Model<UdpWeightedService>& m) {
  m.naming(Naming::camel_case);
  m.field("services", &UdpWeightedService::services).required().items(1, std::string::npos);
}

void TcpService::describe(Model<TcpService>& m) {
  m.naming(Naming::camel_case);
  m.field("load_balancer", &TcpService::load_balancer);
  m.field("weighted", &TcpService::weighted);
  m.exactly_one({"load_balancer", "weighted"});
}

void UdpService::describe(Model<UdpService>& m) {
  m.naming(Naming::camel_case);
  m.field("load_balancer", &UdpService::load_balancer);
  m.field("weighted", &UdpService::weighted);
  m.exactly_one({"load_balancer", "weighted"});
}

void Http::describe(Model<Http>& m) {
  m.naming(Naming::camel_case);
  m.field("routers", &Http::routers);
  m.field("services", &Http::services);
  m.field("servers_transports", &Http::servers_transports);
  m.field("middlewares", &Http::middlewares);
}

void Tcp::describe(Model<Tcp>& m) {
  m.naming(Naming::camel_case);
  m.field("routers", &Tcp::routers);
  m.field("services", &Tcp::services);
}

void Udp::describe(Model<Udp>& m) {
  m.naming(Naming::camel_case);
  m.field("routers", &Udp::routers);
  m.field("services", &Udp::services);
}

void FileConfig::describe(Model<FileConfig>& m) {
  m.naming(Naming::camel_case);
  m.field("http", &FileConfig::http);
  m.field("tcp", &FileConfig::tcp);
  m.field("udp", &FileConfig::udp);
  m.field("tls", &FileConfig::tls);
}

}  // namespace bilder::traefik::routing
