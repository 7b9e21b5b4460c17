/// Methods of resources: wait for the arguments, ask the engine, settle the result.

#include "ashlar/invoke.hpp"
#include "pulumi/resource.pb.h"
#include "sdk/engine_call.hpp"
#include "wire/marshal.hpp"

namespace ashlar {

namespace sdk {

namespace {

/// A call on its way to the engine. Lives until the answer.
class MethodCall : public EngineCall, public std::enable_shared_from_this<MethodCall> {
 public:
  MethodCall(Program& program, std::string token, InputBase args, InvokeOptions options, SourceLocation where)
      : EngineCall(program, std::move(token), std::move(args), std::move(options), where) {}

  OutputRef start() {
    const auto provider = options_.provider ? options_.provider.node() : ResourceRef();
    when_needed_is_known(provider, [self = shared_from_this()] { self->args_are_known(); });
    return result_;
  }

 private:
  void args_are_known() {
    pulumirpc::ResourceCallRequest request;
    PropertyMap args;
    FailurePtr failure;
    for (auto& [key, member] : encode_members(args_.node())) {
      origin_.add(member.dependencies);
      if (failure == nullptr) failure = member.failure;
      args.emplace(key, std::move(member.value));
      auto& urns = *(*request.mutable_argdependencies())[key].mutable_urns();
      if (failure == nullptr) {
        for (auto& urn : urns_of(expand(member.dependencies, nullptr))) urns.Add(std::move(urn));
      }
    }
    for (const auto& resource : options_.depends_on) {
      origin_.add(resource.node());
      if (failure == nullptr) failure = resource.node()->urn->settled->failure;
    }
    if (options_.provider && failure == nullptr) failure = options_.provider.node()->id->settled->failure;
    if (failure != nullptr) return result_->settle({.value = {}, .failure = failure});
    send(std::move(request), std::move(args));
  }

  void send(pulumirpc::ResourceCallRequest request, PropertyMap args) {
    request.set_tok(token_);
    request.set_version(options_.version);
    request.set_plugindownloadurl(options_.plugin_download_url);
    if (options_.provider) request.set_provider(provider_reference(*options_.provider.node()));
    request.set_accepts_byte_string(true);
    if (const auto status = wire::marshal(std::move(args), {}, *request.mutable_args()); !status)
      return fail(status.error().message);
    program_.client().call(request, [self = shared_from_this()](Result<pulumirpc::CallResponse*> answer) {
      if (!answer) return self->refused(answer.error());
      self->take(**answer);
    });
  }

  void take(pulumirpc::CallResponse& response) {
    if (refused_arguments(response.failures())) return;
    auto returned = wire::unmarshal(std::move(*response.mutable_return_()), {});
    if (!returned) return fail(returned.error().message);
    for (const auto& [key, listed] : response.returndependencies()) {
      for (const auto& urn : listed.urns()) origin_.add(program_.foreign_resource(urn));
    }
    // What a preview cannot tell yet is left out.
    const bool is_silent = program_.settings().dry_run && returned->empty();
    Settled content = settle_value(std::move(*returned));
    content.known = content.known && !is_silent;
    content.dependencies = origin_;
    result_->settle(std::move(content));
  }

  Dependencies origin_;
};

}  // namespace

}  // namespace sdk

Output<Value> call(Context& ctx, const Resource& self, std::string_view token, const Object& args,
                   const InvokeOptions& options, SourceLocation where) {
  auto all = sdk::with_member(args, {"__self__", Input<Value>(self)});
  const auto call =
      std::make_shared<sdk::MethodCall>(ctx.program(), std::string(token), std::move(all), options, where);
  return Output<Value>(call->start());
}

}  // namespace ashlar
