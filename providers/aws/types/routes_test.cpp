#include "providers/aws/types/routes.hpp"

#include "providers/aws/test_support.hpp"

namespace ashlar::providers::aws {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

constexpr const char* route_token = "aws:ec2/route:Route";
constexpr const char* table_token = "aws:ec2/routeTable:RouteTable";
constexpr const char* association_token = "aws:ec2/routeTableAssociation:RouteTableAssociation";

std::string route_xml(const std::string& destination, const std::string& target,
                      const std::string& origin = "CreateRoute") {
  return "<item>" + destination + target + "<state>active</state><origin>" + origin + "</origin></item>";
}
const std::string local_route = route_xml("<destinationCidrBlock>10.0.0.0/16</destinationCidrBlock>",
                                          "<gatewayId>local</gatewayId>", "CreateRouteTable");
const std::string to_internet =
    route_xml("<destinationCidrBlock>0.0.0.0/0</destinationCidrBlock>", "<gatewayId>igw-1</gatewayId>");
const std::string to_nat =
    route_xml("<destinationCidrBlock>0.0.0.0/0</destinationCidrBlock>", "<natGatewayId>nat-1</natGatewayId>");

std::string table_xml(const std::string& routes, const std::string& associations = "") {
  return "<routeTableSet><item><routeTableId>rtb-1</routeTableId><vpcId>vpc-1</vpcId><ownerId>123456789012</ownerId>"
         "<routeSet>" +
         routes + "</routeSet><associationSet>" + associations + "</associationSet></item></routeTableSet>";
}

std::string association_xml(const std::string& id, const std::string& table, const std::string& subnet) {
  return "<item><routeTableAssociationId>" + id + "</routeTableAssociationId><routeTableId>" + table +
         "</routeTableId><subnetId>" + subnet +
         "</subnetId><main>false</main><associationState><state>associated</state></associationState></item>";
}

class RouteTest : public ScriptedAws {
 protected:
  RouteTest() {
    for (const char* operation :
         {"CreateRoute", "ReplaceRoute", "DeleteRoute", "DisassociateRouteTable", "DeleteRouteTable"})
      aws.on_xml(operation, "<return>true</return>");
    aws.on_xml("AssociateRouteTable", "<associationId>rtbassoc-1</associationId>");
    aws.on_xml("CreateRouteTable", "<routeTable><routeTableId>rtb-1</routeTableId></routeTable>");
  }
  Made make_route() {
    aws.on_xml("DescribeRouteTables", table_xml(local_route))
        .on_xml("DescribeRouteTables", table_xml(local_route + to_internet));
    auto made = engine.make(route_token, to_gateway);
    aws.requests.clear();
    return made;
  }
  const PropertyMap to_gateway{
      {"routeTableId", "rtb-1"}, {"destinationCidrBlock", "0.0.0.0/0"}, {"gatewayId", "igw-1"}};
};

TEST_F(RouteTest, HasAnIdOfItsTableAndDestination) {
  const auto made = make_route();
  EXPECT_EQ(made.id(), "r-rtb-11080289494");
  EXPECT_EQ(text(made.outputs(), "state"), "active");
  EXPECT_EQ(text(made.outputs(), "origin"), "CreateRoute");
  EXPECT_EQ(text(made.outputs(), "natGatewayId"), "");
}

TEST_F(RouteTest, TakesAnotherTargetInPlace) {
  const auto made = make_route();
  aws.on_xml("DescribeRouteTables", table_xml(local_route + to_nat));
  const auto updated = engine.update(
      made, {{"routeTableId", "rtb-1"}, {"destinationCidrBlock", "0.0.0.0/0"}, {"natGatewayId", "nat-1"}});
  ASSERT_TRUE(updated.ok()) << updated.error().message;
  EXPECT_THAT(aws.last("ReplaceRoute"), ElementsAre(Pair("DestinationCidrBlock", "0.0.0.0/0"),
                                                    Pair("NatGatewayId", "nat-1"), Pair("RouteTableId", "rtb-1")));
  EXPECT_EQ(text(updated->outputs, "natGatewayId"), "nat-1");
  EXPECT_EQ(text(updated->outputs, "gatewayId"), "");
}

TEST_F(RouteTest, IsGoneWhenItsTableDoesNotHaveIt) {
  const auto made = make_route();
  aws.on_xml("DescribeRouteTables", table_xml(local_route));
  EXPECT_EQ(engine.refresh(made)->id, "");
  aws.on_error("DeleteRoute", "InvalidRoute.NotFound");
  EXPECT_TRUE(engine.remove(made).ok());
  EXPECT_TRUE(engine.remove(made).ok());
}

TEST_F(RouteTest, IsImportedByTableAndDestination) {
  aws.on_xml("DescribeRouteTables", table_xml(local_route + to_internet));
  const auto read = engine.import(route_token, "rtb-1_0.0.0.0/0");
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->id, "r-rtb-11080289494");
  EXPECT_EQ(text(*read->inputs, "gatewayId"), "igw-1");
  const auto wrong = engine.import(route_token, "igw-1");
  ASSERT_FALSE(wrong.ok());
  EXPECT_THAT(wrong.error().help, HasSubstr("<route table id>_<destination>"));
}

