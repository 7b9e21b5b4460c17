#include "cmd/ashlar/commands/import_file.hpp"

#include <gmock/gmock.h>

namespace ashlar::cli {
namespace {

using testing::HasSubstr;

TEST(ImportFile, PutsParentsFirstWhateverTheirOrder) {
  const auto list = parse_import_file(R"({"nameTable": {"net": "urn:pulumi:dev::p::pkg:m:Net::net"}, "resources": [
    {"type": "pkg:m:A", "name": "child", "id": "1", "parent": "group", "provider": "net"},
    {"type": "my:m:Group", "name": "group", "component": true, "parent": "net"}]})");
  ASSERT_TRUE(list.ok()) << list.error().message;
  ASSERT_EQ(list->entries.size(), 2U);
  EXPECT_EQ(list->entries[0].name, "group");
  EXPECT_TRUE(list->entries[0].component);
  EXPECT_EQ(list->entries[1].name, "child");
}

TEST(ImportFile, TellsAResourcesNameFromWhatTheProgramCallsIt) {
  const auto list = parse_import_file(
      R"({"resources": [{"type": "pkg:m:A", "name": "webServer", "logicalName": "web-server", "id": "1",
          "properties": ["size"]}]})");
  ASSERT_TRUE(list.ok());
  EXPECT_EQ(list->entries[0].variable, "webServer");
  EXPECT_EQ(list->entries[0].name, "web-server");
  EXPECT_EQ(list->entries[0].properties, std::vector<std::string>{"size"});
}

TEST(ImportFile, RefusesWhatIsMissing) {
  const auto error_of = [](const std::string& resources) {
    const auto list = parse_import_file("{\"resources\": [" + resources + "]}");
    return list ? std::string() : list.error().message;
  };
  EXPECT_THAT(error_of(R"({"name": "a", "id": "1"})"), HasSubstr("resource 1 has no type"));
  EXPECT_THAT(error_of(R"({"type": "t:m:T", "id": "1"})"), HasSubstr("has no name"));
  EXPECT_THAT(error_of(R"({"type": "t:m:T", "name": "a", "id": "<PLACEHOLDER>"})"), HasSubstr("'a', has no id"));
  EXPECT_THAT(error_of(R"({"type": "t:m:T", "name": "a", "id": "1", "parent": "x"})"), HasSubstr("parent 'x'"));
  EXPECT_THAT(error_of(R"({"type": "t:m:T", "name": "a", "id": "1", "provider": "x"})"), HasSubstr("provider 'x'"));
  EXPECT_THAT(parse_import_file("{}").error().message, HasSubstr("resources"));
  EXPECT_FALSE(parse_import_file("{").ok());
}

TEST(ImportFile, RefusesCirclesAndNamesGivenTwice) {
  EXPECT_THAT(parse_import_file(R"({"resources": [{"type": "t:m:T", "name": "a", "id": "1", "parent": "b"},
                {"type": "t:m:T", "name": "b", "id": "2", "parent": "a"}]})")
                  .error()
                  .message,
              HasSubstr("its own ancestor"));
  EXPECT_THAT(parse_import_file(R"({"resources": [{"type": "t:m:T", "name": "a", "id": "1"},
                {"type": "t:m:U", "name": "a", "id": "2"}]})")
                  .error()
                  .message,
              HasSubstr("named 'a'"));
}

TEST(NamedUrn, IsANameAndAUrn) {
  const auto named = parse_named_urn("parent", "vpc=urn:pulumi:dev::p::pkg:m:Net::a=b");
  ASSERT_TRUE(named.ok());
  EXPECT_EQ(named->first, "vpc");
  EXPECT_EQ(named->second, "urn:pulumi:dev::p::pkg:m:Net::a=b");
  EXPECT_FALSE(parse_named_urn("parent", "urn:pulumi:dev::p::pkg:m:Net::net").ok());
  EXPECT_FALSE(parse_named_urn("parent", "vpc=x").ok());
}

}  // namespace
}  // namespace ashlar::cli
