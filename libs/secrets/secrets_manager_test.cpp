#include "secrets/secrets_manager.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/strings.hpp"
#include "secrets/keyed_crypter.hpp"

namespace ashlar::secrets {
namespace {

/// Locks a data key by turning its bytes around, and counts how often it is asked.
class FakeKeyService final : public KeyService {
 public:
  Result<std::string> wrap(const std::string& url, const SecretBytes& data_key) override {
    urls.push_back(url);
    return std::string(data_key.view().rbegin(), data_key.view().rend());
  }
  Result<SecretBytes> unwrap(const std::string& url, std::string_view wrapped) override {
    urls.push_back(url);
    return SecretBytes(std::string(wrapped.rbegin(), wrapped.rend()));
  }

  std::vector<std::string> urls;
};

class SecretsManagersTest : public ::testing::Test {
 protected:
  SecretsManagers with_passphrase(const std::string& passphrase) {
    return {PassphraseSource(Environment{{"PULUMI_CONFIG_PASSPHRASE", passphrase}}, files_, nullptr),
            service_,
            entropy_,
            {}};
  }
  SecretsManagers with_environment(const Environment& environment) {
    return {PassphraseSource(environment, files_, nullptr), service_, entropy_, environment};
  }

  RealFileSystem files_;
  SystemEntropy entropy_;
  FakeKeyService service_;
};

TEST_F(SecretsManagersTest, OpenAgainWhatTheyMade) {
  auto managers = with_passphrase("fixture");
  const auto made = managers.make_passphrase();
  ASSERT_TRUE(made);
  EXPECT_EQ(made->type, "passphrase");
  EXPECT_EQ(made->state, R"({"salt":")" + made->encryption_salt + "\"}");
  const auto ciphertext = made->crypter->encrypt("text");
  ASSERT_TRUE(ciphertext);

  auto others = with_passphrase("fixture");
  const auto from_file = others.open_passphrase(made->encryption_salt, "dev");
  const auto from_state = others.open_state(made->type, made->state, "dev");
  ASSERT_TRUE(from_file && from_state);
  EXPECT_EQ(from_file->crypter, from_state->crypter) << "the key would be derived twice";
  EXPECT_EQ(*from_state->crypter->decrypt(*ciphertext), "text");
  EXPECT_TRUE(from_state->crypter->unlock());
}

TEST_F(SecretsManagersTest, AreLockedByAWrongPassphraseOnlyWhenUsed) {
  const auto made = with_passphrase("right").make_passphrase();
  ASSERT_TRUE(made);
  auto managers = with_passphrase("wrong");
  const auto opened = managers.open_state("passphrase", made->state, "dev");
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->state, made->state);
  const auto text = opened->crypter->decrypt(*made->crypter->encrypt("text"));
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().message, "failed to decrypt: incorrect passphrase");
  EXPECT_EQ(opened->crypter->unlock().error().message, "incorrect passphrase");
}

TEST_F(SecretsManagersTest, NeedNoPassphraseBeforeItIsUsed) {
  const auto made = with_passphrase("right").make_passphrase();
  auto managers = with_environment({});
  const auto opened = managers.open_passphrase(made->encryption_salt, "dev");
  ASSERT_TRUE(opened);
  EXPECT_NE(opened->crypter->encrypt("x").error().message.find("passphrase must be set"), std::string::npos);
}

TEST_F(SecretsManagersTest, AskAgainAfterAWrongAnswer) {
  const auto made = with_passphrase("right").make_passphrase();
  std::vector<std::string> questions;
  const PassphrasePrompt prompt = [&](std::string_view question) -> Result<std::string> {
    questions.emplace_back(question);
    return std::string(questions.size() == 1 ? "wrong" : "right");
  };
  SecretsManagers managers(PassphraseSource(Environment(), files_, prompt), service_, entropy_, {});
  const auto opened = managers.open_passphrase(made->encryption_salt, "dev");
  opened->crypter->prepare();
  EXPECT_TRUE(questions.empty()) << "nobody is asked in the background";
  EXPECT_TRUE(opened->crypter->unlock());
  ASSERT_EQ(questions.size(), 2U);
  EXPECT_TRUE(questions[1].starts_with("incorrect passphrase\n"));
}

TEST_F(SecretsManagersTest, LockADataKeyWithACloudKey) {
  auto managers = with_environment({});
  const auto made = managers.make_cloud("awskms://alias/x?region=us-east-1");
  ASSERT_TRUE(made);
  EXPECT_EQ(made->type, "cloud");
  const auto state = nlohmann::json::parse(made->state);
  EXPECT_EQ(state["url"], "awskms://alias/x?region=us-east-1");
  EXPECT_EQ(state["encryptedkey"], made->encrypted_key);
  const auto ciphertext = *made->crypter->encrypt("text");

  auto others = with_environment({});
  const auto from_state = others.open_state("cloud", made->state, "dev");
  const auto from_file = others.open_cloud(made->secrets_provider, made->encrypted_key);
  ASSERT_TRUE(from_state && from_file);
  EXPECT_EQ(service_.urls.size(), 1U) << "the service is not asked before it must be";
  EXPECT_EQ(*from_state->crypter->decrypt(ciphertext), "text");
  EXPECT_EQ(*from_file->crypter->decrypt(ciphertext), "text");
  EXPECT_EQ(service_.urls.size(), 2U) << "one answer serves both";
}

