#include "secrets/symmetric.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "base/strings.hpp"

namespace ashlar::secrets {
namespace {

std::string random_text(std::mt19937& random, std::size_t size) {
  std::string text(size, '\0');
  for (auto& c : text) c = static_cast<char>(random());
  return text;
}

TEST(SymmetricKeys, ReadBackWhateverTheyEncrypted) {
  SystemEntropy entropy;
  std::mt19937 random(7);
  const auto key = SymmetricKey::random(entropy);
  for (std::size_t size : {0U, 1U, 15U, 16U, 17U, 4096U, 100'000U}) {
    const auto plaintext = random_text(random, size);
    const auto ciphertext = key.encrypt(plaintext, entropy);
    ASSERT_TRUE(ciphertext);
    EXPECT_EQ(*key.decrypt(*ciphertext), plaintext) << size;
  }
  for (int i = 0; i < 300; ++i) {
    const auto plaintext = random_text(random, random() % 200);
    EXPECT_EQ(*key.decrypt(*key.encrypt(plaintext, entropy)), plaintext);
  }
}

TEST(SymmetricKeys, NeverEncryptTheSameWayTwice) {
  SystemEntropy entropy;
  const auto key = SymmetricKey::random(entropy);
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(seen.insert(*key.encrypt("same", entropy)).second);
}

TEST(SymmetricKeys, NoticeAChangeOfAnyByte) {
  SystemEntropy entropy;
  const auto key = SymmetricKey::random(entropy);
  const auto ciphertext = *key.encrypt("hunter2", entropy);
  for (std::size_t i = 0; i < ciphertext.size(); ++i) {
    for (const char replacement : {'A', 'B', ':', '=', '!'}) {
      auto changed = ciphertext;
      if (changed[i] == replacement) continue;
      changed[i] = replacement;
      const auto read = key.decrypt(changed);
      // Base64 has bits that mean nothing before its padding; there a change may go unseen, and does no harm.
      EXPECT_TRUE(!read || *read == "hunter2") << changed;
    }
  }
  const auto fields = split(ciphertext, ':');
  for (const std::size_t field : {1U, 2U}) {
    auto bytes = *from_base64(fields[field]);
    for (std::size_t i = 0; i < bytes.size() * 8; ++i) {
      auto flipped = bytes;
      flipped[i / 8] = static_cast<char>(static_cast<unsigned char>(flipped[i / 8]) ^ 1U << i % 8);
      auto changed = fields;
      changed[field] = to_base64(flipped);
      const auto read = key.decrypt(join(changed, ":"));
      ASSERT_FALSE(read) << i;
      EXPECT_NE(read.error().message.find("message authentication failed"), std::string::npos) << read.error().message;
    }
  }
}

TEST(SymmetricKeys, RefuseWhatIsNoEncryptedValue) {
  SystemEntropy entropy;
  const auto key = SymmetricKey::random(entropy);
  const auto message = [&](const std::string& text) { return key.decrypt(text).error().message; };
  EXPECT_NE(message("plain").find("v1:<nonce>:<ciphertext>"), std::string::npos);
  EXPECT_NE(message("v1:a:b:c").find("v1:<nonce>:<ciphertext>"), std::string::npos);
  EXPECT_NE(message("v2:AAAA:AAAA").find("unknown version 'v2'"), std::string::npos);
  EXPECT_NE(message("v1:?:AAAA").find("nonce is no base64"), std::string::npos);
  EXPECT_NE(message("v1:AAAA:AAAA").find("nonce has 3 bytes"), std::string::npos);
  EXPECT_NE(message("v1:AAAAAAAAAAAAAAAA:AAAA").find("too short"), std::string::npos);
  EXPECT_NE(message("v1:AAAAAAAAAAAAAAAA:AA?A").find("ciphertext is no base64"), std::string::npos);
}

TEST(SymmetricKeys, HaveThirtyTwoBytes) {
  EXPECT_TRUE(SymmetricKey::of(SecretBytes(std::string(32, 'k'))));
  EXPECT_FALSE(SymmetricKey::of(SecretBytes(std::string(31, 'k'))));
}

TEST(SecretBytesTest, AreWipedWhereTheyCameFrom) {
  std::string passphrase = "hunter2";
  const char* memory = passphrase.data();
  const auto taken = SecretBytes::take(passphrase);
  EXPECT_EQ(taken.view(), "hunter2");
  EXPECT_TRUE(passphrase.empty());
  EXPECT_EQ(std::string_view(memory, 7), std::string_view("\0\0\0\0\0\0\0", 7));
}

}  // namespace
}  // namespace ashlar::secrets
