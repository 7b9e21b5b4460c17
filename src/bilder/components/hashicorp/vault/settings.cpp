#include "bilder/components/hashicorp/vault/settings.hpp"

namespace bilder::vault {

void AutoAuthFileSink::describe(Model<AutoAuthFileSink>& m) {
  m.field("path", &AutoAuthFileSink::path).path();
  m.field("mode", &AutoAuthFileSink::mode);
  m.rest(&AutoAuthFileSink::more);
}

void AutoAuthAppRole::describe(Model<AutoAuthAppRole>& m) {
  m.field("role_id_file_path", &AutoAuthAppRole::role_id_file_path).required().path();
  m.field("secret_id_file_path", &AutoAuthAppRole::secret_id_file_path).path();
  m.field("remove_secret_id_file_after_reading", &AutoAuthAppRole::remove_secret_id_file_after_reading);
  m.field("secret_id_response_wrapping_path", &AutoAuthAppRole::secret_id_response_wrapping_path).path();
  m.rest(&AutoAuthAppRole::more);
}

void AutoAuthAws::describe(Model<AutoAuthAws>& m) {
  m.field("type", &AutoAuthAws::type);
  m.field("role", &AutoAuthAws::role).required();
  m.field("credential_poll_interval", &AutoAuthAws::credential_poll_interval);
  m.field("access_key", &AutoAuthAws::access_key);
  m.field("secret_key", &AutoAuthAws::secret_key);
  m.field("region", &AutoAuthAws::region);
  m.field("session_token", &AutoAuthAws::session_token);
  m.field("header_value", &AutoAuthAws::header_value);
  m.rest(&AutoAuthAws::more);
}

void AutoAuthMethod::describe(Model<AutoAuthMethod>& m) {
  m.field("type", &AutoAuthMethod::type).required();
  m.field("mount_path", &AutoAuthMethod::mount_path);
  m.field("namespace", &AutoAuthMethod::namespace_);
  m.field("wrap_ttl", &AutoAuthMethod::wrap_ttl);
  m.field("config", &AutoAuthMethod::config).required();
  m.rest(&AutoAuthMethod::more);
}

void AutoAuthSink::describe(Model<AutoAuthSink>& m) {
  m.field("type", &AutoAuthSink::type).required();
  m.field("wrap_ttl", &AutoAuthSink::wrap_ttl);
  m.field("dh_type", &AutoAuthSink::dh_type);
  m.field("dh_path", &AutoAuthSink::dh_path).path();
  m.field("derive_key", &AutoAuthSink::derive_key);
  m.field("aad", &AutoAuthSink::aad);
  m.field("aad_env_var", &AutoAuthSink::aad_env_var);
  m.field("config", &AutoAuthSink::config).required();
  m.rest(&AutoAuthSink::more);
}

void AgentCache::describe(Model<AgentCache>& m) {
  m.field("use_auto_auth_token", &AgentCache::use_auto_auth_token);
  m.rest(&AgentCache::more);
}

void AwsKmsSealConfig::describe(Model<AwsKmsSealConfig>& m) {
  m.field("region", &AwsKmsSealConfig::region);
  m.field("access_key", &AwsKmsSealConfig::access_key);
  m.field("secret_key", &AwsKmsSealConfig::secret_key);
  m.field("kms_key_id", &AwsKmsSealConfig::kms_key_id);
  m.field("endpoint", &AwsKmsSealConfig::endpoint);
  m.field("session_token", &AwsKmsSealConfig::session_token);
  m.rest(&AwsKmsSealConfig::more);
}

void SealConfig::describe(Model<SealConfig>& m) {
  m.field("awskms", &SealConfig::awskms);
  m.rest(&SealConfig::more);
}

void TelemetryConfig::describe(Model<TelemetryConfig>& m) {
  m.field("usage_gauge_period", &TelemetryConfig::usage_gauge_period).duration();
  m.field("maximum_gauge_cardinality", &TelemetryConfig::maximum_gauge_cardinality);
  m.field("disable_hostname", &TelemetryConfig::disable_hostname);
  m.field("enable_hostname_label", &TelemetryConfig::enable_hostname_label);
  m.rest(&TelemetryConfig::more);
}

void ConsulStorageBackend::describe(Model<ConsulStorageBackend>& m) {
  m.field("address", &ConsulStorageBackend::address);
  m.field("check_timeout", &ConsulStorageBackend::check_timeout).duration();
  m.field("consistency_mode", &ConsulStorageBackend::consistency_mode);
  m.field("disable_registration", &ConsulStorageBackend::disable_registration);
  m.field("max_parallel", &ConsulStorageBackend::max_parallel);
  m.field("path", &ConsulStorageBackend::path);
  m.field("scheme", &ConsulStorageBackend::scheme);
  m.field("service", &ConsulStorageBackend::service);
  m.field("service_tags", &ConsulStorageBackend::service_tags);
  m.field("token", &ConsulStorageBackend::token);
  m.field("session_ttl", &ConsulStorageBackend::session_ttl).duration();
  m.field("tls_ca_file", &ConsulStorageBackend::tls_ca_file).path();
  m.field("tls_cert_file", &ConsulStorageBackend::tls_cert_file).path();
  m.field("tls_key_file", &ConsulStorageBackend::tls_key_file).path();
  m.field("tls_min_version", &ConsulStorageBackend::tls_min_version);
  m.rest(&ConsulStorageBackend::more);
}

void RetryJoin::describe(Model<RetryJoin>& m) {
  m.field("leader_api_addr", &RetryJoin::leader_api_addr);
  m.field("auto_join", &RetryJoin::auto_join);
  m.field("auto_join_scheme", &RetryJoin::auto_join_scheme);
  m.field("auto_join_port", &RetryJoin::auto_join_port).port();
  m.field("leader_tls_servername", &RetryJoin::leader_tls_servername);
  m.field("leader_ca_cert_file", &RetryJoin::leader_ca_cert_file).path();
  m.field("leader_client_cert_file", &RetryJoin::leader_client_cert_file).path();
  m.field("leader_client_key_file", &RetryJoin::leader_client_key_file).path();
  m.field("leader_ca_cert", &RetryJoin::leader_ca_cert);
  m.field("leader_client_cert", &RetryJoin::leader_client_cert);
  m.field("leader_client_key", &RetryJoin::leader_client_key);
  m.rest(&RetryJoin::more);
}

void IntegratedRaftStorageBackend::describe(Model<IntegratedRaftStorageBackend>& m) {
  m.field("path", &IntegratedRaftStorageBackend::path).path();
  m.field("performance_multiplier", &IntegratedRaftStorageBackend::performance_multiplier).range(0, 10);
  m.field("node_id", &IntegratedRaftStorageBackend::node_id);
  m.field("trailing_logs", &IntegratedRaftStorageBackend::trailing_logs);
  m.field("snapshot_threshold", &IntegratedRaftStorageBackend::snapshot_threshold);
  m.field("retry_join", &IntegratedRaftStorageBackend::retry_join);
  m.field("max_entry_size", &IntegratedRaftStorageBackend::max_entry_size);
  m.field("autopilot_reconcile_interval", &IntegratedRaftStorageBackend::autopilot_reconcile_interval).duration();
  m.rest(&IntegratedRaftStorageBackend::more);
}

void StorageBackend::describe(Model<StorageBackend>& m) {
  m.field("consul", &StorageBackend::consul);
  m.field("raft", &StorageBackend::raft);
  m.at_most_one({"consul", "raft"});
  m.rest(&StorageBackend::more);
}

void AutoAuthConfig::describe(Model<AutoAuthConfig>& m) {
  m.field("method", &AutoAuthConfig::method).required();
  m.field("sink", &AutoAuthConfig::sink);
  m.rest(&AutoAuthConfig::more);
}

void ConnectionConfig::describe(Model<ConnectionConfig>& m) {
  m.field("address", &ConnectionConfig::address).required();
  m.field("ca_cert", &ConnectionConfig::ca_cert).path();
  m.field("ca_path", &ConnectionConfig::ca_path).path();
  m.field("client_cert", &ConnectionConfig::client_cert).path();
  m.field("client_key", &ConnectionConfig::client_key).path();
  m.field("tls_skip_verify", &ConnectionConfig::tls_skip_verify);
  m.field("tls_server_name", &ConnectionConfig::tls_server_name);
  m.rest(&ConnectionConfig::more);
}

void Template::describe(Model<Template>& m) {
  m.field("source", &Template::source).path();
  m.field("contents", &Template::contents);
  m.field("destination", &Template::destination).required().path();
  m.field("create_dest_dirs", &Template::create_dest_dirs);
  m.field("command", &Template::command);
  m.rest(&Template::more);
}

void TelemetryListener::describe(Model<TelemetryListener>& m) {
  m.field("unauthenticated_metrics_access", &TelemetryListener::unauthenticated_metrics_access);
  m.rest(&TelemetryListener::more);
}

void TCPListener::describe(Model<TCPListener>& m) {
  m.field("address", &TCPListener::address);
  m.field("cluster_address", &TCPListener::cluster_address);
  m.field("http_idle_timeout", &TCPListener::http_idle_timeout).duration();
  m.field("http_read_header_timeout", &TCPListener::http_read_header_timeout).duration();
  m.field("http_read_timeout", &TCPListener::http_read_timeout).duration();
  m.field("http_write_timeout", &TCPListener::http_write_timeout).duration();
  m.field("max_request_size", &TCPListener::max_request_size);
  m.field("max_request_duration", &TCPListener::max_request_duration).duration();
  m.field("tls_disable", &TCPListener::tls_disable);
  m.field("tls_cert_file", &TCPListener::tls_cert_file).path();
  m.field("tls_key_file", &TCPListener::tls_key_file).path();
  m.field("tls_min_version", &TCPListener::tls_min_version);
  m.field("telemetry", &TCPListener::telemetry);
  m.rest(&TCPListener::more);
}

void Listener::describe(Model<Listener>& m) {
  m.field("tcp", &Listener::tcp);
  m.rest(&Listener::more);
}

void ConsulServiceRegistration::describe(Model<ConsulServiceRegistration>& m) {
  m.field("address", &ConsulServiceRegistration::address);
  m.field("check_timeout", &ConsulServiceRegistration::check_timeout).duration();
  m.field("disable_registration", &ConsulServiceRegistration::disable_registration);
  m.field("scheme", &ConsulServiceRegistration::scheme);
  m.field("service", &ConsulServiceRegistration::service);
  m.field("service_tags", &ConsulServiceRegistration::service_tags);
  m.field("service_address", &ConsulServiceRegistration::service_address);
  m.field("token", &ConsulServiceRegistration::token);
  m.field("tls_ca_file", &ConsulServiceRegistration::tls_ca_file).path();
  m.field("tls_cert_file", &ConsulServiceRegistration::tls_cert_file).path();
  m.field("tls_key_file", &ConsulServiceRegistration::tls_key_file).path();
  m.field("tls_min_version", &ConsulServiceRegistration::tls_min_version);
  m.field("tls_skip_verify", &ConsulServiceRegistration::tls_skip_verify);
  m.rest(&ConsulServiceRegistration::more);
}

void ServiceRegistration::describe(Model<ServiceRegistration>& m) {
  m.field("consul", &ServiceRegistration::consul);
  m.rest(&ServiceRegistration::more);
}

void AgentConfig::describe(Model<AgentConfig>& m) {
  m.environment_prefix("vault_agent_");
  m.field("vault", &AgentConfig::vault);
  m.field("auto_auth", &AgentConfig::auto_auth);
  m.field("cache", &AgentConfig::cache);
  m.field("pid_file", &AgentConfig::pid_file).path();
  m.field("exit_after_auth", &AgentConfig::exit_after_auth);
  m.field("template", &AgentConfig::template_);
  m.field("listener", &AgentConfig::listener);
  m.field("restart_period", &AgentConfig::restart_period).internal().pattern("[1-9][0-9]*[mhd]").doc("Of the unit");
  m.field("restart_jitter", &AgentConfig::restart_jitter).internal().pattern("[1-9][0-9]*[mhd]").doc("Of the unit");
  m.check([](const AgentConfig& config, ashlar::settings::Problems& problems) {
    if (config.restart_period && !config.restart_jitter) problems.add("restart_period", "needs restart_jitter");
  });
  m.rest(&AgentConfig::more);
}

void ServerConfig::describe(Model<ServerConfig>& m) {
  m.environment_prefix("vault_");
  m.field("api_addr", &ServerConfig::api_addr);
  m.field("cache_size", &ServerConfig::cache_size);
  m.field("cluster_addr", &ServerConfig::cluster_addr);
  m.field("cluster_name", &ServerConfig::cluster_name);
  m.field("default_lease_ttl", &ServerConfig::default_lease_ttl);
  m.field("default_max_request_duration", &ServerConfig::default_max_request_duration);
  m.field("disable_cache", &ServerConfig::disable_cache);
  m.field("disable_clustering", &ServerConfig::disable_clustering);
  m.field("disable_mlock", &ServerConfig::disable_mlock);
  m.field("ha_storage", &ServerConfig::ha_storage);
  m.field("listener", &ServerConfig::listener);
  m.field("log_format", &ServerConfig::log_format);
  m.field("log_level", &ServerConfig::log_level);
  m.field("max_lease_ttl", &ServerConfig::max_lease_ttl);
  m.field("plugin_directory", &ServerConfig::plugin_directory).path();
  m.field("seal", &ServerConfig::seal);
  m.field("service_registration", &ServerConfig::service_registration);
  m.field("storage", &ServerConfig::storage);
  m.field("telemetry", &ServerConfig::telemetry);
  m.field("ui", &ServerConfig::ui);
  m.rest(&ServerConfig::more);
}

}  // namespace bilder::vault
