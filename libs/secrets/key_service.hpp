#pragma once
/// The seam to a cloud's key management service, which locks a stack's data key (reference 7.2).

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "secrets/secret_bytes.hpp"

namespace ashlar::secrets {

/// Encrypts and decrypts data keys with a key that never leaves the service. The key is named by a URL with one of the
/// schemes awskms, azurekeyvault, gcpkms, hashivault. Calls block, and may come on any thread.
class KeyService {
 public:
  virtual ~KeyService() = default;
  /// The data key, encrypted: the service's own bytes, without any text encoding.
  virtual Result<std::string> wrap(const std::string& url, const SecretBytes& data_key) = 0;
  virtual Result<SecretBytes> unwrap(const std::string& url, std::string_view wrapped) = 0;
};

/// For where no service can be reached: every call fails, naming the URL and what is supported.
class UnavailableKeyService final : public KeyService {
 public:
  Result<std::string> wrap(const std::string& url, const SecretBytes& data_key) override;
  Result<SecretBytes> unwrap(const std::string& url, std::string_view wrapped) override;
};

/// Checks a `--secrets-provider` argument: `default`, `passphrase`, or a URL with a known scheme.
[[nodiscard]] Status check_secrets_provider(std::string_view provider);

}  // namespace ashlar::secrets
