#include "project/config_resolution.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "project/stack_config.hpp"
#include "secrets/secrets_manager.hpp"

namespace ashlar::project {
namespace {

class FakeCrypter final : public secrets::Crypter {
 public:
  Result<std::string> encrypt(std::string_view plaintext) override { return "<" + std::string(plaintext); }
  Result<std::string> decrypt(std::string_view ciphertext) override {
    ++decrypted;
    if (!ciphertext.starts_with('<')) return fail_with_help("message authentication failed", "set it again");
    return std::string(ciphertext.substr(1));
  }
  int decrypted = 0;
};

ProjectFile project(const std::string& text) {
  auto file = ProjectFile::parse("name: p\n" + text, "/p/Pulumi.yaml");
  EXPECT_TRUE(file) << file.error().message;
  return *std::move(file);
}

ConfigMap stack(const std::string& config) {
  auto file = StackConfig::parse("config:\n" + config, "/p/Pulumi.dev.yaml", "p");
  EXPECT_TRUE(file) << file.error().message;
  return file->values();
}

Result<ResolvedConfig> resolve(const ProjectFile& file, const ConfigMap& values, bool validate = true) {
  FakeCrypter crypter;
  const auto merged = merge_config(file, values);
  if (!merged) return merged.error();
  return resolve_config(file, "dev", *merged, &crypter, validate);
}

std::string error(const std::string& declared, const std::string& config) {
  const auto resolved = resolve(project(declared), stack(config));
  return resolved ? "none" : resolved.error().message;
}

TEST(ResolvedConfigs, HoldTextForEveryKey) {
  const auto resolved = resolve(project(""), stack(R"(
  p:text: words
  p:number: 1.10
  p:flag: true
  p:list: [1, {b: <x>, a: null}]
  p:big: 9007199254740993
  p:none:
)"));
  ASSERT_TRUE(resolved);
  EXPECT_EQ(resolved->values, (std::map<std::string, std::string>{{"p:text", "words"},
                                                                  {"p:number", "1.1"},
                                                                  {"p:flag", "true"},
                                                                  {"p:list", R"([1,{"a":null,"b":"\u003cx\u003e"}])"},
                                                                  {"p:big", "9007199254740993"},
                                                                  {"p:none", ""}}));
  EXPECT_TRUE(resolved->secret_keys.empty());
}

TEST(ResolvedConfigs, DecryptSecretsWhereverTheyStand) {
  const auto resolved =
      resolve(project(""), stack("  p:s: {secure: <top}\n  p:t: {a: [{secure: <in}], b: 12345678901234567}\n"));
  ASSERT_TRUE(resolved);
  EXPECT_EQ(resolved->values.at("p:s"), "top");
  EXPECT_EQ(resolved->values.at("p:t"), R"({"a":["in"],"b":12345678901234567})");
  EXPECT_EQ(resolved->secret_keys, (std::set<std::string>{"p:s", "p:t"}));
  EXPECT_EQ(resolved->properties.at("p:s"), PropertyValue::secret("top"));
  const auto& inner = resolved->properties.at("p:t").get<PropertyMap>()->at("a").get<PropertyArray>()->at(0);
  EXPECT_EQ(inner, PropertyValue::secret("in"));
}

TEST(ResolvedConfigs, TypePropertiesByTheirText) {
  const auto resolved =
      resolve(project(""), stack("  p:n: \"42\"\n  p:b: \"true\"\n  p:f: 2.5\n  p:o: {f: 2.5}\n  p:lead: \"007\"\n"));
  ASSERT_TRUE(resolved);
  EXPECT_EQ(resolved->properties.at("p:n"), PropertyValue(42));
  EXPECT_EQ(resolved->properties.at("p:b"), PropertyValue(true));
  EXPECT_EQ(resolved->properties.at("p:f"), PropertyValue("2.5"));
  EXPECT_EQ(resolved->properties.at("p:o"), PropertyValue(PropertyMap{{"f", 2.5}}));
  EXPECT_EQ(resolved->properties.at("p:lead"), PropertyValue("007"));
}

TEST(ResolvedConfigs, NameTheValueThatCannotBeDecrypted) {
  const auto resolved = resolve(project(""), stack("  p:t: {a: {secure: broken}}\n"));
  ASSERT_FALSE(resolved);
  EXPECT_EQ(resolved.error().message, "could not decrypt configuration value 'p:t': a: message authentication failed");
  EXPECT_EQ(resolved.error().help, "set it again");
}

TEST(ResolvedConfigs, NeedNoKeyWithoutSecrets) {
  const auto merged = merge_config(project(""), stack("  p:a: b\n"));
  EXPECT_TRUE(resolve_config(project(""), "dev", *merged, nullptr, true));
}

TEST(ProjectDefaults, ApplyWhereTheStackSetsNothing) {
  const auto file = project(R"(
config:
  size: t3.micro
  count: {type: integer, default: 3}
  tree: {default: {a: 1}}
  tree.b: two
  aws:region: us-west-2
  set: default
)");
  const auto resolved = resolve(file, stack("  p:set: own\n"));
  ASSERT_TRUE(resolved) << resolved.error().message;
  EXPECT_EQ(resolved->values, (std::map<std::string, std::string>{{"p:size", "t3.micro"},
                                                                  {"p:count", "3"},
                                                                  {"p:tree", R"({"a":1,"b":"two"})"},
                                                                  {"aws:region", "us-west-2"},
                                                                  {"p:set", "own"}}));
  EXPECT_EQ(
      to_json(merge_config(file, {})->values),
      R"({"aws:region":"us-west-2","p:count":3,"p:set":"default","p:size":"t3.micro","p:tree":{"a":1,"b":"two"}})");
}

TEST(ProjectDeclarations, RequireWhatHasNoDefault) {
  const std::string declared =
      "config:\n  needed: {type: string}\n  p:also: {type: string}\n  third: {description: x}\n";
  EXPECT_EQ(error("config:\n  needed:\n    type: string\n", "  p:x: y\n"),
            "Stack 'dev' is missing configuration value 'needed'");
  EXPECT_EQ(error(declared, "  p:third: y\n"), "Stack 'dev' is missing configuration values 'needed' and 'p:also'");
  EXPECT_EQ(error(declared, "  p:x: y\n"),
            "Stack 'dev' is missing configuration values 'needed', 'p:also' and 'third'");
  EXPECT_TRUE(resolve(project(declared), stack("  p:x: y\n"), false)) << "unless validation is skipped";
}

TEST(ProjectDeclarations, CheckTypes) {
  const std::string step = "config:\n  step: {type: integer}\n";
  EXPECT_EQ(error(step, "  p:step: notanumber\n"),
            "Stack 'dev' with configuration key 'step' must be of type 'integer'");
  EXPECT_EQ(error(step, "  p:step: \"5\"\n"), "none");
  EXPECT_EQ(error(step, "  p:step: 5\n"), "none");
  EXPECT_EQ(error("config:\n  s: {type: string}\n", "  p:s: 5\n"), "none") << "scalars are texts to the program";
  EXPECT_EQ(error("config:\n  s: {type: string}\n", "  p:s: [5]\n"),
            "Stack 'dev' with configuration key 's' must be of type 'string'");
  EXPECT_EQ(error("config:\n  l: {type: array, items: {type: boolean}}\n", "  p:l: [true, x]\n"),
            "Stack 'dev' with configuration key 'l' must be of type 'array<boolean>'");
  EXPECT_EQ(error("config:\n  s: {type: integer}\n", "  p:s: {secure: <12}\n"), "none")
      << "secrets are checked in clear";
}

TEST(ProjectDeclarations, RequireEncryptionOfSecrets) {
  const std::string declared = "config:\n  token: {type: string, secret: true}\n";
  EXPECT_EQ(error(declared, "  p:token: plain\n"),
            "Stack 'dev' with configuration key 'token' must be encrypted as it's secret");
  EXPECT_EQ(error(declared, "  p:token: {secure: <x}\n"), "none");
}

TEST(ResolvedConfigs, EqualThoseOfTheGenuineTool) {
  const std::string testdata = ASHLAR_SOURCE_DIR "/libs/project/testdata/vault/";
  RealFileSystem files;
  const auto file = ProjectFile::load(files, testdata + "Pulumi.yaml");
  ASSERT_TRUE(file);
  const auto config = StackConfig::load(files, file->stack_config_path("dev"), file->name);
  ASSERT_TRUE(config);
  SystemEntropy entropy;
  secrets::UnavailableKeyService key_service;
  const Environment environment{{"PULUMI_CONFIG_PASSPHRASE", "correct horse battery staple"}};
  secrets::SecretsManagers managers(secrets::PassphraseSource(environment, files, nullptr), key_service, entropy,
                                    environment);
  const auto manager = managers.open_passphrase(config->secrets().encryption_salt, "dev");
  ASSERT_TRUE(manager);

  const auto merged = merge_config(*file, config->values());
  const auto resolved = resolve_config(*file, "dev", *merged, manager->crypter.get(), true);
  ASSERT_TRUE(resolved) << resolved.error().message;
  const auto expected = nlohmann::json::parse(*files.read_file(testdata + "config-dev.json"));
  ASSERT_EQ(resolved->values.size(), expected.size());
  for (const auto& [key, value] : expected.items()) {
    EXPECT_EQ(resolved->values.at(key), value["value"].get<std::string>()) << key;
    EXPECT_EQ(resolved->secret_keys.contains(key), value["secret"].get<bool>()) << key;
  }
}

}  // namespace
}  // namespace ashlar::project