TEST_F(RouteTest, OfAnInterruptedCreateIsFoundByItsDestination) {
  aws.on_xml("DescribeRouteTables", table_xml(local_route + to_internet));
  const auto found = engine.recover(route_token, to_gateway, "op-1");
  ASSERT_TRUE(found.ok()) << found.error().message;
  EXPECT_EQ(found->outcome, deploy::RecoverAnswer::Outcome::created);
  EXPECT_EQ(found->id, "r-rtb-11080289494");
}

TEST_F(RouteTest, NeedsOneDestinationAndOneTarget) {
  const auto checked = engine.check(route_token, {{"routeTableId", "rtb-1"}, {"destinationCidrBlock", "0.0.0.0/0"}});
  EXPECT_THAT(checked->failures, SizeIs(1));
  const auto twice = engine.check(route_token, {{"routeTableId", "rtb-1"},
                                                {"destinationCidrBlock", "0.0.0.0/0"},
                                                {"gatewayId", "igw-1"},
                                                {"natGatewayId", "nat-1"}});
  EXPECT_THAT(twice->failures, testing::Not(IsEmpty()));
}

TEST_F(RouteTest, WithinATableFollowsTheProgram) {
  const PropertyMap internet{{"cidrBlock", "0.0.0.0/0"}, {"gatewayId", "igw-1"}};
  const PropertyMap internet6{{"ipv6CidrBlock", "::/0"}, {"egressOnlyGatewayId", "eigw-1"}};
  const auto to_internet6 = route_xml("<destinationIpv6CidrBlock>::/0</destinationIpv6CidrBlock>",
                                      "<egressOnlyInternetGatewayId>eigw-1</egressOnlyInternetGatewayId>");
  const PropertyMap inputs{{"vpcId", "vpc-1"}, {"routes", PropertyArray{internet6, internet}}};
  aws.on_xml("DescribeRouteTables", table_xml(local_route))
      .on_xml("DescribeRouteTables", table_xml(local_route + to_internet + to_internet6));
  const auto made = engine.make(table_token, inputs);
  EXPECT_THAT(aws.calls(), ElementsAre("CreateRouteTable", "DescribeRouteTables", "CreateRoute", "CreateRoute",
                                       "DescribeRouteTables"));
  const auto* routes = find(made.outputs(), "routes")->get<PropertyArray>();
  ASSERT_THAT(*routes, SizeIs(2)) << "the local route is AWS's own";
  EXPECT_EQ(text(*(*routes)[0].get<PropertyMap>(), "ipv6CidrBlock"), "::/0");
  EXPECT_EQ(summary(engine.diff(made, inputs)), " / ");

  aws.requests.clear();
  const PropertyMap nat{{"cidrBlock", "0.0.0.0/0"}, {"natGatewayId", "nat-1"}};
  aws.on_xml("DescribeRouteTables", table_xml(local_route + to_nat));
  const auto updated = engine.update(made, {{"vpcId", "vpc-1"}, {"routes", PropertyArray{nat}}});
  ASSERT_TRUE(updated.ok()) << updated.error().message;
  EXPECT_THAT(aws.calls(), ElementsAre("ReplaceRoute", "DeleteRoute", "DescribeRouteTables"));
  EXPECT_EQ(aws.last("DeleteRoute").at("DestinationIpv6CidrBlock"), "::/0");
}

