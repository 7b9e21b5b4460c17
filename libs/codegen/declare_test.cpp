#include "codegen/declare.hpp"

#include <gmock/gmock.h>

namespace ashlar::codegen {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Package sample_package() {
  const auto package = parse_schema(R"json({
    "name": "pkg", "version": "1.0.0",
    "meta": {"moduleFormat": "(.*)(?:/[^/]*)"},
    "types": {"pkg:net/Rule:Rule": {"type": "object", "required": ["port"],
      "properties": {"cidrs": {"type": "array", "items": {"type": "string"}}, "port": {"type": "integer"}}}},
    "resources": {"pkg:net/group:Group": {
      "inputProperties": {
        "description": {"type": "string"},
        "default": {"type": "boolean"},
        "rules": {"type": "array", "items": {"$ref": "#/types/pkg:net/Rule:Rule"}},
        "tags": {"type": "object", "additionalProperties": {"type": "string"}},
        "password": {"type": "string"}},
      "requiredInputs": ["tags"]}}})json");
  EXPECT_TRUE(package.ok()) << (package ? "" : package.error().message);
  return *package;
}

Declaration group(PropertyMap inputs) {
  return {.token = "pkg:net/group:Group", .name = "web-server", .variable = "web_server", .inputs = std::move(inputs)};
}

TEST(Declare, UsesTheTypesOfThePackage) {
  const auto package = sample_package();
  const PropertyMap rule{{"port", 443.0}, {"cidrs", PropertyArray{"::/0"}}};
  const auto result = declare(group({{"default", true},
                                     {"description", "a \"b\""},
                                     {"rules", PropertyArray{rule}},
                                     {"tags", PropertyMap{{"Name", "web"}}},
                                     {"__defaults", PropertyArray{}}}),
                              &package);
  EXPECT_EQ(result.header, "ashlar/pkg/net/group.hpp");
  EXPECT_EQ(result.text,
            "    pkg::net::Group web_server{ctx, \"web-server\",\n"
            "        {.tags = {{\"Name\", \"web\"}},\n"
            "         .description = \"a \\\"b\\\"\",\n"
            "         .default_ = true,\n"
            "         .rules = {pkg::net::RuleArgs{.port = 443, .cidrs = {\"::/0\"}}}}};\n");
  EXPECT_THAT(result.secrets, IsEmpty());
}

TEST(Declare, SetsTheOptionsInTheirOrder) {
  const auto package = sample_package();
  auto declaration = group({});
  declaration.protect = true;
  declaration.parent = "vpc";
  declaration.provider = "west";
  EXPECT_EQ(declare(declaration, &package).text,
            "    pkg::net::Group web_server{ctx, \"web-server\", {}, {.parent = vpc, .protect = true, .provider = "
            "west}};\n");
}

TEST(Declare, AsksTheConfigurationForSecrets) {
  const auto package = sample_package();
  const auto result = declare(group({{"password", PropertyValue::secret("hunter2")}}), &package);
  EXPECT_EQ(result.text,
            "    pkg::net::Group web_server{ctx, \"web-server\", {.password = "
            "config.require_secret(\"web_server_password\")}};\n");
  EXPECT_THAT(result.secrets, ElementsAre("web_server_password"));
}

TEST(Declare, GoesByTheTokenWhereThereIsNoSchema) {
  Declaration declaration{.token = "other:m:Thing", .name = "x", .variable = "x"};
  declaration.inputs = {{"count", 2.0}, {"nested", PropertyMap{{"a", PropertyArray{"b"}}}}};
  declaration.protect = true;
  const auto result = declare(declaration, nullptr);
  EXPECT_EQ(result.text,
            "    CustomResource x{ctx, \"other:m:Thing\", \"x\", {{\"count\", 2}, {\"nested\", "
            "Value::Object{{\"a\", Value::List{\"b\"}}}}}, {.protect = true}};\n");
}

TEST(VariableName, IsACppName) {
  EXPECT_EQ(variable_name("web-server 1"), "web_server_1");
  EXPECT_EQ(variable_name("1st"), "resource_1st");
  EXPECT_EQ(variable_name("default"), "default_");
}

TEST(StringLiteral, EscapesWhatCppWould) {
  EXPECT_EQ(string_literal("a\"\\\n\x01"
                           "1"),
            "\"a\\\"\\\\\\n\\0011\"");
}

}  // namespace
}  // namespace ashlar::codegen
