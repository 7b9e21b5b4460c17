#include <unordered_set>

#include "deploy/provider_resources.hpp"
#include "deploy/run.hpp"
#include "deploy/steps/steps.hpp"

namespace ashlar::deploy {

namespace {

constexpr std::string_view get_resource_token = "pulumi:pulumi:getResource";

/// `getResource`: a resource of this run as the engine knows it (reference 3.3).
Result<FunctionAnswer> get_resource(Run& run, const FunctionCall& call) {
  const auto* text = find(call.args, "urn");
  const auto urn = Urn::parse(text == nullptr ? "" : text->as_string().value_or(""));
  if (!urn) return urn.error();
  const auto* registered = run.find(*urn);
  if (registered == nullptr || !registered->state) return fail("unknown resource " + urn->text());
  const auto& state = *registered->state;
  FunctionAnswer answer;
  answer.result = {{"urn", urn->text()}, {"id", state.id}, {"provider", state.provider}, {"state", state.outputs}};
  return answer;
}

/// Whether something that the call waits for does not exist yet, so that its answer cannot be known. Who waits for a
/// component waits for all that has been registered below it.
bool waits_for_unknown(Run& run, std::vector<Urn> depends_on) {
  std::unordered_set<Urn> seen;
  while (!depends_on.empty()) {
    const auto urn = depends_on.back();
    depends_on.pop_back();
    const auto* registered = run.find(urn);
    if (registered == nullptr || !seen.insert(urn).second) continue;
    if (registered->skipped_create) return true;
    const bool is_component = registered->state && !registered->state->custom;
    if (run.preview() && registered->created && registered->state && !is_component) return true;
    if (is_component && !urn.is_root_stack())
      depends_on.insert(depends_on.end(), registered->children.begin(), registered->children.end());
  }
  return false;
}

}  // namespace

Task<Result<FunctionAnswer>> invoke_function(Run& run, FunctionCall call) {
  if (run.closed) co_return closed_error();
  if (call.token == get_resource_token) co_return get_resource(run, call);
  FunctionAnswer unknown;
  unknown.unknown = true;
  if (waits_for_unknown(run, call.depends_on)) co_return unknown;
  auto transforming = transformed(run, std::move(call));
  auto changed = co_await transforming;
  if (!changed) co_return changed.error();
  call = *std::move(changed);
  ProviderRequest wanted{call.token, call.provider, call.parent, {}, call.package};
  auto choosing = choose_provider(run, std::move(wanted));
  auto serving = co_await choosing;
  if (!serving) co_return serving.error();
  const auto instance = serving->instance;
  if (!instance->configured) co_return unknown;
  InvokeRequest request{call.token, std::move(call.args), run.preview()};
  auto asking = ask<InvokeAnswer>([&](auto done) { instance->provider->invoke(std::move(request), std::move(done)); });
  auto answer = co_await asking;
  if (!answer) co_return answer.error().within("calling " + call.token);
  FunctionAnswer result;
  result.result = std::move(answer->result);
  result.failures = std::move(answer->failures);
  co_return result;
}

}  // namespace ashlar::deploy
