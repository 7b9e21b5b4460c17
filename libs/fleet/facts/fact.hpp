#pragma once
/// What can be asked about a host. Names and meanings are pyinfra's; a fact that has nothing to say is null.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "fleet/operations/arguments.hpp"
#include "fleet/operations/machine.hpp"
#include "resource/property_value.hpp"

namespace ashlar::fleet {

struct FactType {
  std::string_view name;  ///< as in requests: `server.Hostname`
  Result<PropertyValue> (*gather)(Arguments& arguments, const Machine& machine);
};

/// Looks at the host. Fails when there is no such fact, when the arguments are wrong, or when the host cannot be looked
/// at.
[[nodiscard]] Result<PropertyValue> gather_fact(const std::string& name, const PropertyMap& arguments,
                                                const Machine& machine);

[[nodiscard]] std::vector<std::string> fact_names();

}  // namespace ashlar::fleet
