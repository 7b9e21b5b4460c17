/// What stands between a VPC and the world: gateways, addresses, endpoints, peerings.

#include "providers/aws/test_support.hpp"

namespace ashlar::providers::aws {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Pair;
using testing::SizeIs;

class GatewayTest : public ScriptedAws {
 protected:
  void allow(std::initializer_list<const char*> operations) {
    for (const char* operation : operations) aws.on_xml(operation, "<return>true</return>");
  }
};

std::string internet_gateway_xml(const std::string& vpc) {
  const auto attachment = vpc.empty() ? "" : "<item><vpcId>" + vpc + "</vpcId><state>available</state></item>";
  return "<internetGatewaySet><item><internetGatewayId>igw-1</internetGatewayId><ownerId>123456789012</ownerId>"
         "<attachmentSet>" +
         attachment + "</attachmentSet></item></internetGatewaySet>";
}

TEST_F(GatewayTest, AnInternetGatewayIsAttachedAndDetached) {
  constexpr const char* token = "aws:ec2/internetGateway:InternetGateway";
  allow({"DetachInternetGateway", "DeleteInternetGateway"});
  aws.on_xml("CreateInternetGateway", "<internetGateway><internetGatewayId>igw-1</internetGatewayId></internetGateway>")
      .on_error("AttachInternetGateway", "InvalidInternetGatewayID.NotFound")
      .on_xml("AttachInternetGateway", "<return>true</return>")
      .on_xml("DescribeInternetGateways", internet_gateway_xml(""))
      .on_xml("DescribeInternetGateways", internet_gateway_xml("vpc-1"));
  const auto made = engine.make(token, {{"vpcId", "vpc-1"}});
  EXPECT_THAT(aws.calls(),
              ElementsAre("CreateInternetGateway", "DescribeInternetGateways", "AttachInternetGateway",
                          "AttachInternetGateway", "DescribeInternetGateways", "DescribeInternetGateways"));
  EXPECT_EQ(text(made.outputs(), "vpcId"), "vpc-1");

  aws.requests.clear();
  aws.on_xml("DescribeInternetGateways", internet_gateway_xml("vpc-2"));
  ASSERT_TRUE(engine.update(made, {{"vpcId", "vpc-2"}}).ok());
  EXPECT_EQ(aws.last("DetachInternetGateway").at("VpcId"), "vpc-1");
  EXPECT_EQ(aws.last("AttachInternetGateway").at("VpcId"), "vpc-2");

  aws.requests.clear();
  aws.on_error("DetachInternetGateway", "DependencyViolation").on_error("DetachInternetGateway", "Gateway.NotAttached");
  EXPECT_TRUE(engine.remove(made).ok());
  EXPECT_THAT(aws.calls(), ElementsAre("DetachInternetGateway", "DetachInternetGateway", "DeleteInternetGateway"));
}

TEST_F(GatewayTest, AnEgressOnlyGatewayIsMadeOncePerOperation) {
  aws.on_xml("CreateEgressOnlyInternetGateway",
             "<egressOnlyInternetGateway><egressOnlyInternetGatewayId>eigw-1</egressOnlyInternetGatewayId>"
             "</egressOnlyInternetGateway>")
      .on_xml("DescribeEgressOnlyInternetGateways",
              "<egressOnlyInternetGatewaySet><item><egressOnlyInternetGatewayId>eigw-1</egressOnlyInternetGatewayId>"
              "<attachmentSet><item><state>attached</state><vpcId>vpc-1</vpcId></item></attachmentSet></item>"
              "</egressOnlyInternetGatewaySet>");
  allow({"DeleteTags"});
  const auto made =
      engine.make("aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway", {{"vpcId", "vpc-1"}}, "r", "op-1");
  EXPECT_EQ(aws.last("CreateEgressOnlyInternetGateway").at("ClientToken"), "op-1");
  EXPECT_EQ(text(made.outputs(), "vpcId"), "vpc-1");
}

class NatGatewayTest : public GatewayTest {
 protected:
  static constexpr const char* token = "aws:ec2/natGateway:NatGateway";
  static std::string address(const std::string& allocation, const std::string& ip, bool primary,
                             const std::string& status = "succeeded") {
    return "<item><allocationId>" + allocation + "</allocationId><associationId>assoc-" + allocation +
           "</associationId><networkInterfaceId>eni-1</networkInterfaceId><privateIp>" + ip +
           "</privateIp><publicIp>203.0.113.7</publicIp><isPrimary>" + (primary ? "true" : "false") +
           "</isPrimary><status>" + status + "</status></item>";
  }
  static std::string xml(const std::string& state, const std::string& addresses, const std::string& more = "") {
    return "<natGatewaySet><item><natGatewayId>nat-1</natGatewayId><subnetId>subnet-1</subnetId><vpcId>vpc-1</vpcId>"
           "<connectivityType>public</connectivityType><state>" +
           state + "</state><natGatewayAddressSet>" + addresses + "</natGatewayAddressSet>" + more +
           "</item></natGatewaySet>";
  }
  NatGatewayTest() { aws.on_xml("CreateNatGateway", "<natGateway><natGatewayId>nat-1</natGatewayId></natGateway>"); }
  const PropertyMap inputs{{"subnetId", "subnet-1"}, {"allocationId", "eipalloc-1"}};
  const std::string primary = address("eipalloc-1", "10.0.0.5", true);
};

TEST_F(NatGatewayTest, IsWaitedFor) {
  aws.on_xml("DescribeNatGateways", xml("pending", "")).on_xml("DescribeNatGateways", xml("available", primary));
  const auto made = engine.make(token, inputs);
  EXPECT_EQ(aws.calls().size(), 3U);
  EXPECT_THAT(aws.last("CreateNatGateway"),
              IsSupersetOf({Pair("AllocationId", "eipalloc-1"), Pair("SubnetId", "subnet-1")}));
  EXPECT_EQ(text(made.outputs(), "privateIp"), "10.0.0.5");
  EXPECT_EQ(text(made.outputs(), "associationId"), "assoc-eipalloc-1");
  EXPECT_EQ(*find(made.outputs(), "secondaryAllocationIds"), PropertyValue(PropertyArray()));
  EXPECT_EQ(summary(engine.diff(made, inputs)), " / ");
}

TEST_F(NatGatewayTest, ThatFailsSaysWhy) {
  aws.on_xml("DescribeNatGateways",
             xml("failed", "", "<failureMessage>Elastic IP eipalloc-1 is taken</failureMessage>"));
  const auto created = engine.create(token, inputs);
  ASSERT_TRUE(created.ok());
  EXPECT_EQ(created->id, "nat-1");
  EXPECT_THAT(created->init_errors, ElementsAre(HasSubstr("Elastic IP eipalloc-1 is taken")));
}

TEST_F(NatGatewayTest, TakesMoreAddressesAndLetsThemGo) {
  aws.on_xml("DescribeNatGateways", xml("available", primary));
  const auto made = engine.make(token, inputs);
  allow({"AssociateNatGatewayAddress", "DisassociateNatGatewayAddress"});
  auto more = inputs;
  more.emplace("secondaryAllocationIds", PropertyArray{"eipalloc-2"});
  aws.on_xml("DescribeNatGateways", xml("available", primary + address("eipalloc-2", "10.0.0.6", false, "associating")))
      .on_xml("DescribeNatGateways", xml("available", primary + address("eipalloc-2", "10.0.0.6", false)));
  const auto updated = engine.update(made, more);
  ASSERT_TRUE(updated.ok()) << updated.error().message;
  EXPECT_THAT(aws.last("AssociateNatGatewayAddress"),
              ElementsAre(Pair("AllocationId.1", "eipalloc-2"), Pair("NatGatewayId", "nat-1")));
  EXPECT_EQ(*find(updated->outputs, "secondaryPrivateIpAddresses"), PropertyValue(PropertyArray{"10.0.0.6"}));

  auto later = made;
  later.answer.outputs = updated->outputs;
  auto fewer = inputs;
  fewer.emplace("secondaryAllocationIds", PropertyArray());
  ASSERT_TRUE(engine.update(later, fewer).ok());
  EXPECT_EQ(aws.last("DisassociateNatGatewayAddress").at("AssociationId.1"), "assoc-eipalloc-2");
}

TEST_F(NatGatewayTest, IsGoneWhenItIsDeleted) {
  aws.on_xml("DescribeNatGateways", xml("available", primary));
  const auto made = engine.make(token, inputs);
  allow({"DeleteNatGateway"});
  aws.requests.clear();
  aws.on_xml("DescribeNatGateways", xml("deleting", primary)).on_xml("DescribeNatGateways", xml("deleted", ""));
  EXPECT_TRUE(engine.remove(made).ok());
  EXPECT_THAT(aws.calls(), ElementsAre("DeleteNatGateway", "DescribeNatGateways", "DescribeNatGateways"));
  EXPECT_EQ(engine.refresh(made)->id, "");
}

TEST_F(NatGatewayTest, MustBeConsistent) {
  EXPECT_THAT(engine.check(token, {})->failures,
              ElementsAre(testing::Field(&deploy::CheckFailure::property, "subnetId")));
  EXPECT_THAT(
      engine.check(token, {{"subnetId", "s"}, {"connectivityType", "private"}, {"allocationId", "a"}})->failures,
      ElementsAre(testing::Field(&deploy::CheckFailure::property, "allocationId")));
}

class EipTest : public GatewayTest {
 protected:
  static constexpr const char* token = "aws:ec2/eip:Eip";
  static std::string xml(const std::string& more = "") {
    return "<addressesSet><item><allocationId>eipalloc-1</allocationId><publicIp>203.0.113.7</publicIp>"
           "<domain>vpc</domain><networkBorderGroup>us-east-1</networkBorderGroup>" +
           more + "</item></addressesSet>";
  }
  EipTest() {
    aws.on_xml("AllocateAddress", "<allocationId>eipalloc-1</allocationId><publicIp>203.0.113.7</publicIp>")
        .on_xml("DescribeAddressesAttribute",
                "<addressSet><item><ptrRecord>mail.example.org.</ptrRecord></item></addressSet>");
  }
};

TEST_F(EipTest, HasNames) {
  aws.on_xml("DescribeAddresses", xml());
  const auto made = engine.make(token, {{"domain", "vpc"}});
  EXPECT_EQ(made.id(), "eipalloc-1");
  EXPECT_EQ(text(made.outputs(), "publicIp"), "203.0.113.7");
  EXPECT_EQ(text(made.outputs(), "publicDns"), "ec2-203-0-113-7.compute-1.amazonaws.com");
  EXPECT_EQ(text(made.outputs(), "ptrRecord"), "mail.example.org");
}

TEST_F(EipTest, MovesFromInstanceToInstance) {
  aws.on_xml("DescribeAddresses", xml())
      .on_xml("DescribeAddresses", xml("<instanceId>i-1</instanceId><associationId>eipassoc-1</associationId>"));
  aws.on_error("AssociateAddress", "InvalidInstanceID").on_xml("AssociateAddress", "<associationId>a</associationId>");
  const auto made = engine.make(token, {{"instance", "i-1"}});
  EXPECT_EQ(text(made.outputs(), "associationId"), "eipassoc-1");
  allow({"DisassociateAddress", "ReleaseAddress"});
  ASSERT_TRUE(engine.update(made, {{"instance", "i-2"}}).ok());
  EXPECT_EQ(aws.last("DisassociateAddress").at("AssociationId"), "eipassoc-1");
  EXPECT_EQ(aws.last("AssociateAddress").at("InstanceId"), "i-2");
  EXPECT_TRUE(engine.remove(made).ok());
  EXPECT_THAT(aws.last("ReleaseAddress"),
              ElementsAre(Pair("AllocationId", "eipalloc-1"), Pair("NetworkBorderGroup", "us-east-1")));
}

class VpcEndpointTest : public GatewayTest {
 protected:
  static constexpr const char* token = "aws:ec2/vpcEndpoint:VpcEndpoint";
  static std::string xml(const std::string& state, const std::string& more = "") {
    return "<vpcEndpointSet><item><vpcEndpointId>vpce-1</vpcEndpointId><vpcId>vpc-1</vpcId>"
           "<serviceName>com.amazonaws.us-east-1.s3</serviceName><vpcEndpointType>Gateway</vpcEndpointType>"
           "<ownerId>123456789012</ownerId><policyDocument>{\"Version\":\"2008-10-17\",\"Statement\":[]}</"
           "policyDocument>"
           "<state>" +
           state + "</state>" + more + "</item></vpcEndpointSet>";
  }
  VpcEndpointTest() {
    aws.on_xml("CreateVpcEndpoint", "<vpcEndpoint><vpcEndpointId>vpce-1</vpcEndpointId></vpcEndpoint>")
        .on_xml("DescribePrefixLists",
                "<prefixListSet><item><prefixListId>pl-1</prefixListId><cidrSet>"
                "<item>52.216.0.0/15</item></cidrSet></item></prefixListSet>");
  }
  const PropertyMap inputs{{"vpcId", "vpc-1"}, {"serviceName", "com.amazonaws.us-east-1.s3"}};
};

TEST_F(VpcEndpointTest, KnowsTheNetworksOfItsService) {
  aws.on_xml("DescribeVpcEndpoints", xml("pending")).on_xml("DescribeVpcEndpoints", xml("available"));
  const auto made = engine.make(token, inputs);
  EXPECT_EQ(text(made.outputs(), "prefixListId"), "pl-1");
  EXPECT_EQ(*find(made.outputs(), "cidrBlocks"), PropertyValue(PropertyArray{"52.216.0.0/15"}));
  EXPECT_EQ(text(made.outputs(), "policy"), R"({"Statement":[],"Version":"2008-10-17"})");
}

TEST_F(VpcEndpointTest, ChangesItsTablesAndPolicyInOneRequest) {
  aws.on_xml("DescribeVpcEndpoints", xml("available", "<routeTableIdSet><item>rtb-1</item></routeTableIdSet>"));
  auto first = inputs;
  first.emplace("routeTableIds", PropertyArray{"rtb-1"});
  const auto made = engine.make(token, first);
  allow({"ModifyVpcEndpoint"});
  auto second = inputs;
  second.emplace("routeTableIds", PropertyArray{"rtb-2"});
  second.emplace("policy", R"({"Version":"2012-10-17","Statement":[]})");
  ASSERT_TRUE(engine.update(made, second).ok());
  const auto sent = aws.last("ModifyVpcEndpoint");
  EXPECT_EQ(sent.at("AddRouteTableId.1"), "rtb-2");
  EXPECT_EQ(sent.at("RemoveRouteTableId.1"), "rtb-1");
  EXPECT_THAT(sent.at("PolicyDocument"), HasSubstr("2012-10-17"));
}

TEST_F(VpcEndpointTest, ARefusedDeleteIsAnError) {
  aws.on_xml("DescribeVpcEndpoints", xml("available"));
  const auto made = engine.make(token, inputs);
  aws.on_xml("DeleteVpcEndpoints",
             "<unsuccessful><item><resourceId>vpce-1</resourceId><error><code>InvalidParameter"
             "</code><message>still in use</message></error></item></unsuccessful>");
  const auto refused = engine.remove(made);
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(refused.error().message, HasSubstr("still in use"));
  aws.on_xml("DeleteVpcEndpoints",
             "<unsuccessful><item><resourceId>vpce-1</resourceId><error><code>"
             "InvalidVpcEndpoint.NotFound</code></error></item></unsuccessful>");
  EXPECT_TRUE(engine.remove(made).ok());
}

TEST_F(VpcEndpointTest, IsAcceptedOnItsOtherSide) {
  aws.on_xml("DescribeVpcEndpoints", xml("pendingAcceptance"))
      .on_xml("DescribeVpcEndpoints", xml("pending"))
      .on_xml("DescribeVpcEndpoints", xml("available"))
      .on_xml("DescribeVpcEndpointServiceConfigurations",
              "<serviceConfigurationSet><item><serviceId>vpce-svc-1</serviceId></item></serviceConfigurationSet>");
  allow({"AcceptVpcEndpointConnections"});
  auto accepted = inputs;
  accepted.emplace("autoAccept", true);
  const auto made = engine.make(token, accepted);
  EXPECT_EQ(aws.last("AcceptVpcEndpointConnections").at("ServiceId"), "vpce-svc-1");
  EXPECT_EQ(text(made.outputs(), "state"), "available");
}

class PeeringTest : public GatewayTest {
 protected:
  static constexpr const char* token = "aws:ec2/vpcPeeringConnection:VpcPeeringConnection";
  static std::string xml(const std::string& status, bool dns = false) {
    const std::string flag = dns ? "true" : "false";
    const auto options = "<peeringOptions><allowDnsResolutionFromRemoteVpc>" + flag +
                         "</allowDnsResolutionFromRemoteVpc></peeringOptions>";
    return "<vpcPeeringConnectionSet><item><vpcPeeringConnectionId>pcx-1</vpcPeeringConnectionId><requesterVpcInfo>"
           "<ownerId>1</ownerId><vpcId>vpc-1</vpcId><region>us-east-1</region>" +
           options +
           "</requesterVpcInfo><accepterVpcInfo><ownerId>1</ownerId><vpcId>vpc-2</vpcId>"
           "<region>us-east-1</region></accepterVpcInfo><status><code>" +
           status + "</code></status></item></vpcPeeringConnectionSet>";
  }
  PeeringTest() {
    aws.on_xml("CreateVpcPeeringConnection",
               "<vpcPeeringConnection><vpcPeeringConnectionId>pcx-1</vpcPeeringConnectionId></vpcPeeringConnection>");
    allow({"AcceptVpcPeeringConnection", "ModifyVpcPeeringConnectionOptions", "DeleteVpcPeeringConnection"});
  }
  const PropertyMap inputs{{"vpcId", "vpc-1"}, {"peerVpcId", "vpc-2"}, {"autoAccept", true}};
};

TEST_F(PeeringTest, IsAccepted) {
  aws.on_xml("DescribeVpcPeeringConnections", xml("initiating-request"))
      .on_xml("DescribeVpcPeeringConnections", xml("pending-acceptance"))
      .on_xml("DescribeVpcPeeringConnections", xml("provisioning"))
      .on_xml("DescribeVpcPeeringConnections", xml("active"));
  const auto made = engine.make(token, inputs);
  EXPECT_EQ(text(made.outputs(), "acceptStatus"), "active");
  EXPECT_EQ(text(made.outputs(), "peerVpcId"), "vpc-2");
  EXPECT_EQ(text(made.outputs(), "peerOwnerId"), "1");
  EXPECT_EQ(summary(engine.diff(made, inputs)), " / ");
}

TEST_F(PeeringTest, GetsItsOptionsOnceItIsActive) {
  aws.on_xml("DescribeVpcPeeringConnections", xml("active"))
      .on_xml("DescribeVpcPeeringConnections", xml("active"))
      .on_xml("DescribeVpcPeeringConnections", xml("active", true));
  auto with_dns = inputs;
  with_dns.emplace("requester", PropertyMap{{"allowRemoteVpcDnsResolution", true}});
  const auto made = engine.make(token, with_dns);
  EXPECT_EQ(aws.last("ModifyVpcPeeringConnectionOptions")
                .at("RequesterPeeringConnectionOptions.AllowDnsResolutionFromRemoteVpc"),
            "true");
  EXPECT_EQ(summary(engine.diff(made, with_dns)), " / ");
}

TEST_F(PeeringTest, ThatWaitsForOthersCannotHaveOptions) {
  aws.on_xml("DescribeVpcPeeringConnections", xml("pending-acceptance"));
  const auto created = engine.create(
      token,
      {{"vpcId", "vpc-1"}, {"peerVpcId", "vpc-2"}, {"requester", PropertyMap{{"allowRemoteVpcDnsResolution", true}}}});
  ASSERT_TRUE(created.ok());
  EXPECT_THAT(created->init_errors, ElementsAre(HasSubstr("autoAccept")));
}

TEST_F(PeeringTest, ThatWasRejectedIsGone) {
  aws.on_xml("DescribeVpcPeeringConnections", xml("active")).on_xml("DescribeVpcPeeringConnections", xml("rejected"));
  const auto made = engine.make(token, inputs);
  EXPECT_EQ(engine.refresh(made)->id, "");
  EXPECT_TRUE(engine.remove(made).ok());
}

}  // namespace
}  // namespace ashlar::providers::aws
