#pragma once

#include "ashlar/context.hpp"

namespace ashlar {

/// How a provider's function is called.
struct InvokeOptions {
  Resource parent{};  ///< whose provider is used when none is given
  ProviderResource provider{};
  std::vector<Resource> depends_on{};  ///< not called before these are there
  std::string version{};
  std::string plugin_download_url{};
};

namespace sdk {
extern const InvokeOptions no_invoke_options;
}

/// The answer of a provider's function, by its token: `invoke(ctx, "aws:index/getRegion:getRegion", {})`. It is asked
/// once the arguments are known; while one is unknown, so is the answer. A refusal fails whatever uses the answer.
[[nodiscard]] Output<Value> invoke(Context& ctx, std::string_view token, const Object& args,
                                   const InvokeOptions& options = sdk::no_invoke_options,
                                   SourceLocation where = SourceLocation::current());

/// The result of a method of `self`, by its token: `call(ctx, cluster, "eks:index:Cluster/getKubeconfig", {})`. The
/// provider behind `self` carries it out, unless the options name another; it may register resources for it. Previews
/// call it too, with arguments that may be unknown. A refusal fails whatever uses the result.
[[nodiscard]] Output<Value> call(Context& ctx, const Resource& self, std::string_view token, const Object& args,
                                 const InvokeOptions& options = sdk::no_invoke_options,
                                 SourceLocation where = SourceLocation::current());

namespace sdk {
OutputRef invoke(Context& ctx, const TypeInfo& function, const InputBase& args, const InvokeOptions& options,
                 SourceLocation where);
}

}  // namespace ashlar
