// A method of a resource, or of a provider (reference 1.1, Call).

#include "base/strings.hpp"
#include "deploy/ask_while_open.hpp"
#include "deploy/provider_resources.hpp"

namespace ashlar::deploy {

namespace {

constexpr std::string_view self_key = "__self__";

const ResourceReference* self_of(const MethodCall& call) {
  const auto* self = find(call.args, self_key);
  return self == nullptr ? nullptr : self->unwrapped().get<ResourceReference>();
}

/// `pulumi:providers:PACKAGE/METHOD` names a method of a provider, and `__self__` is that provider.
Result<std::string> provider_itself(const MethodCall& call) {
  const auto* self = self_of(call);
  if (self == nullptr || !self->id) return fail("a method of a provider needs that provider as `__self__`");
  const bool known = !self->id->contains_unknowns();
  return self->urn + "::" + (known ? self->id->as_string().value_or("") : std::string(unknown_id));
}

/// The provider that the call names, or the one behind the resource whose method it is; empty for the default one.
Result<std::string> reference_for(Run& run, const MethodCall& call) {
  if (call.token.starts_with(provider_type_prefix)) return provider_itself(call);
  if (!call.provider.empty()) return call.provider;
  const auto* self = self_of(call);
  if (self == nullptr || call.package.parameterization) return std::string();
  const auto urn = Urn::parse(self->urn);
  if (!urn) return urn.error();
  const auto* registered = run.find(*urn);
  if (registered == nullptr) return fail("its resource " + urn->text() + " has not been registered");
  if (!registered->constructed_by.empty()) return registered->constructed_by;
  return registered->state ? registered->state->provider : registered->provider;
}

Task<Result<MethodAnswer>> perform(Run& run, MethodCall call) {
  auto reference = reference_for(run, call);
  if (!reference) co_return reference.error();
  ProviderRequest wanted{call.token, *std::move(reference), std::nullopt, {}, call.package};
  auto choosing = choose_provider(run, std::move(wanted));
  auto serving = co_await choosing;
  if (!serving) co_return serving.error();
  const auto instance = serving->instance;
  MethodAnswer unknown;
  if (!instance->configured) co_return unknown;
  CallRequest request{info_of(run), call.token, std::move(call.args), std::move(call.dependencies)};
  add_output_dependencies(request.args, request.dependencies);
  auto asking = ask_while_open<MethodAnswer>(
      run, [&](auto done) { instance->provider->call(std::move(request), std::move(done)); });
  auto answer = co_await asking;
  if (!answer) co_return answer;
  add_output_dependencies(answer->result, answer->dependencies);
  answer->result = without_outputs(answer->result);
  co_return answer;
}

}  // namespace

Task<Result<MethodAnswer>> call_method(Run& run, MethodCall call) {
  if (run.closed) co_return closed_error();
  const std::string token = call.token;
  auto performing = perform(run, std::move(call));
  auto answer = co_await performing;
  if (answer) co_return answer;
  if (!run.closed) {  // a method may have registered resources; see construct_component
    run.fail(was_reported(answer.error()) ? answer.error() : answer.error().within("calling " + token));
    run.close();
  }
  co_return closed_error();
}

}  // namespace ashlar::deploy
