// `ashlar import`: everything that exists stays as it is, and the named resources are taken over (reference 5.8).

#include <map>

#include "deploy/goal_state.hpp"
#include "deploy/provider_resources.hpp"
#include "deploy/registration.hpp"

namespace ashlar::deploy {

namespace {

/// A request that can be carried out.
struct Import {
  ImportRequest request;
  Goal goal;
  Urn urn;
};

/// All that are wanted. One whose parent is among them waits for that one.
struct Imports {
  std::vector<Import> all;
  std::map<Urn, Promised<bool>> done;
  std::size_t running = 0;
  Promised<bool> over;
};

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
    if (is_default_provider(state->urn)) use_default_provider(run, *state);
  }
}

Result<Import> import_of(const Run& run, const ImportRequest& request) {
  Goal goal;
  goal.type = request.type;
  goal.name = request.name;
  goal.custom = !request.component;
  goal.provider = request.provider;
  goal.package.version = request.version;
  goal.protect = request.protect;
  goal.parent = run.root;
  if (!request.parent.empty()) {
    auto parent = Urn::parse(request.parent);
    if (!parent) return parent.error().within("the parent of '" + request.name + "'");
    goal.parent = *parent;
  }
  const auto& options = run.options;
  auto urn = Urn::make(options.stack, options.project, goal.parent->qualified_type(), goal.type, goal.name);
  return Import{request, std::move(goal), std::move(urn)};
}

/// What stands in the state under the URN to be imported. Nothing is left to do when that is the thing itself.
Result<bool> is_there_already(Run& run, const Import& wanted) {
  const auto* standing = run.find(wanted.urn);
  if (standing == nullptr || !standing->state) return false;
  const auto& state = *standing->state;
  if ((state.import_id.empty() ? state.id : state.import_id) == wanted.request.id) return true;
  return fail_with_help("cannot import '" + wanted.request.name + "' with the id '" + wanted.request.id +
                            "': " + wanted.urn.text() + " is in the state already, with the id '" + state.id + "'",
                        "import it under another name, or run `ashlar state delete` for the one that is there");
}

/// Turns the requests into imports. Every request that cannot be right is shown; with one of those nothing is imported.
std::shared_ptr<Imports> wanted_imports(Run& run) {
  auto imports = std::make_shared<Imports>();
  for (const auto& request : run.options.imports) {
    auto wanted = import_of(run, request);
    if (!wanted) {
      run.fail(wanted.error());
      continue;
    }
    const auto there = is_there_already(run, *wanted);
    if (!there) {
      run.fail(there.error(), wanted->urn);
    } else if (!*there && !imports->done.emplace(wanted->urn, Promised<bool>()).second) {
      run.fail(fail_with_help("'" + request.name + "' of type " + request.type + " is to be imported twice",
                              "give each resource of a type under one parent its own name"),
               wanted->urn);
    } else if (!*there) {
      imports->all.push_back(*std::move(wanted));
    }
  }
  for (const auto& wanted : imports->all) {
    const auto& parent = *wanted.goal.parent;
    if (run.find(parent) != nullptr || imports->done.contains(parent)) continue;
    run.fail(fail_with_help("the parent " + parent.text() + " of '" + wanted.request.name + "' does not exist",
                            "`ashlar stack --show-urns` lists the URNs"),
             wanted.urn);
  }
  return imports;
}

/// The provider checks what it has read itself. What it refuses of that will have to change in the program; the
/// import stands.
Task<void> check_imported(Run& run, const Registration& registration, ResourceStatePtr state) {
  if (!registration.instance->configured) co_return;
  CheckRequest request{registration.urn(),       state->inputs, state->inputs,
                       registration.random_seed, std::nullopt,  run.preview()};
  auto asking =
      ask<CheckAnswer>([&](auto done) { registration.instance->provider->check(std::move(request), std::move(done)); });
  auto answer = co_await asking;
  std::string problems;
  if (!answer) {
    problems = "\n  " + answer.error().message;
  } else {
    for (const auto& failure : answer->failures) {
      problems += "\n  " + (failure.property.empty() ? "" : "property '" + failure.property + "': ") + failure.reason;
    }
  }
  if (problems.empty()) co_return;
  run.diagnose(Severity::warning,
               "the provider does not accept the inputs that it has read itself:" + problems +
                   "\nhelp: it is imported; correct these inputs in the program that declares it",
               registration.urn());
}

Task<Status> import_one(Run& run, Import wanted) {
  if (wanted.request.component) {
    auto registering = register_resource(run, std::move(wanted.goal));
    auto answer = co_await registering;
    co_return answer ? Status() : Status(answer.error());
  }
  auto arrived = arrive(run, std::move(wanted.goal));
  if (!arrived) co_return arrived.error().within("importing '" + wanted.request.name + "'");
  Registration& registration = *arrived;
  if (registration.self->failed) co_return closed_error();  // its parent could not be imported, which has been shown
  registration.self->failed = true;                         // until it has succeeded
  auto finding = find_provider(run, registration);
  Status found = co_await finding;
  if (!found) co_return closed_error();
  StepContext step{.info = {StepOp::import, registration.urn()}};
  step.info.provider = registration.provider;
  step.next = state_of_goal(registration, {});
  step.info.new_state = step.next;
  step.instance = registration.instance;
  auto importing = import_resource(run, std::move(step), wanted.request.id);
  auto outcome = co_await importing;
  if (!outcome) co_return closed_error();
  registration.self->failed = false;
  registration.self->state = outcome->state;
  registration.self->entry = outcome->entry;
  auto checking = check_imported(run, registration, outcome->state);
  co_await checking;
  co_return Status();
}

Task<void> import_in_turn(Run& run, std::shared_ptr<Imports> imports, std::size_t index) {
  const Import wanted = imports->all[index];
  if (const auto parent = imports->done.find(*wanted.goal.parent); parent != imports->done.end()) {
    Promised<bool> imported = parent->second;
    co_await imported;
  }
  Promised<bool> mine = imports->done.at(wanted.urn);
  if (run.may_begin()) {
    auto importing = import_one(run, wanted);
    Status status = co_await importing;
    if (!status && !was_reported(status.error())) run.fail(status.error(), wanted.urn);
  }
  mine.set(true);
  if (--imports->running == 0) imports->over.set(true);
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
  const auto imports = wanted_imports(run);
  if (run.failed) co_return;
  imports->running = imports->all.size() + 1;
  for (std::size_t i = 0; i < imports->all.size(); ++i) spawn(import_in_turn(run, imports, i));
  if (--imports->running == 0) imports->over.set(true);
  co_await imports->over;
}

}  // namespace ashlar::deploy
