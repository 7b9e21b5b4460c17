#pragma once
/// A worker of Concourse. The fields with variables are the options of `concourse worker`.

#include <ashlar/settings.hpp>

#include "bilder/components/concourse/settings.hpp"

namespace bilder::concourse {

struct WorkerConfig {
  Base base;
  std::string user = "root";
  std::optional<std::string> additional_resource_types_s3_location;
  std::optional<std::vector<std::string>> additional_resource_types;
  std::optional<std::string> baggageclaim_bind_ip;
  std::optional<int> baggageclaim_bind_port;
  std::optional<std::string> baggageclaim_btrfs_binary;
  std::optional<std::string> baggageclaim_debug_bind_ip;
  std::optional<int> baggageclaim_debug_bind_port;
  std::optional<bool> baggageclaim_disable_user_namespaces;
  std::optional<std::string> baggageclaim_driver;
  std::optional<std::string> baggageclaim_log_level;
  std::optional<std::string> baggageclaim_mkfs_binary;
  std::optional<std::string> baggageclaim_overlays_dir;
  std::optional<std::string> baggageclaim_p2p_interface_family;
  std::optional<std::string> baggageclaim_p2p_interface_name_pattern;
  std::optional<std::string> baggageclaim_volumes;
  std::optional<std::string> bind_ip;
  std::optional<std::string> certs_dir;
  std::optional<std::string> connection_drain_timeout;
  std::optional<std::string> container_runtime;
  std::optional<int> container_sweeper_max_in_flight;
  std::optional<std::string> containerd_binary = "/usr/local/concourse/bin/containerd";
  std::optional<std::string> containerd_config;
  std::optional<std::string> containerd_dns_server;
  std::optional<bool> containerd_enable_dns_proxy;
  std::optional<std::string> containerd_external_ip;
  std::optional<std::string> containerd_init_binary = "/usr/local/concourse/bin/init";
  std::optional<std::variant<std::string, int>> containerd_max_containers;
  std::optional<std::string> containerd_mtu;
  std::optional<std::string> containerd_network_pool;
  std::optional<std::string> containerd_plugins_dir = "/usr/local/concourse/bin";
  std::optional<std::string> containerd_request_timeout;
  std::optional<std::string> containerd_restricted_network;
  std::optional<std::string> debug_bind_ip;
  std::optional<int> debug_bind_port;
  std::optional<bool> ephemeral;
  std::optional<std::string> external_garden_url;
  std::optional<std::string> garden_binary;
  std::optional<int> garden_bind_port;
  std::optional<std::string> garden_config;
  std::optional<std::string> garden_dns_server;
  std::optional<bool> garden_enable_dns_proxy;
  std::optional<int> garden_max_containers;
  std::optional<std::string> garden_network_pool;
  std::optional<std::string> garden_request_timeout;
  std::optional<std::string> healthcheck_bind_ip;
  std::optional<int> healthcheck_bind_port;
  std::optional<std::string> healthcheck_timeout;
  std::optional<std::string> log_level = "info";
  std::optional<std::string> rebalance_interval;
  std::optional<std::string> resource_types;
  std::optional<std::string> sweep_interval;
  std::optional<std::vector<std::string>> tags;
  std::optional<std::string> team;
  std::string tsa_host = "web.concourse.service.consul:2222";
  std::optional<std::string> tsa_public_key;
  std::string tsa_public_key_path = "/etc/concourse/tsa_host_key.pub";
  std::optional<std::string> volume_sweeper_max_in_flight;
  std::string work_dir = "/var/concourse/worker";
  std::optional<std::string> worker_name;
  std::optional<Secret> worker_private_key;
  std::string worker_private_key_path = "/etc/concourse/worker_private_key.pem";

  static void describe(Model<WorkerConfig>& m);
};

/// The variables of the service, secrets in clear.
[[nodiscard]] Value environment_of(const WorkerConfig& config);

}  // namespace bilder::concourse
