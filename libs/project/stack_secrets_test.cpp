#include "project/stack_secrets.hpp"

#include <gtest/gtest.h>

namespace ashlar::project {
namespace {

class FakeKeyService final : public secrets::KeyService {
 public:
  Result<std::string> wrap(const std::string& /*url*/, const secrets::SecretBytes& data_key) override {
    return std::string(data_key.view().rbegin(), data_key.view().rend());
  }
  Result<secrets::SecretBytes> unwrap(const std::string& /*url*/, std::string_view wrapped) override {
    return secrets::SecretBytes(std::string(wrapped.rbegin(), wrapped.rend()));
  }
};

class StackSecrets : public ::testing::Test {
 protected:
  static StackConfig parse(const std::string& text) { return *StackConfig::parse(text, "/p/Pulumi.dev.yaml", "p"); }
  static ConfigKey key(std::string_view text) { return *ConfigKey::parse(text, "p"); }

  RealFileSystem files_;
  SystemEntropy entropy_;
  FakeKeyService service_;
  Environment environment_{{"PULUMI_CONFIG_PASSPHRASE", "fixture"}};
  secrets::SecretsManagers managers_{secrets::PassphraseSource(environment_, files_, nullptr), service_, entropy_,
                                     environment_};
};

TEST_F(StackSecrets, AreLockedWithAPassphraseByDefault) {
  auto config = parse("");
  EXPECT_FALSE(secrets_manager_of(config, managers_, "dev")->has_value());
  const auto made = ensure_secrets_manager(config, managers_, "dev");
  ASSERT_TRUE(made);
  EXPECT_TRUE(config.text()->starts_with("encryptionsalt: v1:"));
  auto again = parse(*config.text());
  const auto opened = ensure_secrets_manager(again, managers_, "dev");
  EXPECT_EQ(opened->crypter, made->crypter);
  EXPECT_EQ(*again.text(), *config.text());
}

TEST_F(StackSecrets, MoveToAnotherManager) {
  auto config = parse("# c\n");
  const auto passphrase = ensure_secrets_manager(config, managers_, "dev");
  config.values().set(key("s"), secure_value(*passphrase->crypter->encrypt("text")));
  const auto cloud = managers_.make_cloud("awskms://alias/x");
  ASSERT_TRUE(change_secrets_manager(config, managers_, *cloud, "dev"));
  const auto text = *config.text();
  EXPECT_EQ(text.find("encryptionsalt"), std::string::npos);
  EXPECT_NE(text.find("secretsprovider: awskms://alias/x"), std::string::npos);
  const auto again = parse(text);
  const auto opened = secrets_manager_of(again, managers_, "dev");
  ASSERT_TRUE(opened && *opened);
  EXPECT_EQ(*decrypted(*again.values().find(key("s")), *(*opened)->crypter), YamlValue("text"));
}

TEST_F(StackSecrets, OfANewStackTakeTheProviderThatIsAskedFor) {
  auto config = parse("config:\n  p:a: b\n");
  ASSERT_TRUE(make_secrets_manager(config, managers_, "awskms://alias/x", "dev"));
  EXPECT_EQ(config.secrets().secrets_provider, "awskms://alias/x");
  const auto key_before = config.secrets().encrypted_key;
  ASSERT_TRUE(make_secrets_manager(config, managers_, "awskms://alias/x", "dev"));
  EXPECT_EQ(config.secrets().encrypted_key, key_before) << "what fits is kept";
  ASSERT_TRUE(make_secrets_manager(config, managers_, "passphrase", "dev"));
  EXPECT_FALSE(config.secrets().encryption_salt.empty());
  EXPECT_TRUE(config.secrets().secrets_provider.empty());
  EXPECT_FALSE(make_secrets_manager(config, managers_, "nonsense://x", "dev"));

  auto with_secrets = parse(*config.text());
  with_secrets.values().set(key("s"), secure_value("v1:a:b"));
  EXPECT_FALSE(make_secrets_manager(with_secrets, managers_, "awskms://alias/x", "dev")) << "its secrets would be lost";
}

TEST_F(StackSecrets, WithoutTheirKeyAreNotReplaced) {
  auto config = parse("config:\n  p:s: {secure: ct}\n");
  const auto opened = ensure_secrets_manager(config, managers_, "dev");
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().message.find("does not say how they are encrypted"), std::string::npos);
  EXPECT_FALSE(secrets_manager_of(parse("secretsprovider: awskms://x\n"), managers_, "dev"));
  EXPECT_FALSE(secrets_manager_of(parse("encryptionsalt: nonsense\n"), managers_, "dev"));
}

TEST_F(StackSecrets, AreTakenAlongWhenConfigurationIsCopied) {
  auto source = parse("");
  auto target = parse("");
  const auto from = ensure_secrets_manager(source, managers_, "dev");
  const auto to = managers_.make_passphrase();
  source.values().set(key("plain"), "x");
  source.values().set(key("s"), YamlMap{{"in", secure_value(*from->crypter->encrypt("text"))}});
  const ConfigCopy copy{&source.values(), &target.values(), from->crypter.get(), to->crypter.get()};
  ASSERT_TRUE(copy_config(copy));
  EXPECT_EQ(*target.values().find(key("plain")), YamlValue("x"));
  EXPECT_NE(*target.values().find(key("s")), *source.values().find(key("s")));
  EXPECT_EQ(to_json(*decrypted(*target.values().find(key("s")), *to->crypter)), R"({"in":"text"})");

  auto one = ConfigMap();
  const ConfigCopy single{&source.values(), &one, from->crypter.get(), to->crypter.get()};
  EXPECT_TRUE(*copy_config_value(single, *ConfigKey::parse_with_path("s.in", "p"), true));
  EXPECT_EQ(to_json(*decrypted(*one.find(key("s")), *to->crypter)), R"({"in":"text"})");
  EXPECT_TRUE(*copy_config_value(single, key("plain"), false));
  EXPECT_FALSE(*copy_config_value(single, key("absent"), false));
}

}  // namespace
}  // namespace ashlar::project
