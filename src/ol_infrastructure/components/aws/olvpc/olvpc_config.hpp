#pragma once

#include "ol_infrastructure/lib/ol_types.hpp"

namespace ol_infrastructure {

/// Subnets for Kubernetes in one zone: nodes and pods in the private one, load balancers and NAT in the public one.
struct K8sSubnetPair {
  Ipv4Network public_cidr;
  Ipv4Network private_cidr;
};

/// Validated settings of an OLVPC. The one way in is `parse`.
class OLVPCConfig {
 public:
  /// Reads the settings by these names: `tags`, `region`, `vpc_name`, `cidr_block`, `k8s_service_subnet`,
  /// `k8s_nat_gateway_config` (`single` or `all`), `k8s_subnet_pair_configs`, `num_subnets`, `enable_ipv6`,
  /// `default_public_ip`. Throws ValidationError with everything that is wrong.
  [[nodiscard]] static OLVPCConfig parse(const ashlar::Value& settings, const AwsBase::Regions& regions);

  [[nodiscard]] const Tags& tags() const { return base_.tags(); }
  [[nodiscard]] const std::string& region() const { return base_.region(); }
  [[nodiscard]] Tags merged_tags(const Tags& more) const { return base_.merged_tags(more); }

  [[nodiscard]] const std::string& vpc_name() const { return vpc_name_; }
  [[nodiscard]] const Ipv4Network& cidr_block() const { return *cidr_block_; }
  /// Addresses of Kubernetes services: no network of AWS, so outside of the VPC.
  [[nodiscard]] const std::optional<Ipv4Network>& k8s_service_subnet() const { return k8s_service_subnet_; }
  [[nodiscard]] bool nat_gateway_in_every_pair() const { return nat_gateways_ == "all"; }
  [[nodiscard]] const std::vector<K8sSubnetPair>& k8s_subnet_pairs() const { return pairs_; }
  [[nodiscard]] int num_subnets() const { return num_subnets_; }
  [[nodiscard]] bool enable_ipv6() const { return enable_ipv6_; }
  [[nodiscard]] bool default_public_ip() const { return default_public_ip_; }

  /// The settings as `parse` reads them, defaults filled in.
  [[nodiscard]] ashlar::Value to_value() const;

 private:
  OLVPCConfig(SettingsReader& reader, const AwsBase::Regions& regions);
  void read_pairs(SettingsReader& reader);

  AwsBase base_;
  std::string vpc_name_;
  std::optional<Ipv4Network> cidr_block_;  ///< there in every config that `parse` returns
  std::optional<Ipv4Network> k8s_service_subnet_;
  std::string nat_gateways_ = "single";
  std::vector<K8sSubnetPair> pairs_;
  int num_subnets_ = 3;
  bool enable_ipv6_ = true;
  bool default_public_ip_ = true;
};

}  // namespace ol_infrastructure
