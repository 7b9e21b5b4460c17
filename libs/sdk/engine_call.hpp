#pragma once
/// What calls of functions and of resources' methods have in common. Private to libs/sdk.

#include <string>

#include "ashlar/invoke.hpp"
#include "pulumi/provider.pb.h"
#include "sdk/program.hpp"

namespace ashlar::sdk {

/// A call on its way to the engine, and the output that its answer settles.
class EngineCall {
 protected:
  using Failures = google::protobuf::RepeatedPtrField<pulumirpc::CheckFailure>;

  EngineCall(Program& program, std::string token, InputBase args, InvokeOptions options, SourceLocation where);

  /// Runs `go_on` once the arguments, the provider's id if there is a provider, and what the call depends on are known.
  void when_needed_is_known(const ResourceRef& provider, std::function<void()> go_on) const;
  /// Whether the provider refused arguments; the result has failed then.
  bool refused_arguments(const Failures& failures);
  /// The engine did not make the call. What it has shown itself is not told again.
  void refused(const Error& error);
  void fail(const std::string& message);

  Program& program_;
  std::string token_;
  InputBase args_;
  InvokeOptions options_;
  std::string position_;
  OutputRef result_;
};

}  // namespace ashlar::sdk
