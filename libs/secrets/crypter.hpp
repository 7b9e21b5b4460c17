#pragma once
/// The seam through which secrets are encrypted and decrypted.

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace ashlar::secrets {

/// Turns secrets into text that may be stored, and back. All functions may be called on any thread, also at once.
class Crypter {
 public:
  virtual ~Crypter() = default;

  /// A text that differs every time, also for the same plaintext. May wait for the key (see `unlock`).
  virtual Result<std::string> encrypt(std::string_view plaintext) = 0;
  /// Fails when the text was tampered with or belongs to another key. May wait for the key (see `unlock`).
  virtual Result<std::string> decrypt(std::string_view ciphertext) = 0;

  /// Starts getting the key ready in the background, when that needs no answer from the user, and returns at once.
  virtual void prepare() {}
  /// Waits until the key is ready and known to be the right one; the first use does the same. Asks the user where a
  /// passphrase has to be typed, so call it before a progress display takes the terminal.
  virtual Status unlock() { return {}; }
};

}  // namespace ashlar::secrets
