#pragma once

#include <memory>

#include "secrets/crypter.hpp"
#include "state/secret_codec.hpp"

namespace ashlar::state {

/// The two functions that state files need, of a stack's crypter.
[[nodiscard]] inline SecretCodec codec_of(std::shared_ptr<secrets::Crypter> crypter) {
  return {[crypter](const std::string& plaintext) { return crypter->encrypt(plaintext); },
          [crypter](const std::string& ciphertext) { return crypter->decrypt(ciphertext); }};
}

}  // namespace ashlar::state
