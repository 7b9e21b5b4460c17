#include "deploy/goal_state.hpp"

#include <algorithm>
#include <utility>

#include "resource/output_dependencies.hpp"

namespace ashlar::deploy {

void inherit_from_parent(Goal& goal, const Registered& parent) {
  if (!goal.protect) goal.protect = parent.protect;
  if (!goal.retain_on_delete) goal.retain_on_delete = parent.retain_on_delete;
  if (!goal.deleted_with) goal.deleted_with = parent.deleted_with;
  if (goal.provider.empty() && !parent.provider.empty()) {
    const auto reference = ProviderReference::parse(parent.provider);
    const bool is_local_component = !goal.custom && !goal.remote;
    const bool fits = is_local_component || (reference && package_of(reference->urn.type()) == package_of(goal.type));
    if (fits) goal.provider = parent.provider;
  }
  // The nearest component's choice wins; what it does not choose comes from above.
  for (const auto& [package, reference] : parent.providers) goal.providers.emplace(package, reference);
}

void replace_outputs(Goal& goal) {
  if (!contains_outputs(goal.properties)) return;
  if (!std::exchange(goal.has_property_dependencies, true) && !goal.dependencies.empty()) {
    for (const auto& [key, value] : goal.properties) goal.property_dependencies.emplace(key, goal.dependencies);
  }
  add_output_dependencies(goal.properties, goal.property_dependencies);
  goal.properties = without_outputs(goal.properties);
}

std::shared_ptr<ResourceState> state_of_goal(const Registration& registration, PropertyMap inputs) {
  const auto& goal = registration.goal;
  auto state = std::make_shared<ResourceState>(ResourceState{.urn = registration.urn()});
  state->custom = goal.custom;
  state->inputs = std::move(inputs);
  state->parent = goal.parent;
  state->protect = goal.protect.value_or(false);
  state->dependencies = goal.dependencies;
  state->provider = registration.provider;
  state->property_dependencies = goal.property_dependencies;
  if (!goal.has_property_dependencies && !goal.dependencies.empty()) {
    for (const auto& [key, value] : goal.properties) state->property_dependencies.emplace(key, goal.dependencies);
  }
  if (registration.self->found_as) state->aliases = {*registration.self->found_as};
  state->additional_secret_outputs = goal.additional_secret_outputs;
  state->custom_timeouts = goal.custom_timeouts;
  state->import_id = goal.import_id;
  state->retain_on_delete = goal.retain_on_delete.value_or(false);
  state->deleted_with = goal.deleted_with;
  state->replace_with = goal.replace_with;
  state->source_position = goal.source_position;
  state->stack_trace = goal.stack_trace;
  state->ignore_changes = goal.ignore_changes;
  for (const auto& path : goal.hide_diffs) {
    if (auto parsed = PropertyPath::parse(path)) state->hide_diffs.push_back(*std::move(parsed));
  }
  state->replace_on_changes = goal.replace_on_changes;
  state->replacement_trigger = goal.replacement_trigger;
  return state;
}

std::vector<std::string> apply_ignore_changes(PropertyMap& inputs, const PropertyMap& old_inputs,
                                              const std::vector<std::string>& paths) {
  std::vector<std::string> unresolved;
  for (const auto& text : paths) {
    const auto path = PropertyPath::parse(text);
    if (!path || !reset_to(inputs, old_inputs, *path)) unresolved.push_back(text);
  }
  return unresolved;
}

std::string shown_position(std::string_view position) {
  constexpr std::string_view scheme = "project:///";
  if (position.starts_with(scheme)) position.remove_prefix(scheme.size());
  const auto line = position.rfind('#');
  if (line == std::string_view::npos) return std::string(position);
  const auto column = position.find(',', line);
  return std::string(position.substr(0, line)) + ":" + std::string(position.substr(line + 1, column - line - 1));
}

}  // namespace ashlar::deploy
