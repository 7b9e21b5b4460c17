#pragma once
/// From what the program asks for to what the state would hold. Pure functions.

#include "deploy/registration.hpp"

namespace ashlar::deploy {

/// Fills what `goal` leaves open from its parent: protect, retainOnDelete and deletedWith for all, the providers of a
/// component (reference 3.2, 5.10).
void inherit_from_parent(Goal& goal, const Registered& parent);

/// Has plain, secret and unknown values take the place of output values; what those depended on, the properties do now
/// (reference 2.3, 5.2).
void replace_outputs(Goal& goal);

/// The state of a resource that is as its goal says, with `inputs`. Id and outputs are left empty.
[[nodiscard]] std::shared_ptr<ResourceState> state_of_goal(const Registration& registration, PropertyMap inputs);

/// Sets the inputs at the goal's ignoreChanges paths back to `old_inputs`; returns the paths that lead nowhere.
std::vector<std::string> apply_ignore_changes(PropertyMap& inputs, const PropertyMap& old_inputs,
                                              const std::vector<std::string>& paths);

/// `project:///src/main.cpp#12,5` as people and editors write it: `src/main.cpp:12`.
[[nodiscard]] std::string shown_position(std::string_view position);

}  // namespace ashlar::deploy
