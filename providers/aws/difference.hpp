#pragma once
/// What would change. Pure functions.

#include "deploy/provider.hpp"
#include "providers/aws/resource_type.hpp"

namespace ashlar::providers::aws {

/// Between what is (outputs of the state) and what is asked for.
[[nodiscard]] deploy::DiffAnswer difference(const ResourceType& type, const deploy::DiffRequest& request);

/// Whether two values of a property mean the same: sets without order, texts as the property compares them, absent
/// members of objects as their zero values, engine's keys left out.
[[nodiscard]] bool same_value(const Property& property, const PropertyValue& one, const PropertyValue& other);

}  // namespace ashlar::providers::aws
