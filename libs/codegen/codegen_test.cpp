#include <gmock/gmock.h>

#include "codegen/generate.hpp"
#include "codegen/names.hpp"

namespace ashlar::codegen {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(Names, FollowTheSchemasInSnakeCase) {
  EXPECT_EQ(snake_case("ipv6CidrBlock"), "ipv6_cidr_block");
  EXPECT_EQ(snake_case("dnsHTTPServer"), "dns_http_server");
  EXPECT_EQ(snake_case("s3UsEast1RegionalEndpoint"), "s3_us_east1_regional_endpoint");
  EXPECT_EQ(snake_case("already_snake"), "already_snake");
}

TEST(Names, StepAsideForWordsOfTheLanguage) {
  EXPECT_EQ(identifier("delete"), "delete_");
  EXPECT_EQ(identifier("stdout"), "stdout");
}

TEST(Names, ComeFromTheModuleThatThePackagesFormatFinds) {
  const auto vpc = place_of("aws:ec2/vpc:Vpc", "(.*)(?:/[^/]*)");
  EXPECT_THAT(vpc.modules, ElementsAre("ec2"));
  EXPECT_EQ(vpc.type, "Vpc");
  EXPECT_THAT(place_of("random:index/randomPet:RandomPet", "(.*)(?:/[^/]*)").modules, IsEmpty());
  EXPECT_THAT(place_of("kubernetes:apps/v1:Deployment", "").modules, ElementsAre("apps", "v1"));
}

constexpr const char* zoo = R"({
  "name": "zoo", "version": "2.0.0",
  "provider": {"inputProperties": {"token": {"type": "string", "secret": true, "defaultInfo": {"environment": ["ZOO_TOKEN"]}}}},
  "types": {
    "zoo:index:Cage": {"properties": {"bars": {"type": "integer"}, "door": {"type": "string"}}, "required": ["bars"]},
    "zoo:index:Mood": {"type": "string", "enum": [{"value": "calm"}]}
  },
  "resources": {
    "zoo:index:Bear": {
      "inputProperties": {
        "cages": {"type": "array", "items": {"$ref": "#/types/zoo:index:Cage"}},
        "delete": {"type": "boolean", "default": true},
        "mood": {"$ref": "#/types/zoo:index:Mood"},
        "name": {"type": "string"},
        "nested": {"type": "array", "items": {"type": "array", "items": {"type": "string"}}}
      },
      "requiredInputs": ["name"],
      "properties": {"id": {"type": "string"}, "key": {"type": "string", "secret": true}, "feedings": {"type": "array", "items": {"type": "string"}, "replaceOnChanges": true}},
      "aliases": [{"type": "zoo:old:Bear"}]
    }
  },
  "functions": {"zoo:index:getBear": {"inputs": {"properties": {"name": {"type": "string"}}}, "outputs": {"properties": {"weight": {"type": "number"}}, "required": ["weight"]}}}
})";

class Generated : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto package = parse_schema(zoo);
    ASSERT_TRUE(package) << package.error().message;
    for (auto& file : generate(*package)) files_.emplace(file.path, file.content);
  }
  std::map<std::string, std::string> files_;
};

TEST_F(Generated, GivesEveryTypeAHeaderAndASource) {
  EXPECT_THAT(files_, Contains(::testing::Key("ashlar/zoo/bear.hpp")));
  EXPECT_THAT(files_, Contains(::testing::Key("ashlar/zoo/bear.cpp")));
  EXPECT_THAT(files_, Contains(::testing::Key("ashlar/zoo/types/cage.hpp")));
  EXPECT_THAT(files_["ashlar/zoo.hpp"], HasSubstr("#include \"ashlar/zoo/get_bear.hpp\""));
  EXPECT_EQ(files_["ashlar/zoo/package.conf"], "zoo 2.0.0 \n");
}

TEST_F(Generated, PutsRequiredArgumentsFirstAndTheOthersInTheSchemasOrder) {
  EXPECT_THAT(files_["ashlar/zoo/bear.hpp"], HasSubstr("struct BearArgs {\n"
                                                       "  Input<std::string> name{};  ///< required\n"
                                                       "  InputList<::ashlar::zoo::CageArgs> cages{};\n"
                                                       "  Input<bool> delete_{};\n"
                                                       "  Input<std::string> mood{};\n"
                                                       "  InputList<Value> nested{};\n"
                                                       "};\n"));
}

TEST_F(Generated, KeepsTheWiresNamesDefaultsAndMarks) {
  const auto& source = files_["ashlar/zoo/bear.cpp"];
  EXPECT_THAT(source, HasSubstr("{\"delete\", sdk::or_default(args.delete_, Value(true))},"));
  EXPECT_THAT(source, HasSubstr(".secret_outputs = {\"key\"}"));
  EXPECT_THAT(source, HasSubstr(".former_tokens = {\"zoo:old:Bear\"}"));
  EXPECT_THAT(source, HasSubstr(".replace_on_changes = {\"feedings[*]\"}"));
  EXPECT_THAT(files_["ashlar/zoo/provider.cpp"],
              HasSubstr("sdk::secret(sdk::or_environment(args.token, {\"ZOO_TOKEN\"}))"));
}

TEST_F(Generated, HidesNoInheritedMember) {
  EXPECT_THAT(files_["ashlar/zoo/bear.hpp"], Not(HasSubstr(" id() const")));
  EXPECT_THAT(files_["ashlar/zoo/bear.hpp"], HasSubstr("[[nodiscard]] Output<std::string> key() const;"));
}

TEST_F(Generated, GivesFunctionsAStructOfResults) {
  EXPECT_THAT(files_["ashlar/zoo/get_bear.hpp"], HasSubstr("struct GetBearResult {\n  double weight{};\n"));
  EXPECT_THAT(files_["ashlar/zoo/get_bear.hpp"], HasSubstr("Output<GetBearResult> get_bear(Context& ctx"));
}

TEST(Schema, SaysWhatIsWrongWithIt) {
  EXPECT_EQ(parse_schema("[]").error().message, "the package schema is not a JSON object");
  EXPECT_THAT(parse_schema(R"({"name": "x", "resources": {"x:y:Z": {"requiredInputs": [1]}}})").error().message,
              HasSubstr("the package schema is malformed"));
}

}  // namespace
}  // namespace ashlar::codegen
