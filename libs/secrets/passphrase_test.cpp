#include "secrets/passphrase.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "base/temporary_directory.hpp"
#include "secrets/passphrase_source.hpp"

namespace ashlar::secrets {
namespace {

TEST(Passphrases, DecryptWhatTheGenuineToolEncrypted) {
  std::ifstream file(ASHLAR_SOURCE_DIR "/libs/secrets/testdata/decryption_vectors.json");
  const auto vectors = nlohmann::json::parse(file);
  ASSERT_GE(vectors.size(), 60U);
  std::map<std::string, SymmetricKey> keys;  // a key costs half a second
  for (const auto& vector : vectors) {
    const std::string salt_text = vector["salt"];
    if (!keys.contains(salt_text)) {
      const auto salt = PassphraseSalt::parse(salt_text);
      ASSERT_TRUE(salt) << salt.error().message;
      auto key = salt->unlock(SecretBytes(vector["passphrase"].get<std::string>()));
      ASSERT_TRUE(key) << key.error().message;
      keys.emplace(salt_text, *std::move(key));
    }
    const auto plaintext = keys.at(salt_text).decrypt(vector["ciphertext"].get<std::string>());
    ASSERT_TRUE(plaintext) << vector["where"] << plaintext.error().message;
    EXPECT_EQ(*plaintext, vector["plaintext"].get<std::string>()) << vector["where"];
  }
}

TEST(Passphrases, MakeASaltThatOnlyTheyUnlock) {
  SystemEntropy entropy;
  const auto made = make_passphrase_key(SecretBytes("correct horse"), entropy);
  ASSERT_TRUE(made);
  const auto salt = PassphraseSalt::parse(made->salt.text());
  ASSERT_TRUE(salt);
  const auto key = salt->unlock(SecretBytes("correct horse"));
  ASSERT_TRUE(key);
  EXPECT_EQ(*key->decrypt(*made->key.encrypt("text", entropy)), "text");

  const auto wrong = salt->unlock(SecretBytes("incorrect horse"));
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().message, "incorrect passphrase");
  EXPECT_TRUE(is_incorrect_passphrase(wrong.error()));
  EXPECT_NE(wrong.error().help.find("PULUMI_CONFIG_PASSPHRASE"), std::string::npos);
}

TEST(PassphraseSalts, ThatAreMalformedSaySo) {
  for (const auto* text : {"", "v1", "v1:abc", "v2:AAAA:v1:AAAA:AAAA", "v1:??:v1:AAAA:AAAA"}) {
    const auto salt = PassphraseSalt::parse(text);
    ASSERT_FALSE(salt) << text;
    EXPECT_NE(salt.error().message.find("malformed encryption salt"), std::string::npos);
  }
}

class PassphraseSources : public ::testing::Test {
 protected:
  RealFileSystem files_;
  TemporaryDirectory directory_;
  std::vector<std::string> questions_;

  PassphrasePrompt answers(std::vector<std::string> answers) {
    return [this, answers, next = 0U](std::string_view question) mutable -> Result<std::string> {
      questions_.emplace_back(question);
      if (next == answers.size()) return fail("gave up", ErrorKind::cancelled);
      return answers[next++];
    };
  }
};

TEST_F(PassphraseSources, TakeTheVariableEvenWhenItIsEmpty) {
  const auto file = directory_.path() + "/passphrase";
  ASSERT_TRUE(files_.write_file_atomically(file, "from file", 0600));
  const Environment environment{{"PULUMI_CONFIG_PASSPHRASE", ""}, {"PULUMI_CONFIG_PASSPHRASE_FILE", file}};
  const PassphraseSource source(environment, files_, answers({"typed"}));
  EXPECT_FALSE(source.asks_the_user());
  EXPECT_EQ(source.existing("dev")->view(), "");
  EXPECT_EQ(source.chosen()->view(), "");
  EXPECT_TRUE(questions_.empty());
}

TEST_F(PassphraseSources, TakeTheFileWithoutTheSpaceAroundItsText) {
  const auto file = directory_.path() + "/passphrase";
  ASSERT_TRUE(files_.write_file_atomically(file, "\n  two words \r\n", 0600));
  const PassphraseSource source(Environment{{"PULUMI_CONFIG_PASSPHRASE_FILE", file}}, files_, answers({"typed"}));
  EXPECT_EQ(source.existing("dev")->view(), "two words");
}

TEST_F(PassphraseSources, NameTheFileThatCannotBeRead) {
  const PassphraseSource source(Environment{{"PULUMI_CONFIG_PASSPHRASE_FILE", "/nonexistent"}}, files_, nullptr);
  const auto passphrase = source.existing("dev");
  ASSERT_FALSE(passphrase);
  EXPECT_NE(passphrase.error().message.find("PULUMI_CONFIG_PASSPHRASE_FILE"), std::string::npos);
  EXPECT_NE(passphrase.error().message.find("/nonexistent"), std::string::npos);
  EXPECT_EQ(passphrase.error().kind, ErrorKind::failed);
}

TEST_F(PassphraseSources, FailWithHelpWhereNobodyCanAnswer) {
  const PassphraseSource source(Environment(), files_, nullptr);
  const auto passphrase = source.existing("dev");
  ASSERT_FALSE(passphrase);
  EXPECT_NE(passphrase.error().message.find("PULUMI_CONFIG_PASSPHRASE_FILE"), std::string::npos);
  EXPECT_FALSE(passphrase.error().help.empty());
  EXPECT_FALSE(source.replacement());
}

TEST_F(PassphraseSources, AskTwiceForANewPassphraseUntilBothAgree) {
  const PassphraseSource source(Environment(), files_, answers({"one", "two", "three", "three"}));
  EXPECT_TRUE(source.asks_the_user());
  EXPECT_EQ(source.chosen()->view(), "three");
  ASSERT_EQ(questions_.size(), 4U);
  EXPECT_NE(questions_[2].find("passphrases do not match"), std::string::npos);
}

TEST_F(PassphraseSources, NameTheStackInTheQuestion) {
  const PassphraseSource source(Environment(), files_, answers({"typed"}));
  EXPECT_EQ(source.existing("dev")->view(), "typed");
  EXPECT_NE(questions_.at(0).find("for stack dev"), std::string::npos);
}

TEST_F(PassphraseSources, PassOnThatTheUserGaveUp) {
  const PassphraseSource source(Environment(), files_, answers({}));
  EXPECT_EQ(source.existing("dev").error().kind, ErrorKind::cancelled);
}

}  // namespace
}  // namespace ashlar::secrets
