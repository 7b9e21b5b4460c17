#include "providers/aws/test_support.hpp"

namespace ashlar::providers::aws {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::MatchesRegex;
using testing::Pair;
using testing::SizeIs;

constexpr const char* database_token = "aws:rds/subnetGroup:SubnetGroup";
constexpr const char* cache_token = "aws:elasticache/subnetGroup:SubnetGroup";

/// Both services speak the query protocol: answers stand in a result element.
class SubnetGroupTest : public ScriptedAws {
 protected:
  static std::string subnets_xml(std::initializer_list<const char*> ids, const std::string& element) {
    std::string xml;
    for (const char* id : ids)
      xml += "<" + element + "><SubnetIdentifier>" + id + "</SubnetIdentifier></" + element + ">";
    return "<Subnets>" + xml + "</Subnets>";
  }
  static std::string database_xml(std::initializer_list<const char*> ids) {
    return "<DBSubnetGroups><DBSubnetGroup><DBSubnetGroupName>db-0a1b2c3</DBSubnetGroupName>"
           "<DBSubnetGroupDescription>Managed by Pulumi</DBSubnetGroupDescription><VpcId>vpc-1</VpcId>"
           "<DBSubnetGroupArn>arn:aws:rds:us-east-1:123456789012:subgrp:db-0a1b2c3</DBSubnetGroupArn>" +
           subnets_xml(ids, "Subnet") +
           "<SupportedNetworkTypes><member>IPV4</member></SupportedNetworkTypes></DBSubnetGroup></DBSubnetGroups>";
  }
  static std::string cache_xml(std::initializer_list<const char*> ids) {
    return "<CacheSubnetGroups><CacheSubnetGroup><CacheSubnetGroupName>cache-0a1b2c3</CacheSubnetGroupName>"
           "<CacheSubnetGroupDescription>Managed by Pulumi</CacheSubnetGroupDescription><VpcId>vpc-1</VpcId>"
           "<ARN>arn:aws:elasticache:us-east-1:123456789012:subnetgroup:cache-0a1b2c3</ARN>" +
           subnets_xml(ids, "Subnet") + "</CacheSubnetGroup></CacheSubnetGroups>";
  }
  static std::string tags_xml(const std::string& value) {
    return "<TagList><Tag><Key>Name</Key><Value>" + value + "</Value></Tag></TagList>";
  }
  static PropertyMap inputs(PropertyArray subnets, const std::string& tag = "a") {
    return {{"subnetIds", std::move(subnets)}, {"tags", PropertyMap{{"Name", tag}}}};
  }
};

TEST_F(SubnetGroupTest, OfDatabasesIsNamedTaggedAndRead) {
  aws.on_xml("CreateDBSubnetGroup", "<DBSubnetGroup><DBSubnetGroupName>db-0a1b2c3</DBSubnetGroupName></DBSubnetGroup>",
             true)
      .on_xml("DescribeDBSubnetGroups", database_xml({"subnet-2", "subnet-1"}), true)
      .on_xml("ListTagsForResource", tags_xml("a"), true);
  const auto made = engine.make(database_token, inputs({"subnet-1", "subnet-2"}), "db");
  const auto sent = aws.last("CreateDBSubnetGroup");
  EXPECT_THAT(sent.at("DBSubnetGroupName"), MatchesRegex("db-[0-9a-f]{7}"));
  EXPECT_THAT(sent, IsSupersetOf({Pair("DBSubnetGroupDescription", "Managed by Pulumi"),
                                  Pair("SubnetIds.SubnetIdentifier.1", "subnet-1"), Pair("Tags.Tag.1.Key", "Name")}));
  EXPECT_THAT(aws.requests.front().url, HasSubstr("rds.us-east-1.amazonaws.com"));
  EXPECT_EQ(made.id(), "db-0a1b2c3");
  EXPECT_EQ(text(made.outputs(), "vpcId"), "vpc-1");
  EXPECT_EQ(*find(made.outputs(), "subnetIds"), PropertyValue(PropertyArray{"subnet-1", "subnet-2"}))
      << "in the program's order";
  EXPECT_EQ(*find(made.outputs(), "supportedNetworkTypes"), PropertyValue(PropertyArray{"IPV4"}));
}

TEST_F(SubnetGroupTest, OfDatabasesChangesInPlaceWithItsTags) {
  aws.on_xml("CreateDBSubnetGroup", "<DBSubnetGroup><DBSubnetGroupName>db-0a1b2c3</DBSubnetGroupName></DBSubnetGroup>",
             true)
      .on_xml("DescribeDBSubnetGroups", database_xml({"subnet-1", "subnet-2"}), true)
      .on_xml("ListTagsForResource", tags_xml("a"), true)
      .on_xml("ModifyDBSubnetGroup", "", true)
      .on_xml("AddTagsToResource", "", true)
      .on_xml("RemoveTagsFromResource", "", true);
  const auto made = engine.make(database_token, inputs({"subnet-1", "subnet-2"}), "db");
  ASSERT_TRUE(engine.update(made, inputs({"subnet-1", "subnet-3"}, "b")).ok());
  EXPECT_THAT(aws.last("ModifyDBSubnetGroup"), IsSupersetOf({Pair("DBSubnetGroupName", "db-0a1b2c3"),
                                                             Pair("SubnetIds.SubnetIdentifier.2", "subnet-3")}));
  EXPECT_THAT(aws.last("AddTagsToResource"),
              IsSupersetOf({Pair("ResourceName", "arn:aws:rds:us-east-1:123456789012:subgrp:db-0a1b2c3"),
                            Pair("Tags.Tag.1.Value", "b")}));
  ASSERT_TRUE(engine.update(made, {{"subnetIds", PropertyArray{"subnet-1", "subnet-2"}}}).ok());
  EXPECT_EQ(aws.last("RemoveTagsFromResource").at("TagKeys.member.1"), "Name");
}

TEST_F(SubnetGroupTest, OfDatabasesIsDeletedAndSeenGone) {
  aws.on_xml("CreateDBSubnetGroup", "<DBSubnetGroup><DBSubnetGroupName>db-0a1b2c3</DBSubnetGroupName></DBSubnetGroup>",
             true)
      .on_xml("DescribeDBSubnetGroups", database_xml({"subnet-1"}), true)
      .on_error("DescribeDBSubnetGroups", "DBSubnetGroupNotFoundFault")
      .on_xml("ListTagsForResource", tags_xml("a"), true)
      .on_xml("DeleteDBSubnetGroup", "", true);
  const auto made = engine.make(database_token, inputs({"subnet-1"}), "db");
  EXPECT_TRUE(engine.remove(made).ok());
  EXPECT_THAT(aws.calls(), ElementsAre("CreateDBSubnetGroup", "DescribeDBSubnetGroups", "ListTagsForResource",
                                       "DeleteDBSubnetGroup", "DescribeDBSubnetGroups"));
}

TEST_F(SubnetGroupTest, OfDatabasesHasANameInLowerCase) {
  const auto checked = engine.check(database_token, {{"name", "Main DB"}, {"subnetIds", PropertyArray{"subnet-1"}}});
  ASSERT_THAT(checked->failures, SizeIs(1));
  EXPECT_THAT(checked->failures[0].reason, HasSubstr("lower case"));
  const auto generated = engine.check(database_token, {{"subnetIds", PropertyArray{"subnet-1"}}}, {}, "MainDb");
  EXPECT_THAT(text(generated->inputs, "name"), MatchesRegex("maindb-[0-9a-f]{7}"));
}

TEST_F(SubnetGroupTest, OfCachesWaitsUntilNothingUsesIt) {
  aws.on_xml("CreateCacheSubnetGroup", "", true)
      .on_xml("DescribeCacheSubnetGroups", cache_xml({"subnet-1"}), true)
      .on_xml("ListTagsForResource", tags_xml("a"), true)
      .on_error("DeleteCacheSubnetGroup", "CacheSubnetGroupInUse")
      .on_xml("DeleteCacheSubnetGroup", "", true);
  const auto made = engine.make(cache_token, inputs({"subnet-1"}), "cache");
  EXPECT_EQ(made.id(), text(made.inputs, "name"));
  EXPECT_EQ(aws.last("CreateCacheSubnetGroup").at("SubnetIds.SubnetIdentifier.1"), "subnet-1");
  EXPECT_TRUE(engine.remove(made).ok());
}

TEST_F(SubnetGroupTest, OfAnInterruptedCreateIsFoundByItsName) {
  aws.on_xml("DescribeCacheSubnetGroups", cache_xml({"subnet-1"}), true)
      .on_xml("ListTagsForResource", tags_xml("a"), true);
  const auto found = engine.recover(cache_token, inputs({"subnet-1"}), "op-1");
  ASSERT_TRUE(found.ok()) << found.error().message;
  EXPECT_EQ(found->outcome, deploy::RecoverAnswer::Outcome::created);
  EXPECT_EQ(aws.last("DescribeCacheSubnetGroups").at("CacheSubnetGroupName"), found->id);
}

}  // namespace
}  // namespace ashlar::providers::aws
