#include "providers/aws/test_support.hpp"

namespace ashlar::providers::aws {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

std::string image_xml(const std::string& id, const std::string& name, const std::string& created) {
  return "<item><imageId>" + id + "</imageId><name>" + name + "</name><creationDate>" + created +
         "</creationDate><rootDeviceName>/dev/xvda</rootDeviceName><isPublic>true</isPublic>"
         "<blockDeviceMapping><item><deviceName>/dev/xvda</deviceName><ebs><snapshotId>snap-" +
         id +
         "</snapshotId><volumeSize>8</volumeSize><deleteOnTermination>true</deleteOnTermination></ebs></item>"
         "</blockDeviceMapping></item>";
}
const std::string two_images = "<imagesSet>" + image_xml("ami-1", "al2023-1", "2023-01-01T00:00:00.000Z") +
                               image_xml("ami-2", "al2023-2", "2023-06-01T00:00:00.000Z") + "</imagesSet>";

constexpr const char* get_ami = "aws:ec2/getAmi:getAmi";
constexpr const char* get_zones = "aws:index/getAvailabilityZones:getAvailabilityZones";
constexpr const char* get_group = "aws:ec2/getSecurityGroup:getSecurityGroup";

class FunctionTest : public ScriptedAws {};

TEST_F(FunctionTest, GetAmiTakesTheNewest) {
  aws.on_xml("DescribeImages", two_images);
  const PropertyMap filter{{"name", "name"}, {"values", PropertyArray{"al2023-*"}}};
  const auto image = engine.invoke(
      get_ami, {{"owners", PropertyArray{"amazon"}}, {"mostRecent", true}, {"filters", PropertyArray{filter}}});
  ASSERT_TRUE(image.ok()) << image.error().message;
  EXPECT_THAT(aws.last("DescribeImages"),
              ElementsAre(Pair("Filter.1.Name", "name"), Pair("Filter.1.Value.1", "al2023-*"),
                          Pair("IncludeDeprecated", "false"), Pair("Owner.1", "amazon")));
  EXPECT_EQ(text(*image, "id"), "ami-2");
  EXPECT_EQ(text(*image, "arn"), "arn:aws:ec2:us-east-1::image/ami-2");
  EXPECT_EQ(text(*image, "rootSnapshotId"), "snap-ami-2");
  EXPECT_EQ(*find(*image, "public"), PropertyValue(true));
  const auto* devices = find(*image, "blockDeviceMappings")->get<PropertyArray>();
  const auto* volume = devices->front().get<PropertyMap>()->at("ebs").get<PropertyMap>();
  EXPECT_EQ(text(*volume, "volume_size"), "8");
}

TEST_F(FunctionTest, GetAmiWantsToBeToldWhich) {
  aws.on_xml("DescribeImages", two_images);
  const auto many = engine.invoke(get_ami, {{"owners", PropertyArray{"amazon"}}});
  ASSERT_FALSE(many.ok());
  EXPECT_THAT(many.error().message, HasSubstr("2 images match"));
  const auto one = engine.invoke(get_ami, {{"owners", PropertyArray{"amazon"}}, {"nameRegex", "-1$"}});
  ASSERT_TRUE(one.ok()) << one.error().message;
  EXPECT_EQ(text(*one, "id"), "ami-1");
  const auto none = engine.invoke(get_ami, {{"owners", PropertyArray{"amazon"}}, {"nameRegex", "windows"}});
  EXPECT_THAT(none.error().message, HasSubstr("no image matches"));
  const auto broken = engine.invoke(get_ami, {{"owners", PropertyArray{"amazon"}}, {"nameRegex", "("}});
  EXPECT_THAT(broken.error().message, HasSubstr("not a regular expression"));
}

TEST_F(FunctionTest, GetAmiDoesNotTakeTheNewestOfStrangers) {
  aws.on_xml("DescribeImages", two_images);
  const auto careless = engine.invoke(get_ami, {{"mostRecent", true}});
  ASSERT_FALSE(careless.ok());
  EXPECT_THAT(careless.error().help, HasSubstr("owners"));
  EXPECT_TRUE(engine.invoke(get_ami, {{"mostRecent", true}, {"allowUnsafeFilter", true}}).ok());
}

TEST_F(FunctionTest, GetAvailabilityZonesSortsAndLeavesOut) {
  aws.on_xml("DescribeAvailabilityZones",
             "<availabilityZoneInfo>"
             "<item><zoneName>us-east-1c</zoneName><zoneId>use1-az4</zoneId><groupName>us-east-1</groupName></item>"
             "<item><zoneName>us-east-1a</zoneName><zoneId>use1-az6</zoneId><groupName>us-east-1</groupName></item>"
             "<item><zoneName>us-east-1b</zoneName><zoneId>use1-az1</zoneId><groupName>us-east-1</groupName></item>"
             "</availabilityZoneInfo>");
  const auto zones = engine.invoke(get_zones, {{"state", "available"}, {"excludeNames", PropertyArray{"us-east-1b"}}});
  ASSERT_TRUE(zones.ok()) << zones.error().message;
  EXPECT_EQ(*find(*zones, "names"), PropertyValue(PropertyArray{"us-east-1a", "us-east-1c"}));
  EXPECT_EQ(*find(*zones, "zoneIds"), PropertyValue(PropertyArray{"use1-az6", "use1-az4"}));
  EXPECT_EQ(*find(*zones, "groupNames"), PropertyValue(PropertyArray{"us-east-1"}));
  EXPECT_EQ(text(*zones, "id"), "us-east-1");
  EXPECT_EQ(text(*zones, "state"), "available");
}

TEST_F(FunctionTest, GetSecurityGroupMeansExactlyOne) {
  const std::string group =
      "<item><groupId>sg-1</groupId><groupName>web</groupName><ownerId>1</ownerId>"
      "<vpcId>vpc-1</vpcId><groupDescription>d</groupDescription></item>";
  aws.on_xml("DescribeSecurityGroups", "<securityGroupInfo>" + group + "</securityGroupInfo>")
      .on_xml("DescribeSecurityGroups", "<securityGroupInfo>" + group + group + "</securityGroupInfo>")
      .on_xml("DescribeSecurityGroups", "<securityGroupInfo/>");
  const PropertyMap args{{"name", "web"}, {"vpcId", "vpc-1"}, {"tags", PropertyMap{{"Tier", "front"}}}};
  const auto found = engine.invoke(get_group, args);
  ASSERT_TRUE(found.ok()) << found.error().message;
  EXPECT_EQ(text(*found, "arn"), "arn:aws:ec2:us-east-1:1:security-group/sg-1");
  EXPECT_EQ(text(*found, "description"), "d");
  EXPECT_EQ(aws.last("DescribeSecurityGroups").at("Filter.3.Name"), "tag:Tier");
  EXPECT_THAT(engine.invoke(get_group, args).error().message, HasSubstr("2 security groups match"));
  EXPECT_THAT(engine.invoke(get_group, args).error().message, HasSubstr("no security group matches"));
}

TEST_F(FunctionTest, GetSubnetTellsAllOfIt) {
  aws.on_xml(
         "DescribeSubnets",
         "<subnetSet><item><subnetId>subnet-1</subnetId><vpcId>vpc-1</vpcId><state>available</state>"
         "<cidrBlock>10.0.1.0/24</cidrBlock><availabilityZone>us-east-1b</availabilityZone>"
         "<availableIpAddressCount>251</availableIpAddressCount><defaultForAz>false</defaultForAz>"
         "<mapPublicIpOnLaunch>true</mapPublicIpOnLaunch><subnetArn>arn:aws:ec2:us-east-1:1:subnet/subnet-1</subnetArn>"
         "<ipv6CidrBlockAssociationSet><item><ipv6CidrBlock>fd00::/64</ipv6CidrBlock><associationId>a-1</associationId>"
         "<ipv6CidrBlockState><state>associated</state></ipv6CidrBlockState></item></ipv6CidrBlockAssociationSet>"
         "<tagSet><item><key>Name</key><value>front</value></item></tagSet></item></subnetSet>")
      .on_xml("DescribeSubnets", "<subnetSet/>");
  const PropertyMap args{{"cidrBlock", "10.0.1.0/24"}, {"vpcId", "vpc-1"}, {"tags", PropertyMap{{"Name", "front"}}}};
  const auto subnet = engine.invoke("aws:ec2/getSubnet:getSubnet", args);
  ASSERT_TRUE(subnet.ok()) << subnet.error().message;
  EXPECT_THAT(aws.last("DescribeSubnets"),
              ElementsAre(Pair("Filter.1.Name", "cidr-block"), Pair("Filter.1.Value.1", "10.0.1.0/24"),
                          Pair("Filter.2.Name", "vpc-id"), Pair("Filter.2.Value.1", "vpc-1"),
                          Pair("Filter.3.Name", "tag:Name"), Pair("Filter.3.Value.1", "front")));
  EXPECT_EQ(text(*subnet, "id"), "subnet-1");
  EXPECT_EQ(text(*subnet, "arn"), "arn:aws:ec2:us-east-1:1:subnet/subnet-1");
  EXPECT_EQ(text(*subnet, "availabilityZone"), "us-east-1b");
  EXPECT_EQ(text(*subnet, "ipv6CidrBlock"), "fd00::/64");
  EXPECT_EQ(*find(*subnet, "mapPublicIpOnLaunch"), PropertyValue(true));
  EXPECT_EQ(*find(*subnet, "availableIpAddressCount"), PropertyValue(251));
  EXPECT_EQ(*find(*subnet, "tags"), PropertyValue(PropertyMap{{"Name", "front"}}));
  EXPECT_THAT(engine.invoke("aws:ec2/getSubnet:getSubnet", args).error().message, HasSubstr("no subnet matches"));
}

TEST_F(FunctionTest, GetCallerIdentityAsksWhoWeAre) {
  aws.on_xml("GetCallerIdentity",
             "<Arn>arn:aws:iam::123456789012:user/me</Arn><UserId>AIDA</UserId><Account>123456789012</Account>", true);
  const auto identity = engine.invoke("aws:index/getCallerIdentity:getCallerIdentity", {});
  ASSERT_TRUE(identity.ok()) << identity.error().message;
  EXPECT_EQ(text(*identity, "accountId"), "123456789012");
  EXPECT_EQ(text(*identity, "id"), "123456789012");
  EXPECT_EQ(text(*identity, "userId"), "AIDA");
}

TEST_F(FunctionTest, GetRegionKnowsWhereItIs) {
  const auto region = engine.invoke("aws:index/getRegion:getRegion", {});
  ASSERT_TRUE(region.ok()) << region.error().message;
  EXPECT_EQ(text(*region, "id"), "us-east-1");
  EXPECT_EQ(text(*region, "endpoint"), "ec2.us-east-1.amazonaws.com");
}

TEST_F(FunctionTest, AMisspeltOneIsPutRight) {
  const auto misspelt = engine.invoke("aws:ec2/getAmii:getAmii", {});
  ASSERT_FALSE(misspelt.ok());
  EXPECT_THAT(misspelt.error().help, HasSubstr(get_ami));
}

}  // namespace
}  // namespace ashlar::providers::aws
