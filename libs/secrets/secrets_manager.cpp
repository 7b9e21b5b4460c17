#include "secrets/secrets_manager.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/strings.hpp"
#include "secrets/keyed_crypter.hpp"

namespace ashlar::secrets {

namespace {

constexpr std::string_view azure_scheme = "azurekeyvault://";

/// Fails every use, with the reason why.
class LockedCrypter final : public Crypter {
 public:
  explicit LockedCrypter(Error reason) : reason_(std::move(reason)) {}
  Result<std::string> encrypt(std::string_view /*plaintext*/) override { return reason_.within("failed to encrypt"); }
  Result<std::string> decrypt(std::string_view /*ciphertext*/) override { return reason_.within("failed to decrypt"); }
  Status unlock() override { return reason_; }

 private:
  Error reason_;
};

/// Asks for the passphrase and stretches it, again and again while a person at the keyboard gets it wrong.
Result<SymmetricKey> unlock_with(const PassphraseSource& passphrases, const PassphraseSalt& salt,
                                 const std::string& stack) {
  std::string complaint;
  while (true) {
    const auto passphrase = passphrases.existing(stack, complaint);
    if (!passphrase) return passphrase.error();
    auto key = salt.unlock(*passphrase);
    if (key || !is_incorrect_passphrase(key.error()) || !passphrases.asks_the_user()) return key;
    complaint = key.error().message;
  }
}

std::string from_url_alphabet(std::string_view text) {
  std::string standard(text);
  std::replace(standard.begin(), standard.end(), '-', '+');
  std::replace(standard.begin(), standard.end(), '_', '/');
  standard.append((4 - standard.size() % 4) % 4, '=');
  return standard;
}

std::string to_url_alphabet(std::string standard) {
  std::replace(standard.begin(), standard.end(), '+', '-');
  std::replace(standard.begin(), standard.end(), '/', '_');
  standard.erase(standard.find_last_not_of('=') + 1);
  return standard;
}

/// The service's own bytes of an `encryptedkey`. Those of Azure are in URL-safe base64 once more; some states lack
/// that.
Result<std::string> decode_wrapped_key(std::string_view url, std::string_view encrypted_key) {
  auto outer = from_base64(encrypted_key);
  if (!outer) return outer.error().within("the encrypted data key is no base64");
  if (!url.starts_with(azure_scheme)) return outer;
  auto inner = from_base64(from_url_alphabet(*outer));
  return inner ? inner : outer;
}

std::string encode_wrapped_key(std::string_view url, const std::string& wrapped) {
  if (!url.starts_with(azure_scheme)) return to_base64(wrapped);
  return to_base64(to_url_alphabet(to_base64(wrapped)));
}

SecretsManager passphrase_manager(const std::string& salt, std::shared_ptr<Crypter> crypter) {
  SecretsManager manager;
  manager.type = "passphrase";
  manager.state = nlohmann::ordered_json{{"salt", salt}}.dump();
  manager.crypter = std::move(crypter);
  manager.encryption_salt = salt;
  return manager;
}

SecretsManager cloud_manager(std::string_view url, std::string_view encrypted_key, std::shared_ptr<Crypter> crypter) {
  SecretsManager manager;
  manager.type = "cloud";
  manager.state = nlohmann::ordered_json{{"url", url}, {"encryptedkey", encrypted_key}}.dump();
  manager.crypter = std::move(crypter);
  manager.secrets_provider = url;
  manager.encrypted_key = encrypted_key;
  return manager;
}

/// The text member `key` of a state, or an error.
Result<std::string> text_member(const nlohmann::json& state, const char* key) {
  const auto found = state.is_object() ? state.find(key) : state.end();
  if (!state.is_object() || found == state.end() || !found->is_string()) {
    return fail(std::string("the state's secrets provider has no '") + key + "'");
  }
  return found->get<std::string>();
}

}  // namespace

SecretsManagers::SecretsManagers(PassphraseSource passphrases, KeyService& key_service, Entropy& entropy,
                                 const Environment& environment)
    : passphrases_(std::move(passphrases)),
      key_service_(key_service),
      entropy_(entropy),
      url_override_(environment.text("PULUMI_CLOUD_SECRET_OVERRIDE")) {}

std::shared_ptr<Crypter> SecretsManagers::find(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const auto found = crypters_.find(name);
  return found == crypters_.end() ? nullptr : found->second;
}

std::shared_ptr<Crypter> SecretsManagers::keep(const std::string& name, std::shared_ptr<Crypter> crypter) {
  const std::lock_guard lock(mutex_);
  return crypters_.emplace(name, std::move(crypter)).first->second;
}

std::string SecretsManagers::service_url(std::string_view url) const {
  return url_override_.empty() ? std::string(url) : url_override_;
}

Result<SecretsManager> SecretsManagers::open_passphrase(std::string_view encryption_salt, std::string_view stack) {
  auto salt = PassphraseSalt::parse(encryption_salt);
  if (!salt) return salt.error();
  const std::string text = salt->text();
  auto crypter = find(text);
  if (!crypter) {
    KeyedCrypter::KeySource source;
    source.make = [source_of_passphrases = passphrases_, salt = *std::move(salt), stack = std::string(stack)] {
      return unlock_with(source_of_passphrases, salt, stack);
    };
    source.asks_the_user = [source_of_passphrases = passphrases_] { return source_of_passphrases.asks_the_user(); };
    crypter = keep(text, std::make_shared<KeyedCrypter>(std::move(source), entropy_));
  }
  return passphrase_manager(text, std::move(crypter));
}

Result<SecretsManager> SecretsManagers::open_cloud(std::string_view url, std::string_view encrypted_key) {
  if (auto known = check_secrets_provider(url); !known) return known.error();
  auto wrapped = decode_wrapped_key(url, encrypted_key);
  if (!wrapped) return wrapped.error();
  const std::string name = std::string(url) + '\n' + std::string(encrypted_key);
  auto crypter = find(name);
  if (!crypter) {
    KeyedCrypter::KeySource source;
    source.make = [&service = key_service_, asked = service_url(url),
                   wrapped = *std::move(wrapped)]() -> Result<SymmetricKey> {
      auto key = service.unwrap(asked, wrapped);
      if (!key) return key.error();
      return SymmetricKey::of(*std::move(key));
    };
    crypter = keep(name, std::make_shared<KeyedCrypter>(std::move(source), entropy_));
  }
  return cloud_manager(url, encrypted_key, std::move(crypter));
}

Result<SecretsManager> SecretsManagers::open_state(std::string_view type, std::string_view state,
                                                   std::string_view stack) {
  const auto parsed = nlohmann::json::parse(state, nullptr, false);
  Result<SecretsManager> opened = fail_with_help(
      "the state's secrets are kept by a provider of type '" + std::string(type) + "', which cannot be used here",
      "change it to `passphrase` or a cloud key with the tool that wrote the state: stack change-secrets-provider");
  if (type == "passphrase") {
    const auto salt = text_member(parsed, "salt");
    if (!salt) return salt.error();
    opened = open_passphrase(*salt, stack);
    if (!opened) return opened;
  } else if (type == "cloud") {
    const auto url = text_member(parsed, "url");
    if (!url) return url.error();
    const auto encrypted_key = text_member(parsed, "encryptedkey");
    if (!encrypted_key) return encrypted_key.error();
    opened = open_cloud(*url, *encrypted_key);
    if (!opened) return opened;
  } else {
    SecretsManager locked;
    locked.crypter = std::make_shared<LockedCrypter>(opened.error());
    opened = std::move(locked);
  }
  opened->type = type;
  opened->state = state;  // as it was, whatever else it holds
  return opened;
}

Result<SecretsManager> SecretsManagers::make_passphrase() {
  const auto passphrase = passphrases_.chosen();
  if (!passphrase) return passphrase.error();
  return make_passphrase(*passphrase);
}

Result<SecretsManager> SecretsManagers::make_passphrase(const SecretBytes& passphrase) {
  auto made = make_passphrase_key(passphrase, entropy_);
  if (!made) return made.error();
  const auto& salt = made->salt.text();
  return passphrase_manager(salt, keep(salt, std::make_shared<KeyedCrypter>(std::move(made->key), entropy_)));
}

Result<SecretsManager> SecretsManagers::make_cloud(std::string_view url) {
  if (auto known = check_secrets_provider(url); !known) return known.error();
  auto key = SymmetricKey::random(entropy_);
  const auto wrapped = key_service_.wrap(service_url(url), SecretBytes(key.bytes()));
  if (!wrapped) return wrapped.error();
  const auto encrypted_key = encode_wrapped_key(url, *wrapped);
  auto crypter = std::make_shared<KeyedCrypter>(std::move(key), entropy_);
  return cloud_manager(url, encrypted_key, keep(std::string(url) + '\n' + encrypted_key, std::move(crypter)));
}

}  // namespace ashlar::secrets
