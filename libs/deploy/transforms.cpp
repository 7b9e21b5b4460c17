// Has the program's transforms change what it asks for, before anything is decided about it (reference 5.2): the
// resource's own first, then those of the resources it stands under, the nearest first, then the stack's.

#include <algorithm>

#include "deploy/ask_while_open.hpp"
#include "deploy/goal_state.hpp"

namespace ashlar::deploy {

namespace {

std::string parking_key(const Goal& goal) {
  return (goal.parent ? goal.parent->text() : std::string()) + "::" + goal.type + "::" + goal.name;
}

/// A component's transforms apply to the registration that asks for its construction, and to the one by which its
/// provider brings it about: those wait here meanwhile.
std::vector<Transform> own_transforms(Run& run, const Goal& goal, std::vector<Transform> own) {
  const auto key = parking_key(goal);
  if (const auto parked = run.parked_transforms.find(key); parked != run.parked_transforms.end()) {
    own = std::move(parked->second);
    run.parked_transforms.erase(parked);
  } else if (goal.remote && !own.empty()) {
    run.parked_transforms.emplace(key, own);
  }
  return own;
}

std::vector<Transform> applying_to(Run& run, const Goal& goal, const std::vector<Transform>& own) {
  auto all = own;
  const auto add = [&](const std::vector<Transform>& more) { all.insert(all.end(), more.begin(), more.end()); };
  for (auto at = goal.parent; at;) {
    const auto* ancestor = run.find(*at);
    if (ancestor == nullptr) break;
    add(ancestor->transforms);
    at = ancestor->parent;
  }
  add(run.stack_transforms);
  return all;
}

/// Completes what transforms get to see: what the resource inherits, and the provider that was chosen for it.
Status complete(Run& run, Goal& goal) {
  if (!goal.parent && goal.type != root_stack_type) goal.parent = run.root;
  if (goal.parent) {
    const auto* parent = run.find(*goal.parent);
    if (parent == nullptr)
      return fail("the parent " + goal.parent->text() + " of '" + goal.name + "' has not been registered");
    inherit_from_parent(goal, *parent);
  }
  const bool is_served = (goal.custom && !goal.type.starts_with(provider_type_prefix)) || goal.remote;
  if (!is_served) return {};
  auto chosen = chosen_provider(run, {goal.type, goal.provider, goal.parent, goal.providers, goal.package});
  if (!chosen) return chosen.error();
  goal.provider = *std::move(chosen);
  return {};
}

/// Resources with transforms of their own have properties that know what they depend on. What the result depends on is
/// read off them, and off the option that names dependencies.
void show_dependencies(Goal& goal) {
  if (!goal.has_property_dependencies) {
    for (const auto& [key, value] : goal.properties) goal.property_dependencies[key] = goal.dependencies;
  }
  goal.properties = with_output_dependencies(std::move(goal.properties), goal.property_dependencies);
}

void read_dependencies(Goal& goal) {
  goal.has_property_dependencies = true;
  goal.property_dependencies.clear();
  for (const auto& [key, value] : goal.properties) goal.property_dependencies[key];
  add_output_dependencies(goal.properties, goal.property_dependencies);
  for (const auto& [key, urns] : goal.property_dependencies) {
    for (const auto& urn : urns) {
      const auto& known = goal.dependencies;
      if (std::find(known.begin(), known.end(), urn) == known.end()) goal.dependencies.push_back(urn);
    }
  }
}

Task<Result<Goal>> transformed(Run& run, Goal goal, const std::vector<Transform>& own) {
  const auto all = applying_to(run, goal, own);
  if (all.empty()) co_return goal;
  if (auto status = complete(run, goal); !status) co_return status.error();
  if (!own.empty()) show_dependencies(goal);
  for (const auto& transform : all) {
    auto asking = ask_while_open<Goal>(run, [&](auto done) { transform(std::move(goal), std::move(done)); });
    auto answer = co_await asking;
    if (!answer) co_return answer.error();
    goal = *std::move(answer);
  }
  if (!own.empty()) read_dependencies(goal);
  co_return goal;
}

}  // namespace

Task<Result<RegisterAnswer>> register_transformed(Run& run, Goal goal, std::vector<Transform> own) {
  if (run.closed) co_return closed_error();
  if (!goal.parent && goal.type != root_stack_type) goal.parent = run.root;
  own = own_transforms(run, goal, std::move(own));
  const auto what = goal.type + " '" + goal.name + "'";
  const auto position = goal.source_position;
  auto transforming = transformed(run, std::move(goal), own);
  auto result = co_await transforming;
  if (!result) {
    if (run.closed) co_return closed_error();
    Error error = result.error().within("transforming " + what);
    if (!position.empty()) error.notes.push_back("at " + shown_position(position));
    run.fail(error);
    run.close();  // what it was before must not be taken for superfluous
    co_return closed_error();
  }
  auto registering = register_resource(run, *std::move(result));
  auto answer = co_await registering;
  if (!answer || own.empty()) co_return answer;
  if (auto* self = run.find(answer->urn)) self->transforms = std::move(own);
  co_return answer;
}

Task<Result<FunctionCall>> transformed(Run& run, FunctionCall call) {
  const auto all = run.invoke_transforms;
  const auto token = call.token;
  for (const auto& transform : all) {
    auto asking = ask_while_open<FunctionCall>(run, [&](auto done) { transform(std::move(call), std::move(done)); });
    auto answer = co_await asking;
    if (!answer) co_return answer.error().within("transforming the call of " + token);
    call = *std::move(answer);
  }
  co_return call;
}

}  // namespace ashlar::deploy