TEST_F(SecretsManagersTest, WrapTheKeysOfAzureOnceMore) {
  auto managers = with_environment({});
  const auto made = managers.make_cloud("azurekeyvault://vault/keys/k");
  ASSERT_TRUE(made);
  const auto inner = *from_base64(made->encrypted_key);
  EXPECT_EQ(inner.find_first_of("+/="), std::string::npos);
  auto others = with_environment({});
  const auto opened = others.open_cloud(made->secrets_provider, made->encrypted_key);
  EXPECT_EQ(*opened->crypter->decrypt(*made->crypter->encrypt("text")), "text");
}

TEST_F(SecretsManagersTest, AskTheOverridingServiceAndKeepTheUrl) {
  auto managers = with_environment(Environment{{"PULUMI_CLOUD_SECRET_OVERRIDE", "awskms://other"}});
  const auto made = managers.make_cloud("awskms://alias/x");
  ASSERT_TRUE(made);
  EXPECT_EQ(service_.urls, std::vector<std::string>{"awskms://other"});
  EXPECT_EQ(made->secrets_provider, "awskms://alias/x");
}

TEST_F(SecretsManagersTest, KeepTheStateOfProvidersTheyCannotServe) {
  auto managers = with_environment({});
  const std::string state = R"({"url":"https://api.example.com","owner":"me"})";
  const auto opened = managers.open_state("service", state, "dev");
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->type, "service");
  EXPECT_EQ(opened->state, state);
  const auto text = opened->crypter->decrypt("v1:a:b");
  ASSERT_FALSE(text);
  EXPECT_NE(text.error().message.find("'service'"), std::string::npos);
  EXPECT_FALSE(text.error().help.empty());
}

TEST_F(SecretsManagersTest, RefuseStatesWithoutWhatTheyNeed) {
  auto managers = with_environment({});
  EXPECT_FALSE(managers.open_state("passphrase", "{}", "dev"));
  EXPECT_FALSE(managers.open_state("passphrase", "nonsense", "dev"));
  EXPECT_FALSE(managers.open_state("cloud", R"({"url":"awskms://x"})", "dev"));
  EXPECT_FALSE(managers.open_cloud("awskms://x", "???"));
}

TEST(KeyServices, ThatAreUnavailableNameTheUrlAndTheAlternative) {
  UnavailableKeyService service;
  const auto error = service.unwrap("awskms://alias/x", "wrapped").error();
  EXPECT_NE(error.message.find("awskms://alias/x"), std::string::npos);
  EXPECT_NE(error.help.find("passphrase"), std::string::npos);
  EXPECT_FALSE(service.wrap("awskms://alias/x", SecretBytes("k")));
}

TEST(SecretsProviders, AreCheckedByTheirScheme) {
  for (const auto* known :
       {"default", "passphrase", "awskms://alias/x", "hashivault://k", "gcpkms://p", "azurekeyvault://v"}) {
    EXPECT_TRUE(check_secrets_provider(known)) << known;
  }
  const auto unknown = check_secrets_provider("aws://x");
  ASSERT_FALSE(unknown);
  EXPECT_NE(unknown.error().message.find("'aws'"), std::string::npos);
  EXPECT_NE(unknown.error().help.find("awskms"), std::string::npos);
}

TEST(KeyedCrypters, MakeTheirKeyOnceHoweverManyThreadsCome) {
  SystemEntropy entropy;
  std::atomic<int> made = 0;
  KeyedCrypter::KeySource source;
  source.make = [&]() -> Result<SymmetricKey> {
    ++made;
    return SymmetricKey::of(SecretBytes(std::string(32, 'k')));
  };
  KeyedCrypter crypter(std::move(source), entropy);
  std::vector<std::thread> threads;
  std::atomic<int> right = 0;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      if (i % 2 == 0) crypter.prepare();
      for (int n = 0; n < 50; ++n) {
        const auto plaintext = std::to_string(i * 1000 + n);
        const auto ciphertext = crypter.encrypt(plaintext);
        if (ciphertext && *crypter.decrypt(*ciphertext) == plaintext) ++right;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(made, 1);
  EXPECT_EQ(right, 400);
}

TEST(KeyedCrypters, KeepTheErrorOfTheirKey) {
  SystemEntropy entropy;
  int asked = 0;
  KeyedCrypter::KeySource source;
  source.make = [&]() -> Result<SymmetricKey> {
    ++asked;
    return fail_with_help("no key", "buy one");
  };
  KeyedCrypter crypter(std::move(source), entropy);
  EXPECT_FALSE(crypter.unlock());
  EXPECT_EQ(crypter.encrypt("x").error().message, "failed to encrypt: no key");
  EXPECT_EQ(crypter.decrypt("x").error().help, "buy one");
  EXPECT_EQ(asked, 1);
}

}  // namespace
}  // namespace ashlar::secrets
