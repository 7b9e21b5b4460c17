// `ashlar import`: everything that exists stays as it is, and the named resources are taken over (reference 5.8).

#include "deploy/goal_state.hpp"
#include "deploy/provider_resources.hpp"
#include "deploy/registration.hpp"

namespace ashlar::deploy {

namespace {

/// The stack resource, made when the stack is empty.
Task<Status> ensure_root(Run& run) {
  for (const auto entry : run.old.entries()) {
    const auto urn = run.old.state(entry)->urn;
    if (!urn.is_root_stack()) continue;
    run.root = urn;
    auto self = std::make_shared<Registered>(Registered{.urn = urn});
    self->state = run.old.state(entry);
    self->entry = entry;
    run.registered.emplace(urn, std::move(self));
    co_return Status();
  }
  Goal goal;
  goal.type = std::string(root_stack_type);
  goal.name = run.options.project + "-" + run.options.stack;
  auto registering = register_resource(run, std::move(goal));
  auto answer = co_await registering;
  if (!answer) co_return answer.error();
  co_return Status();
}

/// Every resource of the state counts as registered: it may be a parent, and must not be imported again.
void register_existing(Run& run) {
  for (const auto entry : run.old.entries()) {
    const auto state = run.old.state(entry);
    if (state->pending_delete) continue;
    auto self = std::make_shared<Registered>(Registered{.urn = state->urn});
    self->state = state;
    self->entry = entry;
    run.registered.emplace(state->urn, std::move(self));
    run.old.settle(entry);
  }
}

Result<Goal> goal_of(const Run& run, const ImportRequest& request) {
  Goal goal;
  goal.type = request.type;
  goal.name = request.name;
  goal.custom = true;
  goal.provider = request.provider;
  goal.package.version = request.version;
  goal.protect = request.protect;
  goal.parent = run.root;
  if (!request.parent.empty()) {
    auto parent = Urn::parse(request.parent);
    if (!parent) return parent.error().within("the parent of '" + request.name + "'");
    goal.parent = *parent;
  }
  return goal;
}

Task<Status> import_one(Run& run, ImportRequest request) {
  auto goal = goal_of(run, request);
  if (!goal) co_return goal.error();
  auto arrived = arrive(run, *std::move(goal));
  if (!arrived) co_return arrived.error().within("importing '" + request.name + "'");
  Registration& registration = *arrived;
  auto resolving = resolve_provider(run, registration.goal.type, registration.goal.provider, registration.goal.parent,
                                    {}, registration.goal.package);
  auto reference = co_await resolving;
  if (!reference) co_return reference.error();
  registration.provider = *reference;
  auto finding = run.providers->instance(*reference);
  auto instance = co_await finding;
  if (!instance) co_return instance.error();
  StepContext step{.info = {StepOp::import, registration.urn()}};
  step.info.provider = *reference;
  step.next = state_of_goal(registration, {});
  step.info.new_state = step.next;
  step.instance = *instance;
  auto importing = import_resource(run, std::move(step), request.id);
  auto outcome = co_await importing;
  if (!outcome) co_return Status();  // shown already
  registration.self->state = outcome->state;
  registration.self->entry = outcome->entry;
  co_return Status();
}

}  // namespace

Task<void> import_all(Run& run) {
  run.endures_failures = true;
  auto rooting = ensure_root(run);
  Status rooted = co_await rooting;
  if (!rooted) {
    run.fail(rooted.error());
    co_return;
  }
  register_existing(run);
  for (const auto& request : run.options.imports) {
    if (run.closed) co_return;
    auto importing = import_one(run, request);
    Status status = co_await importing;
    if (!status && !was_reported(status.error())) run.fail(status.error());
  }
}

}  // namespace ashlar::deploy
