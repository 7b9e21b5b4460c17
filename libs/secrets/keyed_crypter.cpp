#include "secrets/keyed_crypter.hpp"

namespace ashlar::secrets {

KeyedCrypter::KeyedCrypter(SymmetricKey key, Entropy& entropy) : entropy_(entropy) {
  std::promise<Key> ready;
  ready.set_value(std::make_shared<const Result<SymmetricKey>>(std::move(key)));
  key_ = ready.get_future().share();
}

std::shared_future<KeyedCrypter::Key> KeyedCrypter::start(std::launch when) {
  const std::lock_guard lock(mutex_);
  if (!key_.valid()) {
    key_ = std::async(when, [this] { return std::make_shared<const Result<SymmetricKey>>(source_.make()); }).share();
  }
  return key_;
}

// Of several threads that come at once, one makes the key and the others wait for it.
KeyedCrypter::Key KeyedCrypter::key() { return start(std::launch::deferred).get(); }

void KeyedCrypter::prepare() {
  if (source_.asks_the_user && source_.asks_the_user()) return;
  start(std::launch::async);
}

Status KeyedCrypter::unlock() {
  const auto ready = key();
  if (!*ready) return ready->error();
  return {};
}

Result<std::string> KeyedCrypter::encrypt(std::string_view plaintext) {
  const auto ready = key();
  if (!*ready) return ready->error().within("failed to encrypt");
  return (*ready)->encrypt(plaintext, entropy_);
}

Result<std::string> KeyedCrypter::decrypt(std::string_view ciphertext) {
  const auto ready = key();
  if (!*ready) return ready->error().within("failed to decrypt");
  return (*ready)->decrypt(ciphertext);
}

}  // namespace ashlar::secrets
