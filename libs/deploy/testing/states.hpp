#pragma once
/// Resource states for the tests of the engine's pure parts.

#include <memory>
#include <string>

#include "resource/resource_state.hpp"

namespace ashlar::deploy::testing {

inline Urn urn_of(const std::string& name, const std::string& type = "pkg:m:Disk", const std::string& parents = "") {
  return Urn::make("test", "project", parents, type, name);
}

/// A custom resource `name` with the id `NAME-id`.
inline std::shared_ptr<ResourceState> state_of(const std::string& name, const std::string& type = "pkg:m:Disk") {
  auto state = std::make_shared<ResourceState>(ResourceState{.urn = urn_of(name, type)});
  state->custom = true;
  state->id = name + "-id";
  return state;
}

inline std::shared_ptr<ResourceState> provider_state(const std::string& name) {
  return state_of(name, "pulumi:providers:pkg");
}

}  // namespace ashlar::deploy::testing
