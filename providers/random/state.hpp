#pragma once
/// The form in which outputs stand in the state, so that the published provider takes them for its own.

#include "providers/random/resource_type.hpp"
#include "resource/property_value.hpp"

namespace ashlar::providers::random {

/// Outputs for the state: `values` with the id and the secret marks of the type, the schema version (`__meta`), and the
/// difference from the published provider's own form of state (`__pulumi_raw_state_delta`).
[[nodiscard]] PropertyMap outputs_for_state(const ResourceType& type, const std::string& id, const PropertyMap& values);

/// Outputs of a preview: planned values, with an unknown id where `id` is absent.
[[nodiscard]] PropertyMap outputs_for_preview(const ResourceType& type, const std::string* id,
                                              const PropertyMap& planned);

/// The schema version that outputs note; 0 when they note none.
[[nodiscard]] int schema_version_of(const PropertyMap& outputs);

/// Inputs as a refresh finds them: those that were there, with the values of the outputs.
[[nodiscard]] PropertyMap inputs_of_refresh(const ResourceType& type, const PropertyMap& old_inputs,
                                            const PropertyMap& values);

/// Inputs as an import finds them: the required ones, and those that are not empty, zero or false.
[[nodiscard]] PropertyMap inputs_of_import(const ResourceType& type, const PropertyMap& values);

}  // namespace ashlar::providers::random
