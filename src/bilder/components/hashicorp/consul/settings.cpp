#include "bilder/components/hashicorp/consul/settings.hpp"

namespace bilder::consul {

void ACLToken::describe(Model<ACLToken>& m) {
  m.field("master", &ACLToken::master).required();
  m.rest(&ACLToken::more);
}

void ACL::describe(Model<ACL>& m) {
  m.field("tokens", &ACL::tokens);
  m.rest(&ACL::more);
}

void Addresses::describe(Model<Addresses>& m) {
  m.field("dns", &Addresses::dns);
  m.field("http", &Addresses::http);
  m.field("https", &Addresses::https);
  m.field("grpc", &Addresses::grpc);
  m.rest(&Addresses::more);
}

void DNSConfig::describe(Model<DNSConfig>& m) {
  m.field("allow_stale", &DNSConfig::allow_stale);
  m.field("node_ttl", &DNSConfig::node_ttl).duration();
  m.field("service_ttl", &DNSConfig::service_ttl);
  m.rest(&DNSConfig::more);
}

void TcpCheck::describe(Model<TcpCheck>& m) {
  m.field("id", &TcpCheck::id);
  m.field("name", &TcpCheck::name).required();
  m.field("tcp", &TcpCheck::tcp).required();
  m.field("interval", &TcpCheck::interval).duration();
  m.field("timeout", &TcpCheck::timeout).duration();
  m.rest(&TcpCheck::more);
}

void HttpCheck::describe(Model<HttpCheck>& m) {
  m.field("id", &HttpCheck::id);
  m.field("name", &HttpCheck::name).required();
  m.field("http", &HttpCheck::http).required().url();
  m.field("method", &HttpCheck::method);
  m.field("interval", &HttpCheck::interval).duration();
  m.field("timeout", &HttpCheck::timeout).duration();
  m.rest(&HttpCheck::more);
}

void Service::describe(Model<Service>& m) {
  m.field("id", &Service::id);
  m.field("tags", &Service::tags);
  m.field("meta", &Service::meta);
  m.field("name", &Service::name).required();
  m.field("port", &Service::port).port();
  m.field("address", &Service::address);
  m.field("check", &Service::check);
  m.rest(&Service::more);
}

void Telemetry::describe(Model<Telemetry>& m) {
  m.field("dogstatsd_addr", &Telemetry::dogstatsd_addr);
  m.field("disable_hostname", &Telemetry::disable_hostname);
  m.field("prometheus_retention_time", &Telemetry::prometheus_retention_time).duration();
  m.rest(&Telemetry::more);
}

void RequestLimitConfig::describe(Model<RequestLimitConfig>& m) {
  m.field("mode", &RequestLimitConfig::mode).one_of({"disabled", "permissive", "enforcing"});
  m.field("read_rate", &RequestLimitConfig::read_rate);
  m.field("write_rate", &RequestLimitConfig::write_rate);
  m.rest(&RequestLimitConfig::more);
}

void LimitConfig::describe(Model<LimitConfig>& m) {
  m.field("http_max_conns_per_client", &LimitConfig::http_max_conns_per_client);
  m.field("https_handshake_timeout", &LimitConfig::https_handshake_timeout).duration();
  m.field("request_limits", &LimitConfig::request_limits);
  m.field("rpc_handshake_timeout", &LimitConfig::rpc_handshake_timeout).duration();
  m.field("rpc_client_timeout", &LimitConfig::rpc_client_timeout).duration();
  m.field("rpc_max_conns_per_client", &LimitConfig::rpc_max_conns_per_client);
  m.field("rpc_rate", &LimitConfig::rpc_rate);
  m.field("rpc_max_burst", &LimitConfig::rpc_max_burst);
  m.field("kv_max_value_size", &LimitConfig::kv_max_value_size);
  m.field("txn_max_req_len", &LimitConfig::txn_max_req_len);
  m.rest(&LimitConfig::more);
}

void Config::describe(Model<Config>& m) {
  m.environment_prefix("consul_");
  m.field("acl", &Config::acl);
  m.field("addresses", &Config::addresses);
  m.field("advertise_addr", &Config::advertise_addr);
  m.field("bootstrap_expect", &Config::bootstrap_expect);
  m.field("client_addr", &Config::client_addr);
  m.field("data_dir", &Config::data_dir).path();
  m.field("datacenter", &Config::datacenter);
  m.field("disable_host_node_id", &Config::disable_host_node_id);
  m.field("dns_config", &Config::dns_config);
  m.field("encrypt", &Config::encrypt);
  m.field("enable_syslog", &Config::enable_syslog);
  m.field("leave_on_terminate", &Config::leave_on_terminate);
  m.field("log_level", &Config::log_level);
  m.field("log_json", &Config::log_json);
  m.field("primary_datacenter", &Config::primary_datacenter);
  m.field("recursors", &Config::recursors);
  m.field("rejoin_after_leave", &Config::rejoin_after_leave);
  m.field("limits", &Config::limits);
  m.field("retry_join", &Config::retry_join);
  m.field("retry_join_wan", &Config::retry_join_wan);
  m.field("server", &Config::server);
  m.field("service", &Config::service);
  m.field("services", &Config::services);
  m.field("skip_leave_on_interrupt", &Config::skip_leave_on_interrupt);
  m.field("telemetry", &Config::telemetry);
  m.field("ui", &Config::ui);
  m.rest(&Config::more);
}

}  // namespace bilder::consul
