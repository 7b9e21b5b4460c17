#include "plugin/requests.hpp"

#include <google/protobuf/struct.pb.h>

#include "plugin/option_fields.hpp"
#include "plugin/source_position.hpp"
#include "pulumi/resource.pb.h"
#include "resource/asset_hash.hpp"
#include "wire/marshal.hpp"
#include "wire/signatures.hpp"

namespace ashlar::plugin {
namespace {

template <typename Texts>
std::vector<std::string> take_texts(Texts* texts) {
  return {std::make_move_iterator(texts->begin()), std::make_move_iterator(texts->end())};
}

Error usage(Error error) {
  error.kind = ErrorKind::usage;
  return error;
}

/// Inputs as the engine wants them, with the content of their assets hashed.
Result<PropertyMap> read_inputs(google::protobuf::Struct* in, const std::filesystem::path& program_directory,
                                const wire::MarshalOptions& options = {.keep_outputs = false}) {
  auto inputs = wire::unmarshal(std::move(*in), options);
  if (!inputs) return usage(inputs.error());
  if (auto status = hash_assets(*inputs, program_directory); !status) return usage(status.error());
  return inputs;
}

/// Every kind of request says in the same fields which package it is for.
template <typename Request>
Result<PackageDescriptor> read_package(const Request& request, const FindPackage& find_package) {
  if (!request.packageref().empty()) return find_package(request.packageref());
  PackageDescriptor package;
  package.version = without_v(request.version());
  package.download_url = request.plugindownloadurl();
  package.checksums = {request.pluginchecksums().begin(), request.pluginchecksums().end()};
  return package;
}

std::vector<Alias> read_aliases(const pulumirpc::RegisterResourceRequest& request, UrnReader& urns) {
  std::vector<Alias> aliases;
  for (auto& urn : urns.list(request.aliasurns(), "aliasURNs")) aliases.push_back({.urn = std::move(urn)});
  for (const auto& in : request.aliases()) aliases.push_back(read_alias(in, urns));
  return aliases;
}

void read_flags(const pulumirpc::RegisterResourceRequest& request, Goal& goal) {
  goal.custom = request.custom();
  goal.remote = request.remote();
  if (request.has_protect()) goal.protect = request.protect();
  if (request.has_retainondelete()) goal.retain_on_delete = request.retainondelete();
  // The Go SDK never says that it is defined.
  if (request.deletebeforereplacedefined() || request.deletebeforereplace()) {
    goal.delete_before_replace = request.deletebeforereplace();
  }
  goal.supports_partial_values = request.supportspartialvalues();
  goal.supports_result_reporting = request.supportsresultreporting();
}

void read_references(const pulumirpc::RegisterResourceRequest& request, UrnReader& urns, Goal& goal) {
  goal.parent = urns.optional(request.parent(), "parent");
  goal.dependencies = urns.list(request.dependencies(), "dependencies");
  goal.has_property_dependencies = request.propertydependencies_size() > 0;
  for (const auto& [key, depended] : request.propertydependencies()) {
    goal.property_dependencies.emplace(key, urns.list(depended.urns(), "propertyDependencies"));
  }
  goal.deleted_with = urns.optional(request.deletedwith(), "deletedWith");
  goal.replace_with = urns.list(request.replace_with(), "replaceWith");
  goal.aliases = read_aliases(request, urns);
}

wire::MarshalOptions answer_options(const AnswerKnobs& knobs) {
  return {.keep_secrets = knobs.secrets,
          .keep_resources = knobs.resources,
          .keep_outputs = false,
          .keep_byte_strings = knobs.byte_strings};
}

}  // namespace

Result<Goal> decode_goal(pulumirpc::RegisterResourceRequest& request, const DeploymentFacts& facts,
                         const FindPackage& find_package) {
  Goal goal;
  UrnReader urns;
  read_flags(request, goal);
  read_references(request, urns, goal);
  if (auto status = urns.status(); !status) return status.error();

  auto package = read_package(request, find_package);
  if (!package) return package.error();
  goal.package = std::move(*package);
  auto timeouts = read_timeouts(request.customtimeouts());
  if (!timeouts) return timeouts.error();
  goal.custom_timeouts = *timeouts;
  auto inputs = read_inputs(request.mutable_object(), facts.program_directory, {});
  if (!inputs) return inputs.error();
  goal.properties = std::move(*inputs);
  if (request.has_replacement_trigger()) {
    auto trigger = wire::unmarshal(request.replacement_trigger(), {.keep_outputs = false});
    if (!trigger) return usage(trigger.error().within("replacementTrigger"));
    goal.replacement_trigger = std::move(*trigger);
  }

  goal.type = std::move(*request.mutable_type());
  goal.name = std::move(*request.mutable_name());
  goal.provider = std::move(*request.mutable_provider());
  goal.providers = {request.providers().begin(), request.providers().end()};
  goal.ignore_changes = take_texts(request.mutable_ignorechanges());
  goal.replace_on_changes = take_texts(request.mutable_replaceonchanges());
  goal.additional_secret_outputs = take_texts(request.mutable_additionalsecretoutputs());
  goal.hide_diffs = take_texts(request.mutable_hidediffs());
  goal.import_id = std::move(*request.mutable_importid());
  goal.source_position = project_position(request.sourceposition(), facts.root_directory);
  goal.stack_trace = project_stack_trace(request.stacktrace(), facts.root_directory);
  return goal;
}

AnswerKnobs answer_knobs(const pulumirpc::RegisterResourceRequest& request) {
  return {.secrets = request.acceptsecrets(),
          .resources = request.acceptresources(),
          .byte_strings = request.accepts_byte_string(),
          .partial_values = request.supportspartialvalues(),
          .result_reporting = request.supportsresultreporting()};
}

Status encode_answer(deploy::RegisterAnswer answer, const AnswerKnobs& knobs,
                     pulumirpc::RegisterResourceResponse& response) {
  if (answer.outcome != deploy::RegisterOutcome::success && !knobs.result_reporting) {
    return fail("resource registration failed");
  }
  response.set_urn(answer.urn.text());
  if (answer.id_unknown) {
    response.set_id(std::string(signature::unknown));
  } else {
    response.set_id(std::move(answer.id));
  }
  if (!knobs.partial_values)
    std::erase_if(answer.outputs, [](const auto& member) { return member.second.contains_unknowns(); });
  if (auto status = wire::marshal(std::move(answer.outputs), answer_options(knobs), *response.mutable_object());
      !status)
    return status;
  response.set_stable(answer.stable);
  for (auto& key : answer.stables) response.add_stables(std::move(key));
  for (const auto& [key, urns] : answer.property_dependencies) {
    auto& depended = (*response.mutable_propertydependencies())[key];
    for (const auto& urn : urns) depended.add_urns(urn.text());
  }
  switch (answer.outcome) {
    case deploy::RegisterOutcome::success:
      response.set_result(pulumirpc::SUCCESS);
      break;
    case deploy::RegisterOutcome::fail:
      response.set_result(pulumirpc::FAIL);
      break;
    case deploy::RegisterOutcome::skip:
      response.set_result(pulumirpc::SKIP);
      break;
  }
  response.set_unknown(answer.unknown);
  return {};
}

Result<deploy::ReadGoal> decode_read(pulumirpc::ReadResourceRequest& request, const DeploymentFacts& facts,
                                     const FindPackage& find_package) {
  deploy::ReadGoal goal;
  UrnReader urns;
  goal.parent = urns.optional(request.parent(), "parent");
  goal.dependencies = urns.list(request.dependencies(), "dependencies");
  if (auto status = urns.status(); !status) return status.error();
  auto package = read_package(request, find_package);
  if (!package) return package.error();
  goal.package = std::move(*package);
  auto inputs = read_inputs(request.mutable_properties(), facts.program_directory);
  if (!inputs) return inputs.error();
  goal.properties = std::move(*inputs);
  goal.id_unknown = wire::is_unknown_sentinel(request.id());
  if (!goal.id_unknown) goal.id = std::move(*request.mutable_id());
  goal.type = std::move(*request.mutable_type());
  goal.name = std::move(*request.mutable_name());
  goal.provider = std::move(*request.mutable_provider());
  goal.additional_secret_outputs = take_texts(request.mutable_additionalsecretoutputs());
  goal.source_position = project_position(request.sourceposition(), facts.root_directory);
  return goal;
}

AnswerKnobs answer_knobs(const pulumirpc::ReadResourceRequest& request) {
  return {.secrets = request.acceptsecrets(),
          .resources = request.acceptresources(),
          .byte_strings = request.accepts_byte_string()};
}

Status encode_answer(deploy::ReadResourceAnswer answer, const AnswerKnobs& knobs,
                     pulumirpc::ReadResourceResponse& response) {
  response.set_urn(answer.urn.text());
  return wire::marshal(std::move(answer.outputs), answer_options(knobs), *response.mutable_properties());
}

Result<deploy::FunctionCall> decode_invoke(pulumirpc::ResourceInvokeRequest& request, const FindPackage& find_package) {
  deploy::FunctionCall call;
  UrnReader urns;
  call.depends_on = urns.list(request.dependson(), "dependsOn");
  call.parent = urns.optional(request.parent(), "parent");
  if (auto status = urns.status(); !status) return status.error();
  auto package = read_package(request, find_package);
  if (!package) return package.error();
  call.package = std::move(*package);
  auto args = wire::unmarshal(std::move(*request.mutable_args()), {.keep_outputs = false});
  if (!args) return usage(args.error());
  call.args = std::move(*args);
  call.token = std::move(*request.mutable_tok());
  call.provider = std::move(*request.mutable_provider());
  return call;
}

AnswerKnobs answer_knobs(const pulumirpc::ResourceInvokeRequest& request) {
  const bool is_get_resource = request.tok() == "pulumi:pulumi:getResource";
  return {.secrets = true,
          .resources = request.acceptresources() || is_get_resource,
          .byte_strings = request.accepts_byte_string()};
}

Status encode_answer(deploy::FunctionAnswer answer, const AnswerKnobs& knobs,
                     pulumirpc::ResourceInvokeResponse& response) {
  response.set_unknown(answer.unknown);
  for (auto& failure : answer.failures) {
    auto& out = *response.add_failures();
    out.set_property(std::move(failure.property));
    out.set_reason(std::move(failure.reason));
  }
  if (answer.unknown) return {};
  return wire::marshal(std::move(answer.result), answer_options(knobs), *response.mutable_return_());
}

Result<deploy::MethodCall> decode_call(pulumirpc::ResourceCallRequest& request, const DeploymentFacts& facts,
                                       const FindPackage& find_package) {
  deploy::MethodCall call;
  UrnReader urns;
  for (const auto& [key, depended] : request.argdependencies())
    call.dependencies.emplace(key, urns.list(depended.urns(), "argDependencies"));
  if (auto status = urns.status(); !status) return status.error();
  auto package = read_package(request, find_package);
  if (!package) return package.error();
  call.package = std::move(*package);
  auto args = read_inputs(request.mutable_args(), facts.program_directory, {});
  if (!args) return args.error();
  call.args = std::move(*args);
  call.token = std::move(*request.mutable_tok());
  call.provider = std::move(*request.mutable_provider());
  return call;
}

AnswerKnobs answer_knobs(const pulumirpc::ResourceCallRequest& request) {
  return {.secrets = true, .resources = true, .byte_strings = request.accepts_byte_string()};
}

Status encode_answer(deploy::MethodAnswer answer, const AnswerKnobs& knobs, pulumirpc::CallResponse& response) {
  for (auto& failure : answer.failures) {
    auto& out = *response.add_failures();
    out.set_property(std::move(failure.property));
    out.set_reason(std::move(failure.reason));
  }
  for (const auto& [key, urns] : answer.dependencies) {
    auto& depended = (*response.mutable_returndependencies())[key];
    for (const auto& urn : urns) depended.add_urns(urn.text());
  }
  return wire::marshal(std::move(answer.result), answer_options(knobs), *response.mutable_return_());
}

Result<PropertyMap> decode_outputs(pulumirpc::RegisterResourceOutputsRequest& request, const DeploymentFacts& facts) {
  return read_inputs(request.mutable_outputs(), facts.program_directory);
}

PackageDescriptor decode_package(const pulumirpc::RegisterPackageRequest& request) {
  PackageDescriptor package;
  package.name = request.name();
  package.version = without_v(request.version());
  package.download_url = request.download_url();
  package.checksums = {request.checksums().begin(), request.checksums().end()};
  if (request.has_parameterization()) {
    const auto& in = request.parameterization();
    package.parameterization = PackageDescriptor::Parameterization{in.name(), without_v(in.version()), in.value()};
  }
  return package;
}

}  // namespace ashlar::plugin
