#include "bilder/components/concourse/worker_settings.hpp"

namespace bilder::concourse {

void WorkerConfig::describe(Model<WorkerConfig>& m) {
  m.environment_prefix("concourse_worker_");
  m.include(&WorkerConfig::base);
  m.field("user", &WorkerConfig::user).internal().doc("Whom the service runs as");
  m.field("additional_resource_types_s3_location", &WorkerConfig::additional_resource_types_s3_location);
  m.field("additional_resource_types", &WorkerConfig::additional_resource_types);
  m.field("baggageclaim_bind_ip", &WorkerConfig::baggageclaim_bind_ip).variable("CONCOURSE_BAGGAGECLAIM_BIND_IP");
  m.field("baggageclaim_bind_port", &WorkerConfig::baggageclaim_bind_port)
      .variable("CONCOURSE_BAGGAGECLAIM_BIND_PORT")
      .port();
  m.field("baggageclaim_btrfs_binary", &WorkerConfig::baggageclaim_btrfs_binary)
      .variable("CONCOURSE_BAGGAGECLAIM_BTRFS_BIN")
      .path();
  m.field("baggageclaim_debug_bind_ip", &WorkerConfig::baggageclaim_debug_bind_ip)
      .variable("CONCOURSE_BAGGAGECLAIM_DEBUG_BIND_IP");
  m.field("baggageclaim_debug_bind_port", &WorkerConfig::baggageclaim_debug_bind_port)
      .variable("CONCOURSE_BAGGAGECLAIM_DEBUG_BIND_PORT")
      .port();
  m.field("baggageclaim_disable_user_namespaces", &WorkerConfig::baggageclaim_disable_user_namespaces)
      .variable("CONCOURSE_BAGGAGECLAIM_DISABLE_USER_NAMESPACES");
  m.field("baggageclaim_driver", &WorkerConfig::baggageclaim_driver).variable("CONCOURSE_BAGGAGECLAIM_DRIVER");
  m.field("baggageclaim_log_level", &WorkerConfig::baggageclaim_log_level).variable("CONCOURSE_BAGGAGECLAIM_LOG_LEVEL");
  m.field("baggageclaim_mkfs_binary", &WorkerConfig::baggageclaim_mkfs_binary)
      .variable("CONCOURSE_BAGGAGECLAIM_MKFS_BIN")
      .path();
  m.field("baggageclaim_overlays_dir", &WorkerConfig::baggageclaim_overlays_dir)
      .variable("CONCOURSE_BAGGAGECLAIM_OVERLAYS_DIR")
      .path();
  m.field("baggageclaim_p2p_interface_family", &WorkerConfig::baggageclaim_p2p_interface_family)
      .variable("CONCOURSE_BAGGAGECLAIM_P2P_INTERFACE_FAMILY");
  m.field("baggageclaim_p2p_interface_name_pattern", &WorkerConfig::baggageclaim_p2p_interface_name_pattern)
      .variable("CONCOURSE_BAGGAGECLAIM_P2P_INTERFACE_NAME_PATTERN");
  m.field("baggageclaim_volumes", &WorkerConfig::baggageclaim_volumes)
      .variable("CONCOURSE_BAGGAGECLAIM_VOLUMES")
      .path();
  m.field("bind_ip", &WorkerConfig::bind_ip).variable("CONCOURSE_BIND_IP");
  m.field("certs_dir", &WorkerConfig::certs_dir).variable("CONCOURSE_CERTS_DIR").path();
  m.field("connection_drain_timeout", &WorkerConfig::connection_drain_timeout)
      .variable("CONCOURSE_CONNECTION_DRAIN_TIMEOUT");
  m.field("container_runtime", &WorkerConfig::container_runtime).variable("CONCOURSE_RUNTIME");
  m.field("container_sweeper_max_in_flight", &WorkerConfig::container_sweeper_max_in_flight)
      .variable("CONCOURSE_CONTAINER_SWEEPER_MAX_IN_FLIGHT");
  m.field("containerd_binary", &WorkerConfig::containerd_binary).variable("CONCOURSE_CONTAINERD_BIN").path();
  m.field("containerd_config", &WorkerConfig::containerd_config).variable("CONCOURSE_CONTAINERD_CONFIG").path();
  m.field("containerd_dns_server", &WorkerConfig::containerd_dns_server).variable("CONCOURSE_CONTAINERD_DNS_SERVER");
  m.field("containerd_enable_dns_proxy", &WorkerConfig::containerd_enable_dns_proxy)
      .variable("CONCOURSE_CONTAINERD_DNS_PROXY_ENABLE");
  m.field("containerd_external_ip", &WorkerConfig::containerd_external_ip).variable("CONCOURSE_CONTAINERD_EXTERNAL_IP");
  m.field("containerd_init_binary", &WorkerConfig::containerd_init_binary)
      .variable("CONCOURSE_CONTAINERD_INIT_BIN")
      .path();
  m.field("containerd_max_containers", &WorkerConfig::containerd_max_containers)
      .variable("CONCOURSE_CONTAINERD_MAX_CONTAINERS");
  m.field("containerd_mtu", &WorkerConfig::containerd_mtu).variable("CONCOURSE_CONTAINERD_MTU");
  m.field("containerd_network_pool", &WorkerConfig::containerd_network_pool)
      .variable("CONCOURSE_CONTAINERD_NETWORK_POOL");
  m.field("containerd_plugins_dir", &WorkerConfig::containerd_plugins_dir)
      .variable("CONCOURSE_CONTAINERD_CNI_PLUGINS_DIR")
      .path();
  m.field("containerd_request_timeout", &WorkerConfig::containerd_request_timeout)
      .variable("CONCOURSE_CONTAINERD_REQUEST_TIMEOUT");
  m.field("containerd_restricted_network", &WorkerConfig::containerd_restricted_network)
      .variable("CONCOURSE_CONTAINERD_RESTRICTED_NETWORK");
  m.field("debug_bind_ip", &WorkerConfig::debug_bind_ip).variable("CONCOURSE_DEBUG_BIND_IP");
  m.field("debug_bind_port", &WorkerConfig::debug_bind_port).variable("CONCOURSE_DEBUG_BIND_PORT").port();
  m.field("ephemeral", &WorkerConfig::ephemeral).variable("CONCOURSE_EPHEMERAL");
  m.field("external_garden_url", &WorkerConfig::external_garden_url).variable("CONCOURSE_EXTERNAL_GARDEN_URL");
  m.field("garden_binary", &WorkerConfig::garden_binary).variable("CONCOURSE_GARDEN_BIN").path();
  m.field("garden_bind_port", &WorkerConfig::garden_bind_port).variable("CONCOURSE_BIND_PORT").port();
  m.field("garden_config", &WorkerConfig::garden_config).variable("CONCOURSE_GARDEN_CONFIG").path();
  m.field("garden_dns_server", &WorkerConfig::garden_dns_server).variable("CONCOURSE_GARDEN_DNS_SERVER");
  m.field("garden_enable_dns_proxy", &WorkerConfig::garden_enable_dns_proxy)
      .variable("CONCOURSE_GARDEN_DNS_PROXY_ENABLE");
  m.field("garden_max_containers", &WorkerConfig::garden_max_containers).variable("CONCOURSE_GARDEN_MAX_CONTAINERS");
  m.field("garden_network_pool", &WorkerConfig::garden_network_pool).variable("CONCOURSE_GARDEN_NETWORK_POOL");
  m.field("garden_request_timeout", &WorkerConfig::garden_request_timeout).variable("CONCOURSE_GARDEN_REQUEST_TIMEOUT");
  m.field("healthcheck_bind_ip", &WorkerConfig::healthcheck_bind_ip).variable("CONCOURSE_HEALTHCHECK_BIND_IP");
  m.field("healthcheck_bind_port", &WorkerConfig::healthcheck_bind_port)
      .variable("CONCOURSE_HEALTHCHECK_BIND_PORT")
      .port();
  m.field("healthcheck_timeout", &WorkerConfig::healthcheck_timeout).variable("CONCOURSE_HEALTHCHECK_TIMEOUT");
  m.field("log_level", &WorkerConfig::log_level).variable("CONCOURSE_LOG_LEVEL");
  m.field("rebalance_interval", &WorkerConfig::rebalance_interval).variable("CONCOURSE_REBALANCE_INTERVAL");
  m.field("resource_types", &WorkerConfig::resource_types).variable("CONCOURSE_RESOURCE_TYPES").path();
  m.field("sweep_interval", &WorkerConfig::sweep_interval).variable("CONCOURSE_SWEEP_INTERVAL");
  m.field("tags", &WorkerConfig::tags).variable("CONCOURSE_TAG");
  m.field("team", &WorkerConfig::team).variable("CONCOURSE_TEAM");
  m.field("tsa_host", &WorkerConfig::tsa_host).variable("CONCOURSE_TSA_HOST");
  m.field("tsa_public_key", &WorkerConfig::tsa_public_key);
  m.field("tsa_public_key_path", &WorkerConfig::tsa_public_key_path).variable("CONCOURSE_TSA_PUBLIC_KEY").path();
  m.field("volume_sweeper_max_in_flight", &WorkerConfig::volume_sweeper_max_in_flight)
      .variable("CONCOURSE_VOLUME_SWEEPER_MAX_IN_FLIGHT");
  m.field("work_dir", &WorkerConfig::work_dir).variable("CONCOURSE_WORK_DIR").path();
  m.field("worker_name", &WorkerConfig::worker_name).variable("CONCOURSE_NAME");
  m.field("worker_private_key", &WorkerConfig::worker_private_key);
  m.field("worker_private_key_path", &WorkerConfig::worker_private_key_path)
      .variable("CONCOURSE_TSA_WORKER_PRIVATE_KEY")
      .path();
}

Value environment_of(const WorkerConfig& config) {
  auto variables = ashlar::settings::to_value(config, {.secrets = ashlar::settings::Secrets::shown});
  variables.set("additional_resource_types_directory", config.base.deploy_directory + "/resource-types");
  return variables;
}

}  // namespace bilder::concourse
