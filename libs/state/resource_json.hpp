#pragma once
/// One resource of a state file. Inside this library only.

#include "resource/resource_state.hpp"
#include "state/json_input.hpp"
#include "state/property_json.hpp"

namespace ashlar::state::json {

/// `version` is the deployment's: 1 and 2 knew fewer fields and are brought up to date (reference 6.3). Throws as
/// `json_input.hpp` says; the error then names the resource.
[[nodiscard]] ResourceState read_resource(Object object, PropertyReader& properties, int version);

void append_resource(std::string& out, const ResourceState& resource, PropertyWriter& properties);

/// Appends `,"name":` or, at the start of an object, `"name":`.
void append_name(std::string& out, std::string_view name);

/// Appends an unknown field to a list of members, for keeping it.
void keep_member(std::string& members, std::string_view name, Value value);

}  // namespace ashlar::state::json
