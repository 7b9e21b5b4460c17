#pragma once
/// The configuration of Vault, as an agent and as a server.

#include <ashlar/settings.hpp>

namespace bilder::vault {

using ashlar::settings::Model;
using ashlar::settings::Secret;
using ashlar::settings::Value;

struct AutoAuthFileSink {
  std::string path = "/etc/vault/vault_agent_token";
  std::optional<int> mode;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<AutoAuthFileSink>& m);
};

struct AutoAuthAppRole {
  std::string role_id_file_path;
  std::optional<std::string> secret_id_file_path;
  bool remove_secret_id_file_after_reading = true;
  std::optional<std::string> secret_id_response_wrapping_path;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<AutoAuthAppRole>& m);
};

struct AutoAuthAws {
  std::string type = "iam";
  std::string role;
  std::optional<int> credential_poll_interval;
  std::optional<Secret> access_key;
  std::optional<Secret> secret_key;
  std::string region = "us-east-1";
  std::optional<Secret> session_token;
  std::optional<std::string> header_value;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<AutoAuthAws>& m);
};

struct AutoAuthMethod {
  std::string type;
  std::optional<std::string> mount_path;
  std::optional<std::string> namespace_;
  std::optional<std::variant<std::string, int>> wrap_ttl;
  std::variant<AutoAuthAppRole, AutoAuthAws> config;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<AutoAuthMethod>& m);
};

struct AutoAuthSink {
  std::string type;
  std::optional<std::variant<std::string, int>> wrap_ttl;
  std::optional<std::string> dh_type;
  std::optional<std::string> dh_path;
  bool derive_key = false;
  std::optional<std::string> aad;
  std::optional<std::string> aad_env_var;
  std::vector<AutoAuthFileSink> config;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<AutoAuthSink>& m);
};

struct AgentCache {
  std::variant<std::string, bool> use_auto_auth_token = true;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<AgentCache>& m);
};

struct AwsKmsSealConfig {
  std::optional<std::string> region = "us-east-1";
  std::optional<Secret> access_key;
  std::optional<Secret> secret_key;
  std::optional<std::string> kms_key_id;
  std::optional<std::string> endpoint;
  std::optional<Secret> session_token;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<AwsKmsSealConfig>& m);
};

struct SealConfig {
  std::optional<AwsKmsSealConfig> awskms;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<SealConfig>& m);
};

struct TelemetryConfig {
  std::optional<std::string> usage_gauge_period;
  std::optional<int> maximum_gauge_cardinality;
  bool disable_hostname = false;
  bool enable_hostname_label = false;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<TelemetryConfig>& m);
};

struct ConsulStorageBackend {
  std::optional<std::string> address;
  std::optional<std::string> check_timeout = "5s";
  std::optional<std::string> consistency_mode = "default";
  bool disable_registration = false;
  std::optional<std::string> max_parallel;
  std::optional<std::string> path = "vault/";
  std::optional<std::string> scheme = "http";
  std::optional<std::string> service = "vault";
  std::optional<std::string> service_tags;
  std::optional<Secret> token;
  std::optional<std::string> session_ttl = "15s";
  std::optional<std::string> tls_ca_file;
  std::optional<std::string> tls_cert_file;
  std::optional<std::string> tls_key_file;
  std::optional<std::string> tls_min_version = "tls12";
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<ConsulStorageBackend>& m);
};

struct RetryJoin {
  std::optional<std::string> leader_api_addr;
  std::optional<std::string> auto_join;
  std::optional<std::string> auto_join_scheme;
  std::optional<int> auto_join_port;
  std::optional<std::string> leader_tls_servername;
  std::optional<std::string> leader_ca_cert_file;
  std::optional<std::string> leader_client_cert_file;
  std::optional<std::string> leader_client_key_file;
  std::optional<std::string> leader_ca_cert;
  std::optional<std::string> leader_client_cert;
  std::optional<Secret> leader_client_key;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<RetryJoin>& m);
};

struct IntegratedRaftStorageBackend {
  std::string path = "/var/lib/vault/raft";
  std::optional<int> performance_multiplier;
  std::optional<std::string> node_id;
  std::optional<int> trailing_logs;
  std::optional<int> snapshot_threshold;
  std::optional<std::vector<RetryJoin>> retry_join;
  std::optional<int> max_entry_size;
  std::optional<std::string> autopilot_reconcile_interval;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<IntegratedRaftStorageBackend>& m);
};

