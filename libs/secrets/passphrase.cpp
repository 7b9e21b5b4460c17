#include "secrets/passphrase.hpp"

#include <nettle/pbkdf2.h>

#include "base/strings.hpp"

namespace ashlar::secrets {

namespace {

constexpr int rounds = 1'000'000;
constexpr std::size_t salt_size = 8;
constexpr std::string_view known_text = "pulumi";
constexpr std::string_view incorrect_passphrase = "incorrect passphrase";

}  // namespace

Result<SymmetricKey> derive_key(const SecretBytes& passphrase, std::string_view salt) {
  auto key = SecretBytes::zeros(SymmetricKey::size);
  const auto bytes = [](std::string_view text) { return reinterpret_cast<const std::uint8_t*>(text.data()); };
  // OpenSSL 3 gives the same key in twice the time: it allocates in each of the rounds.
  nettle_pbkdf2_hmac_sha256(passphrase.size(), bytes(passphrase.view()), rounds, salt.size(), bytes(salt), key.size(),
                            key.data());
  return SymmetricKey::of(std::move(key));
}

Result<PassphraseSalt> PassphraseSalt::parse(std::string_view text) {
  const auto malformed = [](const std::string& reason) {
    return fail_with_help(
        "malformed encryption salt: " + reason,
        "restore `encryptionsalt` in the stack's configuration file from version control; without it the secrets "
        "cannot be decrypted");
  };
  const auto first = text.find(':');
  const auto second = first == std::string_view::npos ? first : text.find(':', first + 1);
  if (second == std::string_view::npos) return malformed("it must look like v1:<salt>:<encrypted text>");
  if (text.substr(0, first) != "v1") return malformed("only version v1 is known");
  auto salt = from_base64(text.substr(first + 1, second - first - 1));
  if (!salt) return malformed("the salt is no base64");
  return PassphraseSalt(std::string(text), *std::move(salt), std::string(text.substr(second + 1)));
}

Result<SymmetricKey> PassphraseSalt::unlock(const SecretBytes& passphrase) const {
  auto key = derive_key(passphrase, salt_);
  if (!key) return key;
  const auto proof = key->decrypt(proof_);
  if (!proof || *proof != known_text) {
    return fail_with_help(std::string(incorrect_passphrase),
                          "set PULUMI_CONFIG_PASSPHRASE to the passphrase that this stack was created with, or "
                          "PULUMI_CONFIG_PASSPHRASE_FILE to a file that contains it");
  }
  return key;
}

bool is_incorrect_passphrase(const Error& error) { return error.message == incorrect_passphrase; }

Result<NewPassphraseKey> make_passphrase_key(const SecretBytes& passphrase, Entropy& entropy) {
  const auto salt = entropy.bytes(salt_size);
  auto key = derive_key(passphrase, salt);
  if (!key) return key.error();
  const auto proof = key->encrypt(known_text, entropy);
  if (!proof) return proof.error();
  auto parsed = PassphraseSalt::parse("v1:" + to_base64(salt) + ":" + *proof);
  if (!parsed) return parsed.error();
  return NewPassphraseKey{*std::move(parsed), *std::move(key)};
}

}  // namespace ashlar::secrets
