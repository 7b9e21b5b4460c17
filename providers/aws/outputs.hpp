#pragma once
/// What a resource is, in the form of the published provider's state. Pure functions.

#include "aws/value.hpp"
#include "providers/aws/call.hpp"

namespace ashlar::providers::aws {

/// From what AWS told. What it does not tell comes from `known`: inputs, or outputs of the state.
[[nodiscard]] PropertyMap outputs_of(const Call& call, const awsapi::Value& item, const PropertyMap& known);

/// What an unfinished create is known to be.
[[nodiscard]] PropertyMap outputs_so_far(const Call& call, const PropertyMap& inputs);

/// Before it is created: inputs, and unknown values for what AWS will say.
[[nodiscard]] PropertyMap preview_of_create(const ResourceType& type, const std::string& region,
                                            const PropertyMap& inputs);
/// Before it is updated: the old outputs with the new inputs, unknown values for what follows from a change.
[[nodiscard]] PropertyMap preview_of_update(const ResourceType& type, const PropertyMap& old_outputs,
                                            const PropertyMap& inputs, const std::vector<std::string>& changed);

/// Inputs after a refresh: the members they had, with the values of now.
[[nodiscard]] PropertyMap inputs_of_refresh(const ResourceType& type, const PropertyMap& inputs,
                                            const PropertyMap& outputs);
/// Inputs of what is imported: all that a program would have to set to get it.
[[nodiscard]] PropertyMap inputs_of_import(const ResourceType& type, const PropertyMap& outputs);

}  // namespace ashlar::providers::aws
