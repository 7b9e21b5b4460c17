#pragma once
/// What programs ask of the monitor, decoded into the engine's terms, and its answers encoded (reference 1.1, 2.3).
/// Pure functions, safe on any thread, except that hashing assets reads files.

#include <functional>
#include <string>

#include "base/result.hpp"
#include "deploy/program.hpp"
#include "plugin/deployment_facts.hpp"
#include "resource/resource_state.hpp"

namespace pulumirpc {
class CallResponse;
class ReadResourceRequest;
class ReadResourceResponse;
class RegisterPackageRequest;
class RegisterResourceOutputsRequest;
class RegisterResourceRequest;
class RegisterResourceResponse;
class ResourceCallRequest;
class ResourceInvokeRequest;
class ResourceInvokeResponse;
}  // namespace pulumirpc

namespace ashlar::plugin {

/// Finds the package that a `packageRef` names.
using FindPackage = std::function<Result<PackageDescriptor>(const std::string& reference)>;

/// What the caller can read in the answer to a registration, a read or an invoke.
struct AnswerKnobs {
  bool secrets = false;
  bool resources = false;
  bool byte_strings = false;
  bool partial_values = true;
  bool result_reporting = true;
};

/// Texts are moved out of `request`. An error is the caller's mistake, and of kind `usage`.
[[nodiscard]] Result<Goal> decode_goal(pulumirpc::RegisterResourceRequest& request, const DeploymentFacts& facts,
                                       const FindPackage& find_package);
[[nodiscard]] AnswerKnobs answer_knobs(const pulumirpc::RegisterResourceRequest& request);
[[nodiscard]] Status encode_answer(deploy::RegisterAnswer answer, const AnswerKnobs& knobs,
                                   pulumirpc::RegisterResourceResponse& response);

[[nodiscard]] Result<deploy::ReadGoal> decode_read(pulumirpc::ReadResourceRequest& request,
                                                   const DeploymentFacts& facts, const FindPackage& find_package);
[[nodiscard]] AnswerKnobs answer_knobs(const pulumirpc::ReadResourceRequest& request);
[[nodiscard]] Status encode_answer(deploy::ReadResourceAnswer answer, const AnswerKnobs& knobs,
                                   pulumirpc::ReadResourceResponse& response);

[[nodiscard]] Result<deploy::FunctionCall> decode_invoke(pulumirpc::ResourceInvokeRequest& request,
                                                         const FindPackage& find_package);
[[nodiscard]] AnswerKnobs answer_knobs(const pulumirpc::ResourceInvokeRequest& request);
[[nodiscard]] Status encode_answer(deploy::FunctionAnswer answer, const AnswerKnobs& knobs,
                                   pulumirpc::ResourceInvokeResponse& response);

[[nodiscard]] Result<deploy::MethodCall> decode_call(pulumirpc::ResourceCallRequest& request,
                                                     const DeploymentFacts& facts, const FindPackage& find_package);
[[nodiscard]] AnswerKnobs answer_knobs(const pulumirpc::ResourceCallRequest& request);
[[nodiscard]] Status encode_answer(deploy::MethodAnswer answer, const AnswerKnobs& knobs,
                                   pulumirpc::CallResponse& response);

[[nodiscard]] Result<PropertyMap> decode_outputs(pulumirpc::RegisterResourceOutputsRequest& request,
                                                 const DeploymentFacts& facts);

[[nodiscard]] PackageDescriptor decode_package(const pulumirpc::RegisterPackageRequest& request);

/// Seconds of a duration as Go writes them: `1h30m`, `90s`, `1.5h`, `250ms`.
[[nodiscard]] Result<double> parse_duration(std::string_view text);

}  // namespace ashlar::plugin