TEST_F(RouteTest, ATableLetsGoOfItsSubnetsBeforeItGoes) {
  aws.on_xml("DescribeRouteTables", table_xml(local_route, association_xml("rtbassoc-9", "rtb-1", "subnet-1")));
  const auto made = engine.make(table_token, {{"vpcId", "vpc-1"}});
  EXPECT_TRUE(engine.remove(made).ok());
  EXPECT_EQ(aws.last("DisassociateRouteTable").at("AssociationId"), "rtbassoc-9");
  EXPECT_EQ(aws.last("DeleteRouteTable").at("RouteTableId"), "rtb-1");
}

class AssociationTest : public RouteTest {
 protected:
  Made make() {
    aws.on_xml("DescribeRouteTables", table_xml("", association_xml("rtbassoc-1", "rtb-1", "subnet-1")));
    auto made = engine.make(association_token, inputs);
    aws.requests.clear();
    return made;
  }
  const PropertyMap inputs{{"routeTableId", "rtb-1"}, {"subnetId", "subnet-1"}};
};

TEST_F(AssociationTest, MovesToAnotherTableUnderAnotherId) {
  const auto made = make();
  EXPECT_EQ(made.id(), "rtbassoc-1");
  aws.on_xml("ReplaceRouteTableAssociation", "<newAssociationId>rtbassoc-2</newAssociationId>")
      .on_xml("DescribeRouteTables", table_xml("", association_xml("rtbassoc-2", "rtb-2", "subnet-1")));
  const auto updated = engine.update(made, {{"routeTableId", "rtb-2"}, {"subnetId", "subnet-1"}});
  ASSERT_TRUE(updated.ok()) << updated.error().message;
  EXPECT_THAT(aws.last("ReplaceRouteTableAssociation"),
              ElementsAre(Pair("AssociationId", "rtbassoc-1"), Pair("RouteTableId", "rtb-2")));
  EXPECT_EQ(text(updated->outputs, "routeTableId"), "rtb-2");
  // The state keeps the old id; what it names is found through the subnet.
  auto later = made;
  later.answer.outputs = updated->outputs;
  EXPECT_EQ(engine.refresh(later)->id, "rtbassoc-2");
  EXPECT_TRUE(engine.remove(later).ok());
  EXPECT_EQ(aws.last("DisassociateRouteTable").at("AssociationId"), "rtbassoc-2");
}

TEST_F(AssociationTest, ThatIsGoneIsMadeAnewByAnUpdate) {
  const auto made = make();
  aws.on_error("ReplaceRouteTableAssociation", "InvalidAssociationID.NotFound")
      .on_xml("DescribeRouteTables", table_xml("", association_xml("rtbassoc-3", "rtb-2", "subnet-1")));
  const auto updated = engine.update(made, {{"routeTableId", "rtb-2"}, {"subnetId", "subnet-1"}});
  ASSERT_TRUE(updated.ok()) << updated.error().message;
  EXPECT_THAT(aws.last("AssociateRouteTable"),
              ElementsAre(Pair("RouteTableId", "rtb-2"), Pair("SubnetId", "subnet-1")));
}

TEST_F(AssociationTest, IsImportedBySubnetAndTable) {
  aws.on_xml("DescribeRouteTables", table_xml("", association_xml("rtbassoc-1", "rtb-1", "subnet-1")));
  const auto read = engine.import(association_token, "subnet-1/rtb-1");
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->id, "rtbassoc-1");
  EXPECT_EQ(text(*read->inputs, "subnetId"), "subnet-1");
}

TEST_F(AssociationTest, ThatIsGoneNeedsNoDelete) {
  const auto made = make();
  aws.on_xml("DescribeRouteTables", "<routeTableSet/>");
  EXPECT_TRUE(engine.remove(made).ok());
  EXPECT_THAT(aws.calls(), ElementsAre("DescribeRouteTables"));
}

}  // namespace
}  // namespace ashlar::providers::aws
