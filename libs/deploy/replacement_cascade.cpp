#include <algorithm>
#include <set>
#include <unordered_set>

#include "deploy/decision.hpp"
#include "deploy/provider_resources.hpp"
#include "deploy/registration.hpp"

namespace ashlar::deploy {

namespace {

struct Condemned {
  EntryId entry;
  std::vector<std::string> keys;
  bool goes_with_another = false;  ///< by its deletedWith: no call is needed
};

/// The inputs of `state` with those that depend on a condemned resource made unknown; nothing when none does.
std::optional<PropertyMap> inputs_without(const ResourceState& state,
                                          const std::unordered_set<std::string>& condemned) {
  auto inputs = state.inputs;
  bool touched = false;
  for (const auto& [property, urns] : state.property_dependencies) {
    const bool depends =
        std::any_of(urns.begin(), urns.end(), [&](const Urn& urn) { return condemned.contains(urn.text()); });
    if (!depends) continue;
    inputs.insert_or_assign(property, PropertyValue::computed());
    touched = true;
  }
  if (!touched) return std::nullopt;
  return inputs;
}

/// The keys by which the loss of the condemned resources forces a replacement of `state`; empty when it can stay.
Task<Result<std::vector<std::string>>> keys_forcing(Run& run, const ResourceState& state,
                                                    const std::unordered_set<std::string>& condemned) {
  std::vector<std::string> keys;
  if (const auto reference = ProviderReference::parse(state.provider);
      reference && condemned.contains(reference->urn.text())) {
    co_return std::vector<std::string>{"provider"};
  }
  if (state.deleted_with && condemned.contains(state.deleted_with->text()))
    co_return std::vector<std::string>{"deletedWith"};
  for (const auto& urn : state.replace_with) {
    if (condemned.contains(urn.text())) co_return std::vector<std::string>{"replaceWith"};
  }
  auto inputs = inputs_without(state, condemned);
  if (!inputs) co_return keys;
  auto finding = run.providers->serving(state);
  auto instance = co_await finding;
  if (!instance) co_return instance.error();
  if (!(*instance)->configured) co_return keys;
  DiffRequest request{state.urn, state.id, state.inputs, state.outputs, *inputs, state.ignore_changes, true};
  auto asking = ask<DiffAnswer>([&](auto done) { (*instance)->provider->diff(std::move(request), std::move(done)); });
  auto answer = co_await asking;
  if (!answer) co_return answer.error();
  auto diff = definite(*std::move(answer), state.inputs, *inputs);
  apply_replace_on_changes(diff, state.replace_on_changes, false);
  const auto decision = decide_from_diff(state, diff);
  if (decision.kind == ChangeKind::replace) keys = decision.keys;
  co_return keys;
}

bool may_have_to_go(const Run& run, EntryId entry) {
  const auto state = run.old.state(entry);  // null when it was deleted while this waited
  return state && state->custom && !state->external && !state->pending_delete && !state->pending_replacement &&
         !run.old.is_settled(entry);
}

/// What cannot outlive `root`, each after what it depends on. Only those are looked at that refer to one that goes.
Task<Result<std::vector<Condemned>>> dependents_of(Run& run, EntryId root) {
  std::vector<Condemned> result;
  const auto root_urn = run.old.state(root)->urn;
  std::unordered_set<std::string> condemned{root_urn.text()};
  std::unordered_set<Urn> from_world;  // those of them that do not only leave the state
  if (!run.old.state(root)->retain_on_delete) from_world.insert(root_urn);
  std::set<EntryId> to_visit;  // in the order of the snapshot, in which what is depended on comes first
  const auto visit_dependents = [&](const Urn& urn) {
    for (const auto entry : run.old.dependents(urn)) {
      if (entry != root) to_visit.insert(entry);
    }
  };
  visit_dependents(root_urn);
  while (!to_visit.empty()) {
    const auto entry = *to_visit.begin();
    to_visit.erase(to_visit.begin());
    if (!may_have_to_go(run, entry)) continue;
    const auto state = run.old.state(entry);
    auto asking = keys_forcing(run, *state, condemned);
    auto keys = co_await asking;
    if (!keys) co_return keys.error();
    if (keys->empty() || !condemned.insert(state->urn.text()).second) continue;
    const bool goes_with_another = state->deleted_with && from_world.contains(*state->deleted_with);
    if (!state->retain_on_delete) from_world.insert(state->urn);
    result.push_back({entry, *std::move(keys), goes_with_another});
    visit_dependents(state->urn);
  }
  co_return result;
}

/// Nothing is deleted when one of them must not be.
Status check_unprotected(Run& run, const std::vector<Condemned>& condemned) {
  if (run.options.ignore_protect) return {};
  Status status;
  for (const auto& one : condemned) {
    const auto state = run.old.state(one.entry);
    if (!state->protect) continue;
    status = fail_with_help(
        "unable to replace " + state->urn.text() + ", which depends on a resource to be replaced: it is protected",
        "remove `protect`, or run `ashlar state unprotect '" + state->urn.text() + "'`");
    run.fail(status.error(), state->urn);
  }
  return status;
}

Task<Status> delete_one(Run& run, const Condemned& condemned) {
  const auto state = run.old.state(condemned.entry);
  run.recreating[state->urn] = condemned.keys;
  StepContext step{.info = {StepOp::delete_replaced, state->urn}};
  step.info.old_state = state;
  step.info.logical = false;
  step.info.keys = condemned.keys;
  step.info.provider = state->provider;
  step.info.retain = state->retain_on_delete;
  step.old_entry = condemned.entry;
  if (condemned.goes_with_another) {
    step.instance = nullptr;
  } else {
    auto finding = run.providers->serving(*state);
    auto instance = co_await finding;
    if (!instance) co_return step_failed(run, step.info, instance.error());
    step.instance = *instance;
  }
  auto deleting = delete_resource(run, std::move(step), true);
  Status status = co_await deleting;
  co_return status;
}

}  // namespace

Task<Status> delete_dependents_of(Run& run, EntryId root) {
  auto finding = dependents_of(run, root);
  auto condemned = co_await finding;
  if (!condemned) {
    run.fail(condemned.error(), run.old.state(root)->urn);
    co_return condemned.error();
  }
  // From here on a registration that arrives for one of them waits until it is gone.
  std::erase_if(*condemned, [&](const Condemned& one) { return run.old.is_settled(one.entry); });
  if (auto status = check_unprotected(run, *condemned); !status) co_return status;
  std::vector<Promised<bool>> waiters(condemned->size());
  for (std::size_t i = 0; i < condemned->size(); ++i) {
    run.being_deleted.insert_or_assign(run.old.state((*condemned)[i].entry)->urn, waiters[i]);
  }
  Status status;
  for (std::size_t i = condemned->size(); i-- > 0;) {
    if (status) {
      auto deleting = delete_one(run, (*condemned)[i]);
      status = co_await deleting;
    }
    waiters[i].set(true);
  }
  co_return status;
}

}  // namespace ashlar::deploy
