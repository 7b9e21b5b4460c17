#include "secrets/key_service.hpp"

#include <algorithm>
#include <array>

namespace ashlar::secrets {

namespace {

constexpr std::array<std::string_view, 6> providers = {"default",       "passphrase", "awskms",
                                                       "azurekeyvault", "gcpkms",     "hashivault"};

Error unavailable(const std::string& url) {
  return fail_with_help(
      "the key service of " + url + " cannot be reached from here",
      "`passphrase` is the secrets provider that always works: `ashlar stack change-secrets-provider passphrase` "
      "changes to it, where the service can be reached");
}

}  // namespace

Result<std::string> UnavailableKeyService::wrap(const std::string& url, const SecretBytes& /*data_key*/) {
  return unavailable(url);
}

Result<SecretBytes> UnavailableKeyService::unwrap(const std::string& url, std::string_view /*wrapped*/) {
  return unavailable(url);
}

Status check_secrets_provider(std::string_view provider) {
  const auto kind = provider.substr(0, provider.find(':'));
  if (std::find(providers.begin(), providers.end(), kind) != providers.end()) return {};
  return fail_with_help("unknown secrets provider type '" + std::string(kind) + "'",
                        "supported are: default, passphrase, awskms://…, azurekeyvault://…, gcpkms://…, hashivault://…",
                        ErrorKind::usage);
}

}  // namespace ashlar::secrets
