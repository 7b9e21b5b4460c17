#pragma once
/// Private keys and the names of host keys: what of ssh is not about one connection.

#include <libssh/libssh.h>

#include <map>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "fleet/connectors/ssh_options.hpp"

namespace ashlar::fleet {

/// A key, freed with its last holder.
using SshKey = std::shared_ptr<std::remove_pointer_t<ssh_key>>;

/// The private keys that were read, so that many hosts cost one reading: deriving the key of an encrypted file takes a
/// good part of a second. One thread.
class SshKeys {
 public:
  /// The error says whether the passphrase lacks or is wrong; of kind `not_found` when there is no such file.
  [[nodiscard]] Result<SshKey> read(const std::string& file, const std::string& passphrase);

 private:
  std::map<std::pair<std::string, std::string>, Result<SshKey>> read_;
};

/// Checks the key that the server has just proven to hold against the known_hosts files, as `options` want it.
[[nodiscard]] Status check_host_key(ssh_session session, const SshOptions& options);

}  // namespace ashlar::fleet
