#pragma once
/// Keys made from passphrases (reference 7.1).

#include <string>
#include <string_view>

#include "secrets/symmetric.hpp"

namespace ashlar::secrets {

/// What a stack file calls `encryptionsalt`: the salt, and a known text encrypted with the key, to tell a wrong
/// passphrase.
class PassphraseSalt {
 public:
  /// From `v1:` + base64(salt) + `:` + the encrypted text.
  [[nodiscard]] static Result<PassphraseSalt> parse(std::string_view text);

  /// The key that `passphrase` gives, or the error "incorrect passphrase". Takes about half a second of computing.
  [[nodiscard]] Result<SymmetricKey> unlock(const SecretBytes& passphrase) const;

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  PassphraseSalt(std::string text, std::string salt, std::string proof)
      : text_(std::move(text)), salt_(std::move(salt)), proof_(std::move(proof)) {}

  std::string text_;
  std::string salt_;
  std::string proof_;  ///< the encrypted known text
};

/// Whether an error of `unlock` says that the passphrase is wrong, rather than that something failed.
[[nodiscard]] bool is_incorrect_passphrase(const Error& error);

/// A new salt for `passphrase` and the key that they give. Takes as long as `unlock`.
struct NewPassphraseKey {
  PassphraseSalt salt;
  SymmetricKey key;
};
[[nodiscard]] Result<NewPassphraseKey> make_passphrase_key(const SecretBytes& passphrase, Entropy& entropy);

/// PBKDF2-HMAC-SHA256 with 1,000,000 rounds.
[[nodiscard]] Result<SymmetricKey> derive_key(const SecretBytes& passphrase, std::string_view salt);

}  // namespace ashlar::secrets
