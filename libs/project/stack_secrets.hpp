#pragma once
/// A stack's settings and the secrets manager that they name (reference 7).

#include "project/stack_config.hpp"
#include "secrets/secrets_manager.hpp"

namespace ashlar::project {

/// The manager that the settings name; nothing when they name none yet. `stack` is shown when a passphrase is asked
/// for.
[[nodiscard]] Result<std::optional<secrets::SecretsManager>> secrets_manager_of(const StackConfig& config,
                                                                                secrets::SecretsManagers& managers,
                                                                                std::string_view stack);

/// The same; settings that name none get one with a passphrase, and must be saved then.
[[nodiscard]] Result<secrets::SecretsManager> ensure_secrets_manager(StackConfig& config,
                                                                     secrets::SecretsManagers& managers,
                                                                     std::string_view stack);

/// A manager for a new stack, by the argument of `--secrets-provider`: empty or `default` or `passphrase`, or a URL.
/// Settings that are there already are kept when they fit. They must be saved afterwards.
[[nodiscard]] Result<secrets::SecretsManager> make_secrets_manager(StackConfig& config,
                                                                   secrets::SecretsManagers& managers,
                                                                   std::string_view provider, std::string_view stack);

/// Takes the configuration's secrets from the manager that the settings name to `next`, and makes the settings name
/// that one. The state's secrets are the caller's.
Status change_secrets_manager(StackConfig& config, secrets::SecretsManagers& managers,
                              const secrets::SecretsManager& next, std::string_view stack);

/// Copies all values of `from`, or the one at `key`, into `to`, with secrets taken from one lock to the other. Each
/// crypter may be null when there are no secrets.
struct ConfigCopy {
  const ConfigMap* from = nullptr;
  ConfigMap* to = nullptr;
  secrets::Crypter* from_crypter = nullptr;
  secrets::Crypter* to_crypter = nullptr;
};
Status copy_config(const ConfigCopy& copy);
/// False when there is no such key.
Result<bool> copy_config_value(const ConfigCopy& copy, const ConfigKey& key, bool is_path);

}  // namespace ashlar::project
