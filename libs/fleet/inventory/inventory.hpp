#pragma once
/// Hosts, their groups, and what is known of them (docs/fleet.md).

#include <string>
#include <string_view>
#include <vector>

#include "base/environment.hpp"
#include "base/result.hpp"
#include "fleet/inventory/target.hpp"
#include "resource/property_value.hpp"

namespace ashlar::fleet {

struct InventoryHost {
  std::string name;
  Target target;
  std::vector<std::string> groups;  ///< by name, a group's parents before it: what a later one says counts
  PropertyMap data;                 ///< all that is said of it, the nearer over the farther
  PropertyMap connection;           ///< the same for how it is reached: `user`, `port`, `key`, `sudo` …
};

struct Inventory {
  std::vector<InventoryHost> hosts;  ///< each once: a list's in its order, a map's by name
};

/// The inventory that a tree of members describes, as the YAML file has them, with those of `environment` (empty: none)
/// laid over the others. `source` is what errors call it.
[[nodiscard]] Result<Inventory> inventory_of(const PropertyMap& tree, const std::string& source,
                                             const std::string& environment);

/// The same from the text of a YAML file. `!secret TEXT` is a secret, `!env NAME` the secret value of a variable.
[[nodiscard]] Result<Inventory> inventory_of_yaml(std::string text, const std::string& path,
                                                  const std::string& environment, const Environment& variables);

/// What YAML makes of a text: a number, a boolean, a list …; the text itself when it is no YAML.
[[nodiscard]] PropertyValue value_of_yaml(const std::string& text);

/// Hosts that are named on the command line, separated by commas.
[[nodiscard]] Result<Inventory> inventory_of_names(std::string_view names);

/// The hosts that any of `patterns` means: names and groups, with `*` and `?`; those that a pattern after `!` means are
/// left out. Each pattern may be several, separated by commas. Fails when a pattern means nothing, or no host is left.
[[nodiscard]] Result<Inventory> limited(const Inventory& inventory, const std::vector<std::string>& patterns);

}  // namespace ashlar::fleet
