// Deletes what is left over when the program has said what it wants (reference 5.7): each resource as soon as all that
// refer to it are gone, everything else at the same time.

#include <algorithm>
#include <unordered_set>

#include "deploy/deletion_order.hpp"
#include "deploy/provider_resources.hpp"
#include "deploy/registration.hpp"

namespace ashlar::deploy {

namespace {

struct Deletion {
  EntryId entry;
  ResourceStatePtr state;
  std::vector<std::size_t> releases;  ///< those that wait for this one
  std::size_t waits_for = 0;
};

struct Deletions {
  std::vector<Deletion> all;
  std::unordered_set<Urn> from_world;  ///< what does not only leave the state
  std::size_t running = 0;
  Promised<bool> over;
};

StepOp op_of(const ResourceState& state) {
  if (state.pending_replacement) return StepOp::remove_pending_replace;
  if (state.pending_delete) return state.external ? StepOp::discard_replaced : StepOp::delete_replaced;
  return state.external ? StepOp::discard : StepOp::remove;
}

Task<Status> delete_one(Run& run, const Deletions& deletions, const Deletion& deletion) {
  const auto state = deletion.state;
  StepContext step{.info = {op_of(*state), state->urn}};
  step.info.old_state = state;
  step.info.logical = step.info.op == StepOp::remove || step.info.op == StepOp::discard;
  step.info.provider = state->provider;
  const bool goes_with_another = state->deleted_with && deletions.from_world.contains(*state->deleted_with);
  step.info.retain = state->retain_on_delete || goes_with_another || state->pending_replacement;
  step.old_entry = deletion.entry;
  if (state->custom && !state->external && !step.info.retain && !run.preview()) {
    auto finding = run.providers->serving(*state);
    auto instance = co_await finding;
    if (!instance) co_return step_failed(run, step.info, instance.error());
    step.instance = *instance;
  }
  step.info.retain = state->retain_on_delete;
  if (goes_with_another || state->pending_replacement) step.instance = nullptr;
  auto deleting = delete_resource(run, std::move(step), false);
  Status status = co_await deleting;
  co_return status;
}

void start(Run& run, std::shared_ptr<Deletions> deletions, std::size_t index);

Task<void> delete_and_release(Run& run, std::shared_ptr<Deletions> deletions, std::size_t index) {
  auto deleting = delete_one(run, *deletions, deletions->all[index]);
  Status status = co_await deleting;
  if (status) {
    for (const auto next : deletions->all[index].releases) {
      if (--deletions->all[next].waits_for == 0) start(run, deletions, next);
    }
  }
  if (--deletions->running == 0) deletions->over.set(true);
}

void start(Run& run, std::shared_ptr<Deletions> deletions, std::size_t index) {
  ++deletions->running;
  spawn(delete_and_release(run, std::move(deletions), index));
}

std::shared_ptr<Deletions> plan(Run& run, const std::vector<EntryId>& entries) {
  auto deletions = std::make_shared<Deletions>();
  std::vector<ResourceStatePtr> states;
  for (const auto entry : entries) {
    states.push_back(run.old.state(entry));
    deletions->all.push_back({entry, states.back(), {}, 0});
    if (!states.back()->external && !states.back()->retain_on_delete) deletions->from_world.insert(states.back()->urn);
  }
  const auto before = deleted_before(states);
  for (std::size_t i = 0; i < before.size(); ++i) {
    deletions->all[i].waits_for = before[i].size();
    for (const auto other : before[i]) deletions->all[other].releases.push_back(i);
  }
  return deletions;
}

}  // namespace

Task<void> delete_leftovers(Run& run) {
  auto entries = condemned(run);
  if (entries.empty() || !run.may_begin()) co_return;
  auto deletions = plan(run, entries);
  std::vector<std::size_t> free;  // collected first: one that ends at once starts those that waited for it
  for (std::size_t i = entries.size(); i-- > 0;) {
    if (deletions->all[i].waits_for == 0) free.push_back(i);
  }
  ++deletions->running;  // keeps `over` from coming while the first ones are being started
  for (const auto index : free) start(run, deletions, index);
  if (--deletions->running == 0) deletions->over.set(true);
  co_await deletions->over;
}

}  // namespace ashlar::deploy
