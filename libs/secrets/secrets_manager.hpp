#pragma once
/// What a stack's secrets are locked with, as stack files and states describe it (reference 7).

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "base/environment.hpp"
#include "secrets/crypter.hpp"
#include "secrets/key_service.hpp"
#include "secrets/passphrase.hpp"
#include "secrets/passphrase_source.hpp"

namespace ashlar::secrets {

/// A way to lock secrets: its description for the state, and what does it. Copies share the crypter.
struct SecretsManager {
  std::string type;   ///< `passphrase` or `cloud`; what else a state names is kept as it is
  std::string state;  ///< JSON, as it stands beside the type in a checkpoint's `secrets_providers`
  std::shared_ptr<Crypter> crypter;

  /// What a stack file says about it: one or two of these, the others are empty.
  std::string encryption_salt;   ///< `encryptionsalt`
  std::string secrets_provider;  ///< `secretsprovider`, a URL
  std::string encrypted_key;     ///< `encryptedkey`, base64
};

/// Opens and makes the secrets managers of one command. Nothing slow happens before a crypter is used or prepared, so
/// that a wrong or missing passphrase matters only to what really decrypts. A key is got once, however many managers it
/// serves. Thread-safe.
class SecretsManagers {
 public:
  /// `key_service` and `entropy` outlive this and all crypters, and may be called on any thread. `environment` may hold
  /// PULUMI_CLOUD_SECRET_OVERRIDE: the URL to ask instead of the one that is written down.
  SecretsManagers(PassphraseSource passphrases, KeyService& key_service, Entropy& entropy,
                  const Environment& environment);

  /// From a stack file's `encryptionsalt`. `stack` is named in the question for the passphrase.
  Result<SecretsManager> open_passphrase(std::string_view encryption_salt, std::string_view stack);
  /// From a stack file's `secretsprovider` and `encryptedkey`.
  Result<SecretsManager> open_cloud(std::string_view url, std::string_view encrypted_key);
  /// From a checkpoint's `secrets_providers`. A type that cannot be served gives a manager whose every use fails, so
  /// that the rest of the state can still be read and written.
  Result<SecretsManager> open_state(std::string_view type, std::string_view state, std::string_view stack);

  /// With a new salt, and the passphrase that the environment or the user gives. Takes half a second.
  Result<SecretsManager> make_passphrase();
  Result<SecretsManager> make_passphrase(const SecretBytes& passphrase);
  /// With a new data key, locked by the service that `url` names.
  Result<SecretsManager> make_cloud(std::string_view url);

  [[nodiscard]] const PassphraseSource& passphrases() const { return passphrases_; }

 private:
  std::shared_ptr<Crypter> keep(const std::string& name, std::shared_ptr<Crypter> crypter);
  std::shared_ptr<Crypter> find(const std::string& name);
  [[nodiscard]] std::string service_url(std::string_view url) const;

  PassphraseSource passphrases_;
  KeyService& key_service_;
  Entropy& entropy_;
  std::string url_override_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Crypter>> crypters_;  // by salt, or by URL and wrapped key
};

}  // namespace ashlar::secrets
