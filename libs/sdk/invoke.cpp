#include "ashlar/invoke.hpp"

#include "pulumi/resource.pb.h"
#include "resource/urn.hpp"
#include "sdk/engine_call.hpp"
#include "wire/marshal.hpp"

namespace ashlar {

const InvokeOptions sdk::no_invoke_options{};

Output<Value> invoke(Context& ctx, std::string_view token, const Object& args, const InvokeOptions& options,
                     SourceLocation where) {
  const std::string text(token);
  return Output<Value>(sdk::invoke(ctx, {.token = text.c_str()}, args, options, where));
}

}  // namespace ashlar

namespace ashlar::sdk {

namespace {

/// A function call on its way to the engine. Lives until the answer.
class Call : public EngineCall, public std::enable_shared_from_this<Call> {
 public:
  Call(Program& program, const TypeInfo& function, InputBase args, InvokeOptions options, SourceLocation where)
      : EngineCall(program, function.token, std::move(args), std::move(options), where),
        version_(options_.version.empty() ? function.version : options_.version) {
    if (options_.provider) {
      provider_ = options_.provider.node();
    } else if (options_.parent) {
      const auto& inherited = options_.parent.node()->providers;
      const auto found = inherited.find(std::string(package_of(token_)));
      if (found != inherited.end()) provider_ = found->second;
    }
  }

  OutputRef start() {
    when_needed_is_known(provider_, [self = shared_from_this()] { self->args_are_known(); });
    return result_;
  }

 private:
  void args_are_known() {
    Settled nothing;
    for (const auto& resource : options_.depends_on) nothing.dependencies.add(resource.node());
    PropertyMap args;
    for (auto& [key, member] : encode_members(args_.node())) {
      nothing.dependencies.add(member.dependencies);
      nothing.secret = nothing.secret || member.value.contains_secrets();
      if (nothing.failure == nullptr) nothing.failure = member.failure;
      args.emplace(key, std::move(member.value));
    }
    for (const auto& resource : options_.depends_on) {
      const auto& urn = *resource.node()->urn->settled;
      const bool is_new = resource.node()->custom && !resource.node()->id->settled->known;
      if (nothing.failure == nullptr) nothing.failure = urn.failure;
      nothing.known = nothing.known && !is_new;
    }
    if (provider_ != nullptr && nothing.failure == nullptr) nothing.failure = provider_->id->settled->failure;
    nothing.known = nothing.known && !contains_unknowns(args);
    if (nothing.failure != nullptr || !nothing.known) return result_->settle(std::move(nothing));
    origin_ = std::move(nothing);
    send(std::move(args));
  }

  void send(PropertyMap args) {
    pulumirpc::ResourceInvokeRequest request;
    request.set_tok(token_);
    request.set_version(version_);
    request.set_plugindownloadurl(options_.plugin_download_url);
    if (provider_ != nullptr) request.set_provider(provider_reference(*provider_));
    request.set_acceptresources(true);
    request.set_accepts_byte_string(true);
    if (const auto status = wire::marshal(std::move(args), {}, *request.mutable_args()); !status) {
      return fail(status.error().message);
    }
    program_.client().invoke(request, [self = shared_from_this()](Result<pulumirpc::ResourceInvokeResponse*> answer) {
      if (!answer) return self->refused(answer.error());
      self->take(**answer);
    });
  }

  void take(pulumirpc::ResourceInvokeResponse& response) {
    if (refused_arguments(response.failures())) return;
    auto returned = wire::unmarshal(std::move(*response.mutable_return_()), {});
    if (!returned) return fail(returned.error().message);
    Settled content = settle_value(std::move(*returned));
    content.known = content.known && !response.unknown();
    content.secret = content.secret || origin_.secret;
    content.dependencies = origin_.dependencies;
    result_->settle(std::move(content));
  }

  std::string version_;
  ResourceRef provider_;
  Settled origin_;
};

}  // namespace

OutputRef invoke(Context& ctx, const TypeInfo& function, const InputBase& args, const InvokeOptions& options,
                 SourceLocation where) {
  return std::make_shared<Call>(ctx.program(), function, args, options, where)->start();
}

}  // namespace ashlar::sdk
