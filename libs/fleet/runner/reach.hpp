#pragma once
/// From a host of an inventory to the connector that reaches it.

#include "fleet/connectors/ssh_connector.hpp"
#include "fleet/inventory/inventory.hpp"

namespace ashlar::fleet {

class Reach {
 public:
  /// `loop` must outlive it and all its connectors. `common` are settings for hosts that do not say otherwise.
  Reach(IoLoop& loop, const Environment& environment, PropertyMap common)
      : loop_(loop), ssh_(loop), surroundings_(SshSurroundings::of_process(environment)), common_(std::move(common)) {}

  [[nodiscard]] Result<std::unique_ptr<Connector>> connector(const InventoryHost& host);

 private:
  [[nodiscard]] Result<SshRequest> request_for(const InventoryHost& host) const;

  IoLoop& loop_;
  SshPool ssh_;
  SshSurroundings surroundings_;
  PropertyMap common_;
};

}  // namespace ashlar::fleet
