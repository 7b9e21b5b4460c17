#include "project/secret_guess.hpp"

#include <gtest/gtest.h>

namespace ashlar::project {
namespace {

bool guess(std::string_view key, std::string_view value) { return looks_like_secret(ConfigKey::of("p", key), value); }

TEST(SecretGuesses, SeeRandomTextUnderATellingKey) {
  EXPECT_TRUE(guess("dbPassword", "x7$Kq9!mZ2"));
  EXPECT_TRUE(guess("api-TOKEN", "ghp_16C7e42F292c6912E7710c838347Ae178B4a"));
  EXPECT_TRUE(guess("secretKey", "9f86d081884c7d659a2feaa0c55ad015"));
}

TEST(SecretGuesses, LetWordsAndOtherKeysPass) {
  EXPECT_FALSE(guess("dbPassword", "hunter2"));
  EXPECT_FALSE(guess("token", "true"));
  EXPECT_FALSE(guess("token-count", "10000000"));
  EXPECT_FALSE(guess("secret-name", "production database"));
  EXPECT_FALSE(guess("password", ""));
  EXPECT_FALSE(guess("image", "ghp_16C7e42F292c6912E7710c838347Ae178B4a"));
}

}  // namespace
}  // namespace ashlar::project
