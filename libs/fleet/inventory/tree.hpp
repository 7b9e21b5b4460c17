#pragma once
/// Trees of property values: looking into them with errors that say where, and laying one over another.

#include <string>

#include "base/result.hpp"
#include "resource/property_value.hpp"

namespace ashlar::fleet {

/// A place in an inventory, for messages: `inventory.yaml: groups.web`.
class Place {
 public:
  explicit Place(std::string source) : source_(std::move(source)) {}
  [[nodiscard]] Place below(const std::string& member) const;
  [[nodiscard]] Error error(const std::string& message, const std::string& help = {}) const;

 private:
  std::string source_, path_;
};

/// The member as a map: empty when there is none or it is null.
[[nodiscard]] Result<PropertyMap> map_member(const PropertyMap& tree, std::string_view name, const Place& place);

/// Fails on a member that is not among `known`.
[[nodiscard]] Status check_members(const PropertyMap& tree, const std::vector<std::string>& known, const Place& place);

/// `over` laid over `base`: maps member by member, anything else as a whole.
[[nodiscard]] PropertyMap laid_over(PropertyMap base, const PropertyMap& over);

}  // namespace ashlar::fleet
