#include "providers/aws/types/types.hpp"

namespace ashlar::providers::aws {

const ResourceType& egress_only_internet_gateway() {
  static const ResourceType type = {
      .token = "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway",
      .noun = "egress-only internet gateway",
      .create = {.operation = "CreateEgressOnlyInternetGateway",
                 .id = "EgressOnlyInternetGateway.EgressOnlyInternetGatewayId",
                 .tag_type = "egress-only-internet-gateway",
                 .token_member = "ClientToken"},
      .read = {.operation = "DescribeEgressOnlyInternetGateways",
               .ids = "EgressOnlyInternetGatewayIds",
               .item = "EgressOnlyInternetGateways[0]",
               .gone = {"InvalidGatewayID.NotFound", "InvalidEgressOnlyInternetGatewayId.NotFound"}},
      .remove = {.operation = "DeleteEgressOnlyInternetGateway", .id = "EgressOnlyInternetGatewayId"},
      .properties = {string("vpcId").required().replaces().sent_as("VpcId").read_from(
          "Attachments[?State == 'attached'] | [0].VpcId")},
      .item_id = "EgressOnlyInternetGatewayId",
  };
  return type;
}

}  // namespace ashlar::providers::aws
