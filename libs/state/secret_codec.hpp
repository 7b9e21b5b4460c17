#pragma once
/// How secrets get in and out of state files. The crypters themselves are elsewhere; two functions are all that is
/// needed here.

#include <functional>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "resource/property_value.hpp"

namespace ashlar::state {

/// Encrypts and decrypts with the key of one stack. Both may be called on any thread, also at once. They may derive the
/// key when first called: a state without secrets never calls them.
struct SecretCodec {
  std::function<Result<std::string>(const std::string& plaintext)> encrypt;
  std::function<Result<std::string>(const std::string& ciphertext)> decrypt;
};

/// What a reader does with the secrets it meets.
struct SecretReading {
  /// Empty: secrets stay sealed, which needs no key and is enough for whatever does not look into them.
  std::function<Result<std::string>(const std::string& ciphertext)> decrypt;
  /// False when the values will be written under another key: another stack's outputs, say.
  bool keep_ciphertext = true;
};

/// What a writer does with secrets.
struct SecretWriting {
  /// Called for secrets that have no ciphertext yet. May be empty when there are none.
  std::function<Result<std::string>(const std::string& plaintext)> encrypt;
  bool reuse_ciphertext = true;  ///< false: encrypt all anew (the key changed)
  bool show = false;             ///< in plain text, as `stack export --show-secrets` does
};

/// What stands for the value of a secret that was read without decrypting it. Only its ciphertext can be used.
[[nodiscard]] const std::shared_ptr<const PropertyValue>& sealed_value();
[[nodiscard]] inline bool is_sealed(const Secret& secret) { return secret.value == sealed_value(); }

}  // namespace ashlar::state
