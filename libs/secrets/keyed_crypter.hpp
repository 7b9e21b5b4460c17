#pragma once

#include <functional>
#include <future>
#include <memory>
#include <mutex>

#include "base/clock.hpp"
#include "secrets/crypter.hpp"
#include "secrets/symmetric.hpp"

namespace ashlar::secrets {

/// Encrypts with a key that costs time to get: a passphrase to stretch, a service to ask. It is got once, at first use
/// or ahead of it in the background; when that failed, every use fails with the same error.
class KeyedCrypter final : public Crypter {
 public:
  struct KeySource {
    std::function<Result<SymmetricKey>()> make;     ///< called at most once, on any thread
    std::function<bool()> asks_the_user = nullptr;  ///< whether `make` would; then `prepare` leaves it to the first use
  };

  /// `entropy` outlives this, and may be asked on any thread.
  KeyedCrypter(KeySource source, Entropy& entropy) : source_(std::move(source)), entropy_(entropy) {}
  /// With a key that is there already.
  KeyedCrypter(SymmetricKey key, Entropy& entropy);

  Result<std::string> encrypt(std::string_view plaintext) override;
  Result<std::string> decrypt(std::string_view ciphertext) override;
  void prepare() override;
  Status unlock() override;

 private:
  using Key = std::shared_ptr<const Result<SymmetricKey>>;

  std::shared_future<Key> start(std::launch when);
  Key key();

  KeySource source_;
  Entropy& entropy_;
  std::mutex mutex_;  // guards `key_`
  std::shared_future<Key> key_;
};

}  // namespace ashlar::secrets
