#pragma once
/// Test support: an "encryption" that a test can foretell.

#include <string>

#include "base/strings.hpp"
#include "state/secret_codec.hpp"

namespace ashlar::state {

inline std::string test_encrypt(const std::string& plaintext) { return "v1:" + to_base64(plaintext); }

inline Result<std::string> test_decrypt(const std::string& ciphertext) {
  if (!ciphertext.starts_with("v1:")) return fail("not a ciphertext");
  return from_base64(std::string_view(ciphertext).substr(3));
}

inline SecretReading test_reading() { return {test_decrypt, true}; }

inline SecretWriting test_writing() {
  return {.encrypt = [](const std::string& plaintext) -> Result<std::string> { return test_encrypt(plaintext); }};
}

}  // namespace ashlar::state
