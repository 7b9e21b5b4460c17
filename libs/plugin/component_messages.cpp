#include "plugin/component_messages.hpp"

#include "plugin/option_fields.hpp"
#include "plugin/status_details.hpp"
#include "wire/marshal.hpp"

namespace ashlar::plugin {
namespace {

using wire::MarshalOptions;
using wire::Unknowns;

/// Such providers register resources themselves: they see unknown values, and what values depend on if they know how.
MarshalOptions sending(const ProviderFeatures& features) {
  return {.keep_secrets = features.secrets,
          .keep_resources = features.resources,
          .keep_outputs = features.outputs,
          .keep_byte_strings = features.byte_strings};
}

MarshalOptions receiving(bool preview) { return {.unknowns = preview ? Unknowns::keep : Unknowns::drop}; }

/// What both kinds of request say about the run.
template <typename Message>
void put_run(const deploy::RunInfo& run, Message& message) {
  message.set_project(run.project);
  message.set_stack(run.stack);
  message.set_organization(run.organization);
  for (const auto& [key, value] : run.config) {
    (*message.mutable_config())[key] = value.as_string().value_or("");
    if (value.template is<Secret>()) message.add_configsecretkeys(key);
  }
  message.set_dryrun(run.preview);
  message.set_parallel(run.parallel);
  message.set_monitorendpoint(run.monitor_address);
}

template <typename Map>
void put_dependencies(const PropertyDependencies& from, Map& into) {
  for (const auto& [key, urns] : from) put_urns(urns, *into[key].mutable_urns());
}

template <typename Map>
Result<PropertyDependencies> read_dependencies(const Map& from) {
  PropertyDependencies dependencies;
  for (const auto& [key, depended] : from) {
    auto& urns = dependencies[key];
    for (const auto& text : depended.urns()) {
      auto urn = Urn::parse(text);
      if (!urn) return urn.error().within("what `" + key + "` depends on");
      urns.push_back(*std::move(urn));
    }
  }
  return dependencies;
}

void put_options(const Goal& goal, pulumirpc::ConstructRequest& message) {
  if (goal.protect) message.set_protect(*goal.protect);
  if (goal.delete_before_replace) message.set_deletebeforereplace(*goal.delete_before_replace);
  if (goal.retain_on_delete) message.set_retainondelete(*goal.retain_on_delete);
  if (goal.deleted_with) message.set_deletedwith(goal.deleted_with->text());
  message.mutable_providers()->insert(goal.providers.begin(), goal.providers.end());
  for (const auto& alias : goal.aliases) *message.add_aliases() = alias_message(alias);
  put_urns(goal.dependencies, *message.mutable_dependencies());
  put_urns(goal.replace_with, *message.mutable_replace_with());
  put_texts(goal.additional_secret_outputs, *message.mutable_additionalsecretoutputs());
  put_texts(goal.ignore_changes, *message.mutable_ignorechanges());
  put_texts(goal.replace_on_changes, *message.mutable_replaceonchanges());
  if (goal.custom_timeouts != CustomTimeouts()) put_timeouts(goal.custom_timeouts, *message.mutable_customtimeouts());
}

}  // namespace

Result<pulumirpc::ConstructRequest> construct_message(const deploy::ConstructRequest& request,
                                                      const ProviderFacts& facts) {
  if (!facts.features.secrets)
    return fail(facts.label + " does not know secrets, without which it cannot construct components");
  const auto& goal = request.goal;
  pulumirpc::ConstructRequest message;
  put_run(request.run, message);
  message.set_type(goal.type);
  message.set_name(goal.name);
  if (goal.parent) message.set_parent(goal.parent->text());
  message.set_accepts_output_values(true);
  put_dependencies(goal.property_dependencies, *message.mutable_inputdependencies());
  put_options(goal, message);
  auto status = wire::marshal(goal.properties, sending(facts.features), *message.mutable_inputs());
  if (!status) return status.error();
  if (!goal.replacement_trigger.is_null()) {
    const MarshalOptions options{.unknowns = request.run.preview ? Unknowns::keep : Unknowns::drop};
    status = wire::marshal(goal.replacement_trigger, options, *message.mutable_replacement_trigger());
    if (!status) return status.error();
  }
  return message;
}

Result<deploy::ConstructAnswer> read_construct(const grpc::Status& status, pulumirpc::ConstructResponse& response,
                                               bool preview, const ProviderFacts& facts) {
  if (!status.ok()) return error_of(status, facts.label, "Construct");
  auto urn = Urn::parse(response.urn());
  if (!urn) return urn.error().within(facts.label + " constructed something that is no resource");
  auto outputs = wire::unmarshal(std::move(*response.mutable_state()), receiving(preview));
  if (!outputs) return outputs.error().within(facts.label + " returned something that cannot be used");
  auto dependencies = read_dependencies(response.statedependencies());
  if (!dependencies) return dependencies.error().within(facts.label + " returned something that cannot be used");
  return deploy::ConstructAnswer{*std::move(urn), *std::move(outputs), *std::move(dependencies)};
}

Result<pulumirpc::CallRequest> call_message(const deploy::CallRequest& request, const ProviderFacts& facts) {
  pulumirpc::CallRequest message;
  put_run(request.run, message);
  message.set_tok(request.token);
  message.set_accepts_output_values(true);
  put_dependencies(request.dependencies, *message.mutable_argdependencies());
  auto options = sending(facts.features);
  options.keep_resources = true;  // `__self__` is one
  auto status = wire::marshal(request.args, options, *message.mutable_args());
  if (!status) return status.error();
  return message;
}

Result<deploy::MethodAnswer> read_call(const grpc::Status& status, pulumirpc::CallResponse& response, bool preview,
                                       const ProviderFacts& facts) {
  if (!status.ok()) return error_of(status, facts.label, "Call");
  auto result = wire::unmarshal(std::move(*response.mutable_return_()), receiving(preview));
  if (!result) return result.error().within(facts.label + " returned something that cannot be used");
  auto dependencies = read_dependencies(response.returndependencies());
  if (!dependencies) return dependencies.error().within(facts.label + " returned something that cannot be used");
  deploy::MethodAnswer answer{*std::move(result), *std::move(dependencies), {}};
  for (const auto& failure : response.failures()) answer.failures.push_back({failure.property(), failure.reason()});
  return answer;
}

}  // namespace ashlar::plugin
