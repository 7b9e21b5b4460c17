#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/embedded_models.hpp"
#include "aws/protocol.hpp"
#include "aws/test_support.hpp"

namespace ashlar::awsapi {
namespace {

using testing::HasSubstr;

/// Encodes and decodes with the library's own models.
class QueryProtocols : public testing::Test {
 protected:
  std::string body(const std::string& service, const std::string& operation, const Value& request) {
    const auto* model = *models.service(service);
    const auto* found = *models.operation(*model, operation);
    const auto checked = check_request(*found, request);
    EXPECT_TRUE(checked.ok()) << (checked ? "" : checked.error().message);
    return find_protocol(model->protocol)->encode(*model, *found, request).body;
  }

  Result<Value> decode(const std::string& service, const std::string& operation, const std::string& xml) {
    const auto* model = *models.service(service);
    const auto* found = *models.operation(*model, operation);
    return find_protocol(model->protocol)->decode(*found, http_response(200, xml));
  }

  Models models;
};

TEST_F(QueryProtocols, Ec2NamesMembersInUpperCaseAndNumbersLists) {
  const auto request = Value::map(
      {{"CidrBlock", "10.0.0.0/16"},
       {"AmazonProvidedIpv6CidrBlock", true},
       {"TagSpecifications",
        Value::list({Value::map(
            {{"ResourceType", "vpc"}, {"Tags", Value::list({Value::map({{"Key", "Name"}, {"Value", "a b&c"}})})}})})}});
  EXPECT_EQ(body("ec2", "CreateVpc", request),
            "Action=CreateVpc&Version=2016-11-15&AmazonProvidedIpv6CidrBlock=true&CidrBlock=10.0.0.0%2F16"
            "&TagSpecification.1.ResourceType=vpc&TagSpecification.1.Tag.1.Key=Name&TagSpecification.1.Tag.1.Value=a%"
            "20b%26c");
}

TEST_F(QueryProtocols, Ec2SendsNothingForAnEmptyListOrANull) {
  const auto request = Value::map({{"VpcIds", Value::List()}, {"NextToken", Value()}});
  EXPECT_EQ(body("ec2", "DescribeVpcs", request), "Action=DescribeVpcs&Version=2016-11-15");
}

TEST_F(QueryProtocols, Ec2SendsNumbersAndNestedStructures) {
  const auto range = Value::map({{"CidrIp", "0.0.0.0/0"}, {"Description", ""}});
  const auto permission =
      Value::map({{"IpProtocol", "tcp"}, {"FromPort", 22}, {"ToPort", 22}, {"IpRanges", Value::list({range})}});
  const auto request = Value::map({{"GroupId", "sg-1"}, {"IpPermissions", Value::list({permission})}});
  EXPECT_EQ(body("ec2", "AuthorizeSecurityGroupIngress", request),
            "Action=AuthorizeSecurityGroupIngress&Version=2016-11-15&GroupId=sg-1&IpPermissions.1.FromPort=22"
            "&IpPermissions.1.IpProtocol=tcp&IpPermissions.1.IpRanges.1.CidrIp=0.0.0.0%2F0"
            "&IpPermissions.1.IpRanges.1.Description=&IpPermissions.1.ToPort=22");
}

TEST_F(QueryProtocols, QueryNumbersListsBelowTheNameOfTheirElements) {
  const auto request = Value::map({{"DBSubnetGroupName", "g"},
                                   {"DBSubnetGroupDescription", "d"},
                                   {"SubnetIds", Value::list({"subnet-1", "subnet-2"})},
                                   {"Tags", Value::list({Value::map({{"Key", "k"}, {"Value", "v"}})})}});
  EXPECT_EQ(body("rds", "CreateDBSubnetGroup", request),
            "Action=CreateDBSubnetGroup&Version=2014-10-31&DBSubnetGroupDescription=d&DBSubnetGroupName=g"
            "&SubnetIds.SubnetIdentifier.1=subnet-1&SubnetIds.SubnetIdentifier.2=subnet-2&Tags.Tag.1.Key=k&Tags.Tag.1."
            "Value=v");
}

TEST_F(QueryProtocols, QueryTellsAnEmptyListFromNone) {
  const auto request = Value::map({{"RoleArn", "arn:aws:iam::123456789012:role/x"},
                                   {"RoleSessionName", "s"},
                                   {"TransitiveTagKeys", Value::List()}});
  EXPECT_THAT(body("sts", "AssumeRole", request), HasSubstr("&TransitiveTagKeys="));
}

TEST_F(QueryProtocols, Ec2AnswersAreReadByTheModel) {
  const auto answer = decode("ec2", "DescribeVpcs", R"(<?xml version="1.0" encoding="UTF-8"?>
    <DescribeVpcsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
      <requestId>7a62c49f</requestId>
      <vpcSet>
        <item>
          <vpcId>vpc-1</vpcId><isDefault>false</isDefault><cidrBlock>10.0.0.0/16</cidrBlock><somethingNew>x</somethingNew>
          <tagSet><item><key>Name</key><value> </value></item></tagSet>
          <ipv6CidrBlockAssociationSet/>
        </item>
      </vpcSet>
    </DescribeVpcsResponse>)");
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  EXPECT_EQ(to_json(*answer),
            R"({"Vpcs":[{"CidrBlock":"10.0.0.0/16","Ipv6CidrBlockAssociationSet":[],"IsDefault":false,)"
            R"("Tags":[{"Key":"Name","Value":" "}],"VpcId":"vpc-1"}]})");
}

TEST_F(QueryProtocols, NumbersAreReadAsNumbersOrRefused) {
  const auto answer =
      decode("ec2", "DescribeSubnets",
             "<R><subnetSet><item><availableIpAddressCount>251</availableIpAddressCount></item></subnetSet></R>");
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ((*answer)["Subnets"].elements()[0]["AvailableIpAddressCount"].integer(), 251);
  const auto broken =
      decode("ec2", "DescribeSubnets",
             "<R><subnetSet><item><availableIpAddressCount>many</availableIpAddressCount></item></subnetSet></R>");
  ASSERT_FALSE(broken.ok());
  EXPECT_THAT(broken.error().message, HasSubstr("availableIpAddressCount"));
}

TEST_F(QueryProtocols, QueryAnswersStandInTheirResultElement) {
  const auto answer =
      decode("sts", "GetCallerIdentity",
             "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>"
             "<Arn>arn:aws:iam::123456789012:user/a</Arn><Account>123456789012</Account></GetCallerIdentityResult>"
             "<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetCallerIdentityResponse>");
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ((*answer)["Account"].text(), "123456789012");
}

TEST_F(QueryProtocols, QueryListsUseTheNameOfTheirElements) {
  const auto answer =
      decode("rds", "DescribeDBSubnetGroups",
             "<R><DescribeDBSubnetGroupsResult><DBSubnetGroups><DBSubnetGroup><DBSubnetGroupName>g</DBSubnetGroupName>"
             "<Subnets><Subnet><SubnetIdentifier>subnet-1</SubnetIdentifier></Subnet></Subnets></DBSubnetGroup>"
             "</DBSubnetGroups></DescribeDBSubnetGroupsResult></R>");
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(to_json(*answer),
            R"({"DBSubnetGroups":[{"DBSubnetGroupName":"g","Subnets":[{"SubnetIdentifier":"subnet-1"}]}]})");
}

TEST(QueryErrors, AreReadInBothForms) {
  const auto* ec2 = find_protocol("ec2");
  const auto first = ec2->decode_error(
      http_response(400,
                    "<Response><Errors><Error><Code>InvalidVpcID.NotFound</Code><Message>The vpc ID 'vpc-1' does not "
                    "exist</Message></Error></Errors><RequestID>ea966190</RequestID></Response>"));
  EXPECT_EQ(first.code, "InvalidVpcID.NotFound");
  EXPECT_EQ(first.message, "The vpc ID 'vpc-1' does not exist");
  EXPECT_EQ(first.request_id, "ea966190");
  EXPECT_EQ(first.status, 400);
  const auto second = find_protocol("query")->decode_error(http_response(
      403,
      "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type>"
      "<Code>ExpiredToken</Code><Message>too old</Message></Error><RequestId>r2</RequestId></ErrorResponse>"));
  EXPECT_EQ(second.code, "ExpiredToken");
  EXPECT_EQ(second.request_id, "r2");
}

TEST(QueryErrors, OfAProxyGiveTheStatus) {
  const auto error = find_protocol("ec2")->decode_error(http_response(502, "<html><body>Bad gateway</body></html>"));
  EXPECT_EQ(error.code, "502");
  EXPECT_EQ(error.status, 502);
}

TEST(RequestCheck, NamesWhatIsWrongAndTheNearestMember) {
  Models models;
  const auto* ec2 = *models.service("ec2");
  const auto checked =
      check_request(**models.operation(*ec2, "CreateSubnet"), Value::map({{"CidrBlok", "x"}, {"Ipv6Native", "yes"}}));
  ASSERT_FALSE(checked.ok());
  EXPECT_THAT(checked.error().message, HasSubstr("CidrBlok is unknown; did you mean CidrBlock?"));
  EXPECT_THAT(checked.error().notes, testing::ElementsAre("Ipv6Native must be a boolean", "VpcId is required"));
}

TEST(RequestCheck, LooksIntoListsAndStructures) {
  Models models;
  const auto* ec2 = *models.service("ec2");
  const auto wrong = Value::map({{"VpcId", "v"}, {"TagSpecifications", Value::list({Value::map({{"Tag", 1}})})}});
  const auto checked = check_request(**models.operation(*ec2, "CreateSubnet"), wrong);
  ASSERT_FALSE(checked.ok());
  EXPECT_THAT(checked.error().message, HasSubstr("TagSpecifications[0].Tag is unknown; did you mean Tags?"));
}

TEST(Models, NameTheNearestOperation) {
  Models models;
  const auto* ec2 = *models.service("ec2");
  const auto operation = models.operation(*ec2, "CreateVpcs");
  ASSERT_FALSE(operation.ok());
  EXPECT_EQ(operation.error().help, "did you mean CreateVpc?");
  EXPECT_FALSE(models.service("ec3").ok());
}

}  // namespace
}  // namespace ashlar::awsapi
