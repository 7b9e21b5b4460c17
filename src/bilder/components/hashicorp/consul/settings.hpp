#pragma once
/// Consul's configuration file, as far as it is set here; anything else goes through `more`.

#include <ashlar/settings.hpp>

namespace bilder::consul {

using ashlar::settings::Model;
using ashlar::settings::Secret;
using ashlar::settings::Value;

struct ACLToken {
  Secret master;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<ACLToken>& m);
};

struct ACL {
  std::optional<std::vector<ACLToken>> tokens;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<ACL>& m);
};

struct Addresses {
  std::optional<std::string> dns = "0.0.0.0";
  std::optional<std::string> http = "0.0.0.0";
  std::optional<std::string> https;
  std::optional<std::string> grpc;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<Addresses>& m);
};

struct DNSConfig {
  bool allow_stale = true;
  std::string node_ttl = "30s";
  std::map<std::string, std::string> service_ttl = {{"*", "30s"}};
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<DNSConfig>& m);
};

struct TcpCheck {
  std::optional<std::string> id;
  std::string name;
  std::string tcp;
  std::optional<std::string> interval;
  std::optional<std::string> timeout;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<TcpCheck>& m);
};

struct HttpCheck {
  std::optional<std::string> id;
  std::string name;
  std::string http;
  std::optional<std::string> method;
  std::optional<std::string> interval;
  std::optional<std::string> timeout;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<HttpCheck>& m);
};

struct Service {
  std::optional<std::string> id;
  std::optional<std::vector<std::string>> tags;
  std::optional<std::map<std::string, std::string>> meta;
  std::string name;
  std::optional<int> port;
  std::optional<std::string> address;
  std::optional<std::variant<TcpCheck, HttpCheck>> check;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<Service>& m);
};

struct Telemetry {
  std::optional<std::string> dogstatsd_addr;
  std::optional<bool> disable_hostname = true;
  std::optional<std::string> prometheus_retention_time = "60s";
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<Telemetry>& m);
};

struct RequestLimitConfig {
  std::string mode = "disabled";
  int read_rate = -1;
  int write_rate = -1;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<RequestLimitConfig>& m);
};

struct LimitConfig {
  int http_max_conns_per_client = 200;
  std::optional<std::string> https_handshake_timeout = "5s";
  RequestLimitConfig request_limits;
  std::optional<std::string> rpc_handshake_timeout = "5s";
  std::optional<std::string> rpc_client_timeout = "5s";
  std::optional<int> rpc_max_conns_per_client;
  std::optional<int> rpc_rate;
  std::optional<int> rpc_max_burst;
  std::optional<int> kv_max_value_size;
  std::optional<int> txn_max_req_len;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<LimitConfig>& m);
};

struct Config {
  std::optional<ACL> acl;
  std::optional<Addresses> addresses = Addresses{};
  std::optional<std::string> advertise_addr;
  std::optional<int> bootstrap_expect;
  std::optional<std::string> client_addr;
  std::optional<std::string> data_dir = "/var/lib/consul";
  std::optional<std::string> datacenter;
  std::optional<bool> disable_host_node_id = true;
  std::optional<DNSConfig> dns_config = DNSConfig{};
  std::optional<Secret> encrypt;
  bool enable_syslog = true;
  bool leave_on_terminate = true;
  std::optional<std::string> log_level = "WARN";
  bool log_json = true;
  std::optional<std::string> primary_datacenter;
  std::optional<std::vector<std::string>> recursors;
  bool rejoin_after_leave = true;
  std::optional<LimitConfig> limits = LimitConfig{};
  std::optional<std::vector<std::string>> retry_join;
  std::optional<std::vector<std::string>> retry_join_wan;
  bool server = false;
  std::optional<Service> service;
  std::optional<std::vector<Service>> services;
  bool skip_leave_on_interrupt = true;
  std::optional<Telemetry> telemetry;
  bool ui = false;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<Config>& m);
};

}  // namespace bilder::consul