struct StorageBackend {
  std::optional<ConsulStorageBackend> consul;
  std::optional<IntegratedRaftStorageBackend> raft;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<StorageBackend>& m);
};

struct AutoAuthConfig {
  AutoAuthMethod method;
  std::optional<std::vector<AutoAuthSink>> sink;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<AutoAuthConfig>& m);
};

struct ConnectionConfig {
  std::string address;
  std::optional<std::string> ca_cert;
  std::optional<std::string> ca_path;
  std::optional<std::string> client_cert;
  std::optional<std::string> client_key;
  bool tls_skip_verify = false;
  std::optional<std::string> tls_server_name;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<ConnectionConfig>& m);
};

struct Template {
  std::optional<std::string> source;
  std::optional<std::string> contents;
  std::string destination;
  bool create_dest_dirs = true;
  std::optional<std::string> command;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<Template>& m);
};

struct TelemetryListener {
  bool unauthenticated_metrics_access = false;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<TelemetryListener>& m);
};

struct TCPListener {
  std::optional<std::string> address;
  std::optional<std::string> cluster_address;
  std::optional<std::string> http_idle_timeout;
  std::optional<std::string> http_read_header_timeout;
  std::optional<std::string> http_read_timeout;
  std::optional<std::string> http_write_timeout;
  std::optional<int> max_request_size;
  std::optional<std::string> max_request_duration;
  std::optional<bool> tls_disable;
  std::optional<std::string> tls_cert_file;
  std::optional<std::string> tls_key_file;
  std::optional<std::string> tls_min_version;
  std::optional<TelemetryListener> telemetry;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<TCPListener>& m);
};

struct Listener {
  std::optional<TCPListener> tcp;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<Listener>& m);
};

struct ConsulServiceRegistration {
  std::optional<std::string> address;
  std::optional<std::string> check_timeout;
  std::string disable_registration = "false";
  std::optional<std::string> scheme = "http";
  std::optional<std::string> service = "vault";
  std::optional<std::vector<std::string>> service_tags;
  std::optional<std::string> service_address = "";
  std::optional<Secret> token;
  std::optional<std::string> tls_ca_file;
  std::optional<std::string> tls_cert_file;
  std::optional<std::string> tls_key_file;
  std::optional<std::string> tls_min_version;
  std::optional<bool> tls_skip_verify;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<ConsulServiceRegistration>& m);
};

struct ServiceRegistration {
  std::optional<ConsulServiceRegistration> consul;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<ServiceRegistration>& m);
};

struct AgentConfig {
  std::optional<ConnectionConfig> vault;
  std::optional<AutoAuthConfig> auto_auth;
  std::optional<AgentCache> cache = AgentCache{};
  std::optional<std::string> pid_file;
  bool exit_after_auth = false;
  std::optional<std::vector<Template>> template_;
  std::optional<std::vector<Listener>> listener;
  std::optional<std::string> restart_period;
  std::optional<std::string> restart_jitter;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<AgentConfig>& m);
};

struct ServerConfig {
  std::optional<std::string> api_addr;
  std::optional<std::string> cache_size;
  std::optional<std::string> cluster_addr;
  std::optional<std::string> cluster_name;
  std::optional<std::string> default_lease_ttl;
  std::optional<std::string> default_max_request_duration;
  bool disable_cache = false;
  bool disable_clustering = false;
  bool disable_mlock = false;
  std::optional<std::vector<StorageBackend>> ha_storage;
  std::optional<std::vector<Listener>> listener;
  std::string log_format = "json";
  std::string log_level = "Warn";
  std::optional<std::string> max_lease_ttl;
  std::optional<std::string> plugin_directory;
  std::optional<std::vector<SealConfig>> seal;
  std::optional<ServiceRegistration> service_registration;
  std::optional<StorageBackend> storage;
  std::optional<TelemetryConfig> telemetry;
  std::optional<bool> ui = false;
  std::map<std::string, Value> more;  ///< what this model does not name

  static void describe(Model<ServerConfig>& m);
};

}  // namespace bilder::vault
