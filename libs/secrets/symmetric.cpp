#include "secrets/symmetric.hpp"

#include <openssl/evp.h>

#include <memory>

#include "base/strings.hpp"

namespace ashlar::secrets {

namespace {

constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

Error library_failure(const char* what) {
  return fail(std::string("OpenSSL could not ") + what + " a secret", ErrorKind::internal);
}

struct Parts {
  std::string nonce;
  std::string sealed;  ///< ciphertext and tag
};

Result<Parts> parse(std::string_view text) {
  constexpr auto help = "set the value again, for instance with `ashlar config set --secret`";
  const auto fields = split(text, ':');
  if (fields.size() != 3) {
    return fail_with_help("not an encrypted value: it must look like v1:<nonce>:<ciphertext>", help);
  }
  if (fields[0] != "v1") {
    return fail_with_help("unknown version '" + fields[0] + "' of an encrypted value: only v1 is known",
                          "it may have been written by a newer version of the tool");
  }
  auto nonce = from_base64(fields[1]);
  if (!nonce) return nonce.error().within("not an encrypted value: its nonce is no base64");
  if (nonce->size() != nonce_size) {
    return fail_with_help("not an encrypted value: its nonce has " + std::to_string(nonce->size()) + " bytes, not " +
                              std::to_string(nonce_size),
                          help);
  }
  auto sealed = from_base64(fields[2]);
  if (!sealed) return sealed.error().within("not an encrypted value: its ciphertext is no base64");
  if (sealed->size() < tag_size) return fail_with_help("not an encrypted value: its ciphertext is too short", help);
  Parts parts;
  parts.nonce = *std::move(nonce);
  parts.sealed = *std::move(sealed);
  return parts;
}

}  // namespace

Result<SymmetricKey> SymmetricKey::of(SecretBytes bytes) {
  if (bytes.size() != size) {
    return fail("a key for AES-256 has 32 bytes, this one has " + std::to_string(bytes.size()));
  }
  return SymmetricKey(std::move(bytes));
}

SymmetricKey SymmetricKey::random(Entropy& entropy) {
  auto bytes = entropy.bytes(size);
  return SymmetricKey(SecretBytes::take(bytes));
}

Result<std::string> SymmetricKey::encrypt(std::string_view plaintext, Entropy& entropy) const {
  const auto nonce = entropy.bytes(nonce_size);
  const Context context(EVP_CIPHER_CTX_new());
  std::string sealed(plaintext.size() + tag_size, '\0');
  int written = 0;
  int rest = 0;
  const bool done =
      context && EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytes_.data(), bytes_of(nonce)) == 1 &&
      (plaintext.empty() || EVP_EncryptUpdate(context.get(), bytes_of(sealed), &written, bytes_of(plaintext),
                                              static_cast<int>(plaintext.size())) == 1) &&
      EVP_EncryptFinal_ex(context.get(), bytes_of(sealed) + written, &rest) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, tag_size, bytes_of(sealed) + plaintext.size()) == 1;
  if (!done) return library_failure("encrypt");
  return "v1:" + to_base64(nonce) + ":" + to_base64(sealed);
}

Result<std::string> SymmetricKey::decrypt(std::string_view ciphertext) const {
  auto parts = parse(ciphertext);
  if (!parts) return parts.error();
  auto& sealed = parts->sealed;
  const auto length = sealed.size() - tag_size;
  const Context context(EVP_CIPHER_CTX_new());
  std::string plaintext(length, '\0');
  int written = 0;
  const bool ready =
      context &&
      EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytes_.data(), bytes_of(parts->nonce)) == 1 &&
      (length == 0 || EVP_DecryptUpdate(context.get(), bytes_of(plaintext), &written, bytes_of(sealed),
                                        static_cast<int>(length)) == 1) &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, tag_size, bytes_of(sealed) + length) == 1;
  if (!ready) return library_failure("decrypt");
  int rest = 0;
  if (EVP_DecryptFinal_ex(context.get(), bytes_of(plaintext) + written, &rest) != 1) {
    wipe(plaintext);
    return fail_with_help("message authentication failed: the encrypted value was changed, or belongs to another key",
                          "set the value again with `ashlar config set --secret`, or restore the file that holds it");
  }
  return plaintext;
}

}  // namespace ashlar::secrets
