#pragma once
/// From the inputs of a program to the values that a type computes with, and on to what it plans. Pure functions.

#include <vector>

#include "deploy/provider.hpp"
#include "providers/random/resource_type.hpp"
#include "resource/property_value.hpp"

namespace ashlar::providers::random {

/// Values by property name, each of its property's kind or computed; null is absent. Map entries and list items may be
/// null.
struct Config {
  PropertyMap values;
  std::vector<deploy::CheckFailure> failures;  ///< what could not be converted, in the properties' order
};

/// Converts inputs: numbers and booleans where text is wanted, text with a number where an integer is wanted, as the
/// published provider does. Properties that the type does not have are left out. Values never appear in the failures.
[[nodiscard]] Config read_inputs(const ResourceType& type, const PropertyMap& inputs);

/// Converts outputs of the state, inputs and computed ones. What cannot be converted is absent, so it differs from any
/// plan.
[[nodiscard]] PropertyMap read_outputs(const ResourceType& type, const PropertyMap& outputs);

/// What the resource will look like: the configuration, defaults, then computed properties as in `prior`, or unknown
/// without one.
[[nodiscard]] PropertyMap plan(const ResourceType& type, const PropertyMap& config, const PropertyMap* prior);

/// Everything that is wrong with `inputs`: conversions, missing and read-only properties, and what the type's own rules
/// say.
[[nodiscard]] std::vector<deploy::CheckFailure> validate(const ResourceType& type, const PropertyMap& inputs);

/// Which properties `planned` changes, and which of the changes need a new resource. Both sorted.
struct PlannedChange {
  std::vector<std::string> changed;
  std::vector<std::string> replacing;
};
[[nodiscard]] PlannedChange compare(const ResourceType& type, const PropertyMap& prior, const PropertyMap& planned);

}  // namespace ashlar::providers::random
