#include "secrets/secret_bytes.hpp"

#include <openssl/crypto.h>

#include <utility>

namespace ashlar::secrets {

SecretBytes SecretBytes::take(std::string& text) {
  SecretBytes taken{std::string_view(text)};
  wipe(text);
  return taken;
}

SecretBytes SecretBytes::zeros(std::size_t count) {
  SecretBytes bytes;
  bytes.bytes_.resize(count);
  return bytes;
}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
  bytes_.swap(other.bytes_);  // `other` wipes what was here
  return *this;
}

SecretBytes::~SecretBytes() {
  if (!bytes_.empty()) OPENSSL_cleanse(bytes_.data(), bytes_.size());
}

unsigned char* SecretBytes::data() { return reinterpret_cast<unsigned char*>(bytes_.data()); }
const unsigned char* SecretBytes::data() const { return reinterpret_cast<const unsigned char*>(bytes_.data()); }

bool operator==(const SecretBytes& left, const SecretBytes& right) {
  return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

void wipe(std::string& text) {
  if (!text.empty()) OPENSSL_cleanse(text.data(), text.size());
  text.clear();
}

}  // namespace ashlar::secrets
