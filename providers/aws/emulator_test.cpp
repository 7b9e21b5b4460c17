/// A network, start to end, on an AWS emulator (moto). Set ASHLAR_TEST_AWS_ENDPOINT to its URL.

#include <cstdlib>
#include <map>

#include "providers/aws/test_support.hpp"

namespace ashlar::providers::aws {
namespace {

using testing::StartsWith;

/// Resources are made in an order that a program would have, and removed in the opposite one.
class OnTheEmulator : public testing::Test {
 protected:
  void SetUp() override {
    const char* endpoint = std::getenv("ASHLAR_TEST_AWS_ENDPOINT");
    if (endpoint == nullptr) GTEST_SKIP() << "needs moto: run the tests under scripts/with-moto";
    PropertyMap endpoints;
    for (const char* service : {"ec2", "sts", "rds", "elasticache"}) endpoints.emplace(service, endpoint);
    const auto configured = engine.configure({{"region", "us-east-1"},
                                              {"accessKey", "test"},
                                              {"secretKey", "test"},
                                              {"endpoints", PropertyArray{endpoints}},
                                              {"defaultTags", R"({"tags":{"Owner":"platform"}})"}});
    ASSERT_TRUE(configured.ok()) << configured.error().message;
  }

  void TearDown() override {
    while (!made.empty()) {
      const auto& last = made.back();
      const auto removed = engine.remove(last);
      EXPECT_TRUE(removed.ok()) << (removed ? "" : removed.error().message);
      const auto read = engine.refresh(last);
      EXPECT_TRUE(read.ok()) << (read ? "" : read.error().message);
      EXPECT_EQ(read ? read->id : "", "") << last.urn.text() << " is still there";
      made.pop_back();
    }
  }

  /// Makes it, and expects that neither a look at AWS nor the same program finds a difference.
  const Made& make(const std::string& token, const PropertyMap& inputs, const std::string& name = "r") {
    made.push_back(engine.make(token, inputs, name, "operation-" + name));
    const auto& one = made.back();
    EXPECT_EQ(summary(engine.diff(one, inputs)), " / ") << token;
    const auto read = engine.refresh(one);
    EXPECT_TRUE(read.ok()) << (read ? "" : read.error().message);
    if (!read) return one;
    EXPECT_EQ(read->id, one.id());
    EXPECT_TRUE(PropertyValue(read->outputs) == PropertyValue(one.outputs()))
        << token << ": outputs changed at a refresh";
    EXPECT_TRUE(PropertyValue(*read->inputs) == PropertyValue(one.inputs)) << token << ": inputs changed at a refresh";
    import_again(one, inputs);
    if (find(one.outputs(), "tagsAll") != nullptr) change_tags(inputs);
    return made.back();
  }
  /// What is imported by its id is what the program that made it asks for.
  void import_again(const Made& one, const PropertyMap& inputs) {
    const std::string token(one.urn.type());
    auto id = one.id();
    if (token == "aws:ec2/route:Route") {
      const auto ipv4 = text(one.outputs(), "destinationCidrBlock");
      id = text(one.outputs(), "routeTableId") + "_" +
           (ipv4.empty() ? text(one.outputs(), "destinationIpv6CidrBlock") : ipv4);
    }
    if (token == "aws:ec2/routeTableAssociation:RouteTableAssociation")
      id = text(one.outputs(), "subnetId") + "/" + text(one.outputs(), "routeTableId");
    const auto read = engine.import(token, id);
    ASSERT_TRUE(read.ok()) << read.error().message;
    EXPECT_EQ(read->id, one.id());
    Made imported{one.urn, *read->inputs, {}};
    imported.answer.id = read->id;
    imported.answer.outputs = read->outputs;
    EXPECT_EQ(summary(engine.diff(imported, inputs)), not_told(token)) << token;
  }
  /// What AWS does not tell of an imported resource.
  static std::string not_told(const std::string& token) {
    return token == "aws:ec2/vpcPeeringConnection:VpcPeeringConnection" ? "autoAccept / " : " / ";
  }
  /// There and back again, without a replacement.
  void change_tags(const PropertyMap& inputs) {
    auto tagged = inputs;
    tagged.insert_or_assign("tags", PropertyMap{{"Changed", "yes"}});
    EXPECT_THAT(summary(engine.diff(made.back(), tagged)), testing::EndsWith("tags,tagsAll / "));
    const auto id = made.back().id();
    update(tagged);
    const auto read = engine.refresh(made.back());
    ASSERT_TRUE(read.ok()) << read.error().message;
    EXPECT_EQ(text(*find(read->outputs, "tags")->get<PropertyMap>(), "Changed"), "yes") << made.back().urn.text();
    EXPECT_EQ(read->id, id);
    update(inputs);
  }
  /// Updates the last one made.
  void update(const PropertyMap& inputs) {
    auto& one = made.back();
    auto updated = engine.update(one, inputs);
    ASSERT_TRUE(updated.ok()) << updated.error().message;
    for (const auto& error : updated->init_errors) ADD_FAILURE() << error;
    one.answer.outputs = std::move(updated->outputs);
    one.inputs = engine.check(std::string(one.urn.type()), inputs, one.inputs, std::string(one.urn.name()))->inputs;
    EXPECT_EQ(summary(engine.diff(one, inputs)), " / ");
  }

