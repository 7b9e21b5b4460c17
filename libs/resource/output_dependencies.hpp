#pragma once
/// What output values say of the resources that they came from (reference 2.1, 5.2).

#include <map>
#include <string>
#include <vector>

#include "resource/property_value.hpp"

namespace ashlar {

using PropertyDependencies = std::map<std::string, std::vector<Urn>>;

/// Whether an output value stands anywhere in `map`.
[[nodiscard]] bool contains_outputs(const PropertyMap& map);

/// Adds to each property of `into` the resources that the output values in that property of `map` depend on, once each.
void add_output_dependencies(const PropertyMap& map, PropertyDependencies& into);

/// `map` with every property that depends on resources made an output value that says so. What is one already gets them
/// in addition; secret marks and unknown values become the output's own.
[[nodiscard]] PropertyMap with_output_dependencies(PropertyMap map, const PropertyDependencies& dependencies);

}  // namespace ashlar
