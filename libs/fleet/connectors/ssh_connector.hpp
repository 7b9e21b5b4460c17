#pragma once

#include <map>

#include "base/io_loop.hpp"
#include "fleet/connectors/connector.hpp"
#include "fleet/connectors/ssh_options.hpp"

namespace ashlar::fleet {

class SshKeys;
class SshLink;

/// Hosts over ssh, with what their connections share: keys that were read, and the connections to jump hosts.
class SshPool {
 public:
  /// `loop` must outlive it and all its connectors.
  explicit SshPool(IoLoop& loop);

  /// The host's key is verified before anything is sent to it; connecting takes about seven round trips.
  [[nodiscard]] std::unique_ptr<Connector> connector(const SshOptions& options);

 private:
  std::shared_ptr<SshLink> link(const SshOptions& options);
  std::shared_ptr<SshLink> shared_link(const SshOptions& options);

  IoLoop& loop_;
  std::shared_ptr<SshKeys> keys_;
  std::map<std::string, std::weak_ptr<SshLink>> jumps_;  ///< by identity
};

}  // namespace ashlar::fleet
