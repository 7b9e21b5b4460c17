#pragma once
/// AES-256-GCM in the text form that stack files and states hold (reference 7.1).

#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "secrets/secret_bytes.hpp"

namespace ashlar::secrets {

/// A 32-byte key.
class SymmetricKey {
 public:
  static constexpr std::size_t size = 32;

  /// Fails unless there are 32 bytes.
  [[nodiscard]] static Result<SymmetricKey> of(SecretBytes bytes);
  [[nodiscard]] static SymmetricKey random(Entropy& entropy);

  /// `v1:` + base64(nonce) + `:` + base64(ciphertext and tag), with a fresh nonce.
  [[nodiscard]] Result<std::string> encrypt(std::string_view plaintext, Entropy& entropy) const;
  [[nodiscard]] Result<std::string> decrypt(std::string_view ciphertext) const;

  [[nodiscard]] std::string_view bytes() const { return bytes_.view(); }

 private:
  explicit SymmetricKey(SecretBytes bytes) : bytes_(std::move(bytes)) {}
  SecretBytes bytes_;
};

}  // namespace ashlar::secrets
