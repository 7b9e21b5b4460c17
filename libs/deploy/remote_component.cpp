// A component whose provider constructs it (reference 5.2): the provider registers the component and the resources in
// it with the same monitor as the program, and answers with what the program gets to see.

#include "base/strings.hpp"
#include "deploy/ask_while_open.hpp"
#include "deploy/goal_state.hpp"

namespace ashlar::deploy {

namespace {

/// What a provider cannot be asked without, and what the component inherits. It is not registered: the provider does
/// it.
Status complete(Run& run, Goal& goal) {
  if (split(goal.type, ':').size() != 3)
    return fail_with_help("'" + goal.type + "' is no resource type", "a resource type reads package:module:Name");
  if (!goal.parent) goal.parent = run.root;
  if (!goal.parent) return {};
  const auto* parent = run.find(*goal.parent);
  if (parent == nullptr)
    return fail("the parent " + goal.parent->text() + " of '" + goal.name + "' has not been registered");
  inherit_from_parent(goal, *parent);
  return {};
}

/// In a preview whose provider cannot be configured yet, the component stands for itself: what is in it is not known.
Task<Result<RegisterAnswer>> stand_in(Run& run, Goal goal) {
  goal.remote = false;
  goal.properties.clear();
  goal.property_dependencies.clear();
  auto registering = register_resource(run, std::move(goal));
  auto answer = co_await registering;
  co_return answer;
}

Result<RegisterAnswer> answer_from(Run& run, const Goal& goal, const std::string& provider,
                                   ConstructAnswer constructed) {
  auto* self = run.find(constructed.urn);
  if (self == nullptr) {
    return fail("the provider of " + goal.type + " '" + goal.name + "' has constructed " + constructed.urn.text() +
                ", and has not registered it");
  }
  self->constructed_by = provider;
  for (const auto& [package, reference] : goal.providers) self->providers.emplace(package, reference);
  RegisterAnswer answer{.urn = constructed.urn};
  answer.unknown = self->skipped_create;
  if (self->failed) answer.outcome = RegisterOutcome::fail;
  add_output_dependencies(constructed.outputs, constructed.dependencies);
  answer.property_dependencies = std::move(constructed.dependencies);
  answer.outputs = without_outputs(constructed.outputs);
  return answer;
}

Task<Result<RegisterAnswer>> construct(Run& run, Goal goal) {
  if (auto status = complete(run, goal); !status) co_return status.error();
  ProviderRequest wanted{goal.type, goal.provider, goal.parent, goal.providers, goal.package};
  auto choosing = choose_provider(run, std::move(wanted));
  auto serving = co_await choosing;
  if (!serving) co_return serving.error();
  const auto instance = serving->instance;
  if (!instance->configured) {
    auto standing_in = stand_in(run, std::move(goal));
    auto answer = co_await standing_in;
    co_return answer;
  }
  ConstructRequest request{info_of(run), goal};
  auto asking = ask_while_open<ConstructAnswer>(
      run, [&](auto done) { instance->provider->construct(std::move(request), std::move(done)); });
  auto constructed = co_await asking;
  if (!constructed) co_return constructed.error();
  co_return answer_from(run, goal, serving->reference, *std::move(constructed));
}

}  // namespace

RunInfo info_of(const Run& run) {
  RunInfo info;
  info.project = run.options.project;
  info.stack = run.options.stack;
  info.organization = run.options.organization;
  info.config = run.options.config;
  info.preview = run.preview();
  info.parallel = run.options.parallel;
  if (run.program != nullptr) info.monitor_address = run.program->monitor_address();
  return info;
}

Task<Result<RegisterAnswer>> construct_component(Run& run, Goal goal) {
  const auto what = "constructing " + goal.type + " '" + goal.name + "'";
  const auto position = goal.source_position;
  auto constructing = construct(run, std::move(goal));
  auto answer = co_await constructing;
  if (answer) co_return answer;
  if (!run.closed) {
    Error error = answer.error();
    if (!was_reported(error)) error = error.within(what);
    if (!position.empty()) error.notes.push_back("at " + shown_position(position));
    run.fail(error);
    // Which resources it would have had is not known: those of the state must not be taken for superfluous. So not even
    // who wants to continue on errors goes on.
    run.close();
  }
  co_return closed_error();
}

}  // namespace ashlar::deploy
