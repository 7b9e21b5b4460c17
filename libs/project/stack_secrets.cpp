#include "project/stack_secrets.hpp"

namespace ashlar::project {

namespace {

bool is_default(std::string_view provider) { return provider.empty() || provider == "default"; }

void describe(StackConfig& config, const secrets::SecretsManager& manager) {
  config.secrets() = {manager.secrets_provider, manager.encrypted_key, manager.encryption_salt};
}

bool names_cloud(const StackConfig::SecretsSettings& settings) {
  return !is_default(settings.secrets_provider) && settings.secrets_provider != "passphrase";
}

Result<YamlValue> copied(const YamlValue& value, const ConfigCopy& copy) {
  if (!is_secure(value)) return value;
  if (copy.from_crypter == nullptr || copy.to_crypter == nullptr) {
    return fail("a secret cannot be copied without both keys", ErrorKind::internal);
  }
  return reencrypted(value, *copy.from_crypter, *copy.to_crypter);
}

}  // namespace

Result<std::optional<secrets::SecretsManager>> secrets_manager_of(const StackConfig& config,
                                                                  secrets::SecretsManagers& managers,
                                                                  std::string_view stack) {
  const auto& settings = config.secrets();
  const auto opened = [&](Result<secrets::SecretsManager> manager) -> Result<std::optional<secrets::SecretsManager>> {
    if (!manager) return manager.error().within(config.path());
    return std::optional(*std::move(manager));
  };
  if (names_cloud(settings)) {
    if (settings.encrypted_key.empty()) {
      return fail_with_help(
          config.path() + " names the secrets provider " + settings.secrets_provider + " but has no 'encryptedkey'",
          "restore it from version control, or choose a provider anew with `ashlar stack change-secrets-provider`");
    }
    return opened(managers.open_cloud(settings.secrets_provider, settings.encrypted_key));
  }
  if (!settings.encryption_salt.empty()) return opened(managers.open_passphrase(settings.encryption_salt, stack));
  if (config.values().has_secrets()) {
    return fail_with_help(
        config.path() + " holds secrets but does not say how they are encrypted",
        "restore its 'encryptionsalt' (or 'secretsprovider' and 'encryptedkey') from version control");
  }
  return std::optional<secrets::SecretsManager>();
}

Result<secrets::SecretsManager> ensure_secrets_manager(StackConfig& config, secrets::SecretsManagers& managers,
                                                       std::string_view stack) {
  auto present = secrets_manager_of(config, managers, stack);
  if (!present) return present.error();
  if (*present) return *std::move(*present);
  auto made = managers.make_passphrase();
  if (made) describe(config, *made);
  return made;
}

Result<secrets::SecretsManager> make_secrets_manager(StackConfig& config, secrets::SecretsManagers& managers,
                                                     std::string_view provider, std::string_view stack) {
  const auto& settings = config.secrets();
  if (is_default(provider)) return ensure_secrets_manager(config, managers, stack);
  const bool is_passphrase = provider == "passphrase";
  const bool fits = is_passphrase ? !names_cloud(settings) && !settings.encryption_salt.empty()
                                  : settings.secrets_provider == provider && !settings.encrypted_key.empty();
  if (fits) return ensure_secrets_manager(config, managers, stack);
  if (config.values().has_secrets()) {
    return fail_with_help(
        config.path() + " holds secrets that are encrypted in another way than " + std::string(provider),
        "create the stack without --secrets-provider, then use `ashlar stack change-secrets-provider`");
  }
  auto made = is_passphrase ? managers.make_passphrase() : managers.make_cloud(provider);
  if (made) describe(config, *made);
  return made;
}

Status change_secrets_manager(StackConfig& config, secrets::SecretsManagers& managers,
                              const secrets::SecretsManager& next, std::string_view stack) {
  if (config.values().has_secrets()) {
    auto present = secrets_manager_of(config, managers, stack);
    if (!present) return present.error();
    auto values = config.values().reencrypted(*(*present)->crypter, *next.crypter);
    if (!values) return values.error().within(config.path());
    config.values() = *std::move(values);
  }
  describe(config, next);
  return {};
}

Status copy_config(const ConfigCopy& copy) {
  ConfigMap result = *copy.to;
  for (const auto& [key, value] : copy.from->values()) {
    auto again = copied(value, copy);
    if (!again) return again.error().within(key.text());
    result.set(key, *std::move(again));
  }
  *copy.to = std::move(result);
  return {};
}

Result<bool> copy_config_value(const ConfigCopy& copy, const ConfigKey& key, bool is_path) {
  std::optional<YamlValue> value;
  if (is_path) {
    auto found = copy.from->get_at(key);
    if (!found) return found.error();
    value = *std::move(found);
  } else if (const auto* found = copy.from->find(key)) {
    value = *found;
  }
  if (!value) return false;
  auto again = copied(*value, copy);
  if (!again) return again.error().within(key.text());
  if (!is_path) {
    copy.to->set(key, *std::move(again));
    return true;
  }
  if (auto set = copy.to->set_at(key, *std::move(again)); !set) return set.error();
  return true;
}

}  // namespace ashlar::project
