#pragma once

#include <ashlar/aws/ec2/vpc_peering_connection.hpp>

#include "ol_infrastructure/components/aws/olvpc/olvpc.hpp"

namespace ol_infrastructure {

/// A peering between two VPCs, with routes to each other in all of their route tables. An existing peering is adopted.
class OLVPCPeeringConnection : public ashlar::ComponentResource {
 public:
  OLVPCPeeringConnection(ashlar::Context& ctx, Ec2Inventory& inventory, const std::string& name, const OLVPC& source,
                         const OLVPC& destination, const ashlar::ResourceOptions& options = ashlar::sdk::no_options,
                         ashlar::SourceLocation where = ashlar::SourceLocation::current());

  [[nodiscard]] const ashlar::aws::ec2::VpcPeeringConnection& connection() const { return connection_; }

 private:
  void route(ashlar::Context& ctx, const OLVPC& from, const OLVPC& to, const ashlar::ResourceOptions& options);

  ashlar::aws::ec2::VpcPeeringConnection connection_;
};

}  // namespace ol_infrastructure
