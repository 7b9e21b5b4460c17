#pragma once

#include <ashlar/aws/ec2/egress_only_internet_gateway.hpp>
#include <ashlar/aws/ec2/internet_gateway.hpp>
#include <ashlar/aws/ec2/nat_gateway.hpp>
#include <ashlar/aws/ec2/route_table.hpp>
#include <ashlar/aws/ec2/subnet.hpp>
#include <ashlar/aws/ec2/vpc.hpp>
#include <ashlar/aws/elasticache/subnet_group.hpp>
#include <ashlar/aws/rds/subnet_group.hpp>

#include "ol_infrastructure/components/aws/olvpc/olvpc_config.hpp"
#include "ol_infrastructure/lib/aws/ec2_helper.hpp"

namespace ol_infrastructure {

/// A VPC as Open Learning lays them out: subnets across the zones of its region with a route to the internet, groups of
/// them for databases and caches, an endpoint for S3, and, where asked for, pairs of subnets for Kubernetes. What is in
/// the account already is adopted.
class OLVPC : public ashlar::ComponentResource {
 public:
  OLVPC(ashlar::Context& ctx, Ec2Inventory& inventory, OLVPCConfig config,
        const ashlar::ResourceOptions& options = ashlar::sdk::no_options,
        ashlar::SourceLocation where = ashlar::SourceLocation::current());

  [[nodiscard]] const OLVPCConfig& config() const { return config_; }
  [[nodiscard]] const ashlar::aws::ec2::Vpc& vpc() const { return vpc_; }
  [[nodiscard]] const ashlar::aws::ec2::RouteTable& route_table() const { return route_table_; }
  [[nodiscard]] const std::vector<ashlar::aws::ec2::Subnet>& subnets() const { return subnets_; }
  [[nodiscard]] const ashlar::aws::rds::SubnetGroup& db_subnet_group() const { return db_subnet_group_; }
  [[nodiscard]] const ashlar::aws::elasticache::SubnetGroup& cache_subnet_group() const { return cache_subnet_group_; }

  // Empty unless Kubernetes subnets were asked for; the first three have an element for each pair.
  [[nodiscard]] const std::vector<ashlar::aws::ec2::Subnet>& k8s_public_subnets() const { return k8s_public_subnets_; }
  [[nodiscard]] const std::vector<ashlar::aws::ec2::Subnet>& k8s_private_subnets() const {
    return k8s_private_subnets_;
  }
  [[nodiscard]] const std::vector<ashlar::aws::ec2::RouteTable>& k8s_private_route_tables() const {
    return k8s_private_route_tables_;
  }
  [[nodiscard]] const std::vector<ashlar::aws::ec2::NatGateway>& k8s_nat_gateways() const { return k8s_nat_gateways_; }

 private:
  void make_gateways(ashlar::Context& ctx, Ec2Inventory& inventory);
  void make_subnets(ashlar::Context& ctx, Ec2Inventory& inventory);
  void make_k8s_pair(ashlar::Context& ctx, const K8sSubnetPair& pair, const std::string& zone, bool with_nat_gateway);
  void make_nat_gateway(ashlar::Context& ctx, const K8sSubnetPair& pair);
  void make_k8s_routes(ashlar::Context& ctx);
  void make_groups(ashlar::Context& ctx);
  void show_outputs();

  [[nodiscard]] std::string named(const std::string& suffix) const { return config_.vpc_name() + "-" + suffix; }
  /// The /64 network at `index` of the range that AWS assigns.
  [[nodiscard]] ashlar::Output<std::string> ipv6_block(int index) const;

  OLVPCConfig config_;
  ashlar::ResourceOptions child_options_;
  ashlar::ResourceOptions route_table_options_;
  std::string existing_id_;
  ashlar::aws::ec2::Vpc vpc_;
  ashlar::aws::ec2::InternetGateway gateway_;
  ashlar::aws::ec2::EgressOnlyInternetGateway egress_gateway_;
  ashlar::aws::ec2::RouteTable route_table_;
  std::vector<ashlar::aws::ec2::Subnet> subnets_;
  std::vector<ashlar::aws::ec2::Subnet> k8s_public_subnets_;
  std::vector<ashlar::aws::ec2::Subnet> k8s_private_subnets_;
  std::vector<ashlar::aws::ec2::RouteTable> k8s_private_route_tables_;
  std::vector<ashlar::aws::ec2::NatGateway> k8s_nat_gateways_;
  ashlar::aws::rds::SubnetGroup db_subnet_group_;
  ashlar::aws::elasticache::SubnetGroup cache_subnet_group_;
};

}  // namespace ol_infrastructure