  ThreadEventLoop loop;
  awsapi::SystemSurroundings surroundings{loop, Environment()};
  std::shared_ptr<deploy::Provider> provider = make_aws_provider(surroundings.all());
  EngineCalls engine{*provider, [this](const std::function<bool()>& answered) {
                       std::function<void()> look = [&] {
                         answered() ? loop.stop() : loop.after(std::chrono::milliseconds(1), look);
                       };
                       loop.post(look);
                       loop.run();
                     }};
  std::vector<Made> made;
};

PropertyMap tags(const char* name) { return {{"Name", name}}; }

TEST_F(OnTheEmulator, AVpcGetsItsAttributesAndDefaults) {
  const PropertyMap inputs{{"cidrBlock", "10.0.0.0/16"}, {"enableDnsHostnames", true}, {"tags", tags("main")}};
  const auto& vpc = make("aws:ec2/vpc:Vpc", inputs);
  EXPECT_THAT(vpc.id(), StartsWith("vpc-"));
  EXPECT_EQ(text(vpc.outputs(), "arn"), "arn:aws:ec2:us-east-1:123456789012:vpc/" + vpc.id());
  EXPECT_THAT(text(vpc.outputs(), "mainRouteTableId"), StartsWith("rtb-"));
  EXPECT_THAT(text(vpc.outputs(), "defaultSecurityGroupId"), StartsWith("sg-"));
  EXPECT_THAT(text(vpc.outputs(), "defaultNetworkAclId"), StartsWith("acl-"));
  EXPECT_EQ(*find(vpc.outputs(), "enableDnsHostnames")->get<bool>(), true);
  EXPECT_EQ(find(vpc.outputs(), "tagsAll")->get<PropertyMap>()->size(), 2U);
  EXPECT_EQ(find(vpc.outputs(), "tags")->get<PropertyMap>()->size(), 1U);

  update({{"cidrBlock", "10.0.0.0/16"},
          {"enableDnsSupport", false},
          {"enableDnsHostnames", false},
          {"tags", PropertyMap{{"Name", "renamed"}, {"More", "x"}}}});
  EXPECT_EQ(*find(made.back().outputs(), "enableDnsSupport")->get<bool>(), false);
  update({{"cidrBlock", "10.0.0.0/16"}});
  EXPECT_EQ(find(made.back().outputs(), "tags"), nullptr);
}

TEST_F(OnTheEmulator, ANetworkWithItsWaysOut) {
  const auto vpc =
      make("aws:ec2/vpc:Vpc",
           {{"cidrBlock", "10.0.0.0/16"}, {"assignGeneratedIpv6CidrBlock", true}, {"tags", tags("net")}}, "net")
          .id();
  const auto ipv6 = text(made.back().outputs(), "ipv6CidrBlock");
  ASSERT_NE(ipv6, "");
  const auto igw = make("aws:ec2/internetGateway:InternetGateway", {{"vpcId", vpc}, {"tags", tags("igw")}}, "igw").id();
  const auto eigw = make("aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway", {{"vpcId", vpc}}, "eigw").id();
  const PropertyMap subnet_inputs{{"vpcId", vpc},
                                  {"cidrBlock", "10.0.1.0/24"},
                                  {"availabilityZone", "us-east-1a"},
                                  {"mapPublicIpOnLaunch", true},
                                  {"tags", tags("a")}};
  const auto subnet = make("aws:ec2/subnet:Subnet", subnet_inputs, "a").id();
  EXPECT_EQ(text(made.back().outputs(), "availabilityZoneId"), "use1-az6");
  const auto other_subnet =
      make("aws:ec2/subnet:Subnet", {{"vpcId", vpc}, {"cidrBlock", "10.0.2.0/24"}, {"availabilityZone", "us-east-1b"}},
           "b")
          .id();
  const auto table = make("aws:ec2/routeTable:RouteTable", {{"vpcId", vpc}, {"tags", tags("public")}}, "public").id();
  const auto& route = make("aws:ec2/route:Route",
                           {{"routeTableId", table}, {"destinationCidrBlock", "0.0.0.0/0"}, {"gatewayId", igw}}, "out");
  EXPECT_EQ(route.id(), "r-" + table + "1080289494");
  make("aws:ec2/route:Route",
       {{"routeTableId", table}, {"destinationIpv6CidrBlock", "::/0"}, {"egressOnlyGatewayId", eigw}}, "out6");
  EXPECT_THAT(
      make("aws:ec2/routeTableAssociation:RouteTableAssociation", {{"routeTableId", table}, {"subnetId", subnet}}, "a")
          .id(),
      StartsWith("rtbassoc-"));
  const auto& eip = make("aws:ec2/eip:Eip", {{"domain", "vpc"}, {"tags", tags("nat")}}, "nat");
  EXPECT_EQ(text(eip.outputs(), "arn"), "arn:aws:ec2:us-east-1:123456789012:elastic-ip/" + eip.id());
  const auto allocation = eip.id();
  const auto& nat = make("aws:ec2/natGateway:NatGateway",
                         {{"allocationId", allocation}, {"subnetId", subnet}, {"tags", tags("nat")}}, "nat");
  EXPECT_EQ(text(nat.outputs(), "allocationId"), allocation);
  const auto nat_id = nat.id();
  const PropertyMap through_nat{{"cidrBlock", "0.0.0.0/0"}, {"natGatewayId", nat_id}};
  make("aws:ec2/routeTable:RouteTable", {{"vpcId", vpc}, {"routes", PropertyArray{through_nat}}}, "private");
  make("aws:ec2/vpcEndpoint:VpcEndpoint",
       {{"vpcId", vpc},
        {"serviceName", "com.amazonaws.us-east-1.s3"},
        {"routeTableIds", PropertyArray{table}},
        {"tags", tags("s3")}},
       "s3");
  make("aws:rds/subnetGroup:SubnetGroup", {{"subnetIds", PropertyArray{subnet, other_subnet}}, {"tags", tags("db")}},
       "db");
  make("aws:elasticache/subnetGroup:SubnetGroup",
       {{"subnetIds", PropertyArray{subnet, other_subnet}}, {"tags", tags("cache")}}, "cache");
  EXPECT_THAT(made.back().id(), testing::MatchesRegex("cache-[0-9a-f]{7}"));
}

TEST_F(OnTheEmulator, ASecurityGroupHasTheRulesThatItDeclares) {
  const auto vpc = make("aws:ec2/vpc:Vpc", {{"cidrBlock", "10.0.0.0/16"}}, "net").id();
  const PropertyMap web{{"protocol", "tcp"},
                        {"fromPort", 443},
                        {"toPort", 443},
                        {"cidrBlocks", PropertyArray{"0.0.0.0/0", "10.0.0.0/8"}},
                        {"description", "web"}};
  const PropertyMap among{{"protocol", "tcp"}, {"fromPort", 0}, {"toPort", 65535}, {"self", true}};
  const PropertyMap all_out{
      {"protocol", "-1"}, {"fromPort", 0}, {"toPort", 0}, {"cidrBlocks", PropertyArray{"0.0.0.0/0"}}};
  make("aws:ec2/securityGroup:SecurityGroup",
       {{"vpcId", vpc}, {"ingress", PropertyArray{web, among}}, {"egress", PropertyArray{all_out}}}, "web");
  update({{"vpcId", vpc}, {"ingress", PropertyArray{among}}, {"egress", PropertyArray{all_out}}});
  EXPECT_EQ(find(made.back().outputs(), "ingress")->get<PropertyArray>()->size(), 1U);
  const auto found = engine.invoke("aws:ec2/getSecurityGroup:getSecurityGroup", {{"id", made.back().id()}});
  ASSERT_TRUE(found.ok()) << found.error().message;
  EXPECT_EQ(text(*found, "vpcId"), vpc);
}

TEST_F(OnTheEmulator, TwoVpcsArePeered) {
  const auto one = make("aws:ec2/vpc:Vpc", {{"cidrBlock", "10.201.0.0/16"}}, "one").id();
  const auto two = make("aws:ec2/vpc:Vpc", {{"cidrBlock", "10.202.0.0/16"}}, "two").id();
  const auto& peering = make("aws:ec2/vpcPeeringConnection:VpcPeeringConnection",
                             {{"vpcId", one}, {"peerVpcId", two}, {"autoAccept", true}}, "peer");
  EXPECT_EQ(text(peering.outputs(), "acceptStatus"), "active");
}

TEST_F(OnTheEmulator, AnInterruptedCreateIsFoundByItsOperation) {
  const PropertyMap inputs{{"cidrBlock", "10.7.0.0/16"}};
  const auto nothing = engine.recover("aws:ec2/vpc:Vpc", inputs, "never-sent");
  ASSERT_TRUE(nothing.ok()) << nothing.error().message;
  EXPECT_EQ(nothing->outcome, deploy::RecoverAnswer::Outcome::not_created);
}

TEST_F(OnTheEmulator, QuestionsAreAnswered) {
  const auto identity = engine.invoke("aws:index/getCallerIdentity:getCallerIdentity", {});
  ASSERT_TRUE(identity.ok()) << identity.error().message;
  EXPECT_EQ(text(*identity, "accountId"), "123456789012");
  const auto zones = engine.invoke("aws:index/getAvailabilityZones:getAvailabilityZones",
                                   {{"state", "available"}, {"excludeZoneIds", PropertyArray{"use1-az3"}}});
  ASSERT_TRUE(zones.ok()) << zones.error().message;
  EXPECT_EQ(find(*zones, "names")->get<PropertyArray>()->front().as_string(), "us-east-1a");
  const auto region = engine.invoke("aws:index/getRegion:getRegion", {});
  EXPECT_EQ(text(*region, "description"), "US East (N. Virginia)");
  const auto image =
      engine.invoke("aws:ec2/getAmi:getAmi", {{"owners", PropertyArray{"amazon"}}, {"mostRecent", true}});
  ASSERT_TRUE(image.ok()) << image.error().message;
  EXPECT_THAT(text(*image, "id"), StartsWith("ami-"));
}

}  // namespace
}  // namespace ashlar::providers::aws
