#include "plugin/provider_messages.hpp"

#include "plugin/returned_values.hpp"
#include "plugin/status_details.hpp"
#include "wire/marshal.hpp"

namespace ashlar::plugin {
namespace {

using google::protobuf::Struct;
using wire::MarshalOptions;
using wire::Unknowns;

/// What is sent: unknown values in previews only.
MarshalOptions sending(const ProviderFeatures& features, bool preview) {
  return {.unknowns = preview ? Unknowns::keep : Unknowns::drop,
          .keep_secrets = features.secrets,
          .keep_resources = features.resources,
          .keep_outputs = false,
          .keep_byte_strings = features.byte_strings};
}

/// The same with assets as their hashes: what the provider made of their content before is not sent again.
MarshalOptions sending_old(const ProviderFeatures& features, bool preview) {
  auto options = sending(features, preview);
  options.elide_asset_contents = true;
  return options;
}

/// Whatever providers return is understood, but an unknown value outside of a preview is a mistake of theirs.
MarshalOptions receiving(bool preview) {
  return {.unknowns = preview ? Unknowns::keep : Unknowns::reject, .keep_outputs = false};
}

/// Fills a message; the first failure is kept.
template <typename Message>
class Filler {
 public:
  Filler() = default;
  explicit Filler(const Urn& urn) {
    message.set_urn(urn.text());
    message.set_name(std::string(urn.name()));
    message.set_type(std::string(urn.type()));
  }

  void put(const PropertyMap& values, const MarshalOptions& options, Struct& out) {
    if (status_) status_ = wire::marshal(values, options, out);
  }

  [[nodiscard]] Result<Message> result() {
    if (!status_) return status_.error();
    return std::move(message);
  }

  Message message;

 private:
  Status status_;
};

template <typename Texts>
std::vector<std::string> texts_of(const Texts& texts) {
  return {texts.begin(), texts.end()};
}

template <typename Failures>
std::vector<deploy::CheckFailure> failures_of(const Failures& in) {
  std::vector<deploy::CheckFailure> failures;
  for (const auto& failure : in) failures.push_back({failure.property(), failure.reason()});
  return failures;
}

/// Properties that a plugin returned. `sent` are what it was given: their secrets stay secret if it does not know of
/// such.
Result<PropertyMap> read_properties(Struct* in, bool preview, const PropertyMap& sent, const ProviderFacts& facts) {
  auto values = wire::unmarshal(std::move(*in), receiving(preview));
  if (!values) return values.error().within(facts.label + " returned something that cannot be used");
  if (!facts.features.secrets) mark_secrets_like(sent, *values);
  return values;
}

/// The reasons of an init failure; never none.
std::vector<std::string> reasons_of(const pulumirpc::ErrorResourceInitFailed& detail, const grpc::Status& status) {
  auto reasons = texts_of(detail.reasons());
  if (reasons.empty()) reasons.push_back(status.error_message());
  return reasons;
}

pulumirpc::CheckRequest::AutonamingOptions autonaming_message(const deploy::AutonamingOptions& options) {
  using Message = pulumirpc::CheckRequest::AutonamingOptions;
  Message message;
  message.set_proposed_name(options.proposed_name);
  switch (options.mode) {
    case deploy::AutonamingOptions::Mode::propose:
      message.set_mode(Message::PROPOSE);
      break;
    case deploy::AutonamingOptions::Mode::enforce:
      message.set_mode(Message::ENFORCE);
      break;
    case deploy::AutonamingOptions::Mode::disable:
      message.set_mode(Message::DISABLE);
      break;
  }
  return message;
}

DiffKind kind_of(pulumirpc::PropertyDiff::Kind kind) {
  switch (kind) {
    case pulumirpc::PropertyDiff::ADD:
      return DiffKind::add;
    case pulumirpc::PropertyDiff::ADD_REPLACE:
      return DiffKind::add_replace;
    case pulumirpc::PropertyDiff::DELETE:
      return DiffKind::remove;
    case pulumirpc::PropertyDiff::DELETE_REPLACE:
      return DiffKind::remove_replace;
    case pulumirpc::PropertyDiff::UPDATE_REPLACE:
      return DiffKind::update_replace;
    default:
      return DiffKind::update;
  }
}

deploy::DiffAnswer diff_of(const pulumirpc::DiffResponse& response) {
  using Changes = deploy::DiffAnswer::Changes;
  deploy::DiffAnswer answer;
  if (response.changes() == pulumirpc::DiffResponse::DIFF_NONE) answer.changes = Changes::none;
  if (response.changes() == pulumirpc::DiffResponse::DIFF_SOME) answer.changes = Changes::some;
  answer.replaces = texts_of(response.replaces());
  answer.stables = texts_of(response.stables());
  answer.diffs = texts_of(response.diffs());
  answer.delete_before_replace = response.deletebeforereplace();
  answer.has_detailed = response.hasdetaileddiff();
  if (answer.has_detailed) {
    for (const auto& [path, change] : response.detaileddiff())
      answer.detailed[path] = {kind_of(change.kind()), change.inputdiff()};
  }
  return answer;
}

bool is_unimplemented(const grpc::Status& status) { return status.error_code() == grpc::StatusCode::UNIMPLEMENTED; }

/// Configuration travels without marks, and unknown values always may.
MarshalOptions sending_config() {
  return {.keep_secrets = false,
          .keep_resources = false,
          .keep_outputs = false,
          .keep_byte_strings = false,
          .skip_internal_keys = true};
}

}  // namespace

Result<pulumirpc::CheckRequest> config_check_message(const deploy::CheckRequest& request) {
  Filler<pulumirpc::CheckRequest> filler(request.urn);
  filler.put(request.old_inputs, sending_config(), *filler.message.mutable_olds());
  filler.put(request.new_inputs, sending_config(), *filler.message.mutable_news());
  return filler.result();
}

Result<pulumirpc::DiffRequest> config_diff_message(const deploy::DiffRequest& request) {
  Filler<pulumirpc::DiffRequest> filler(request.urn);
  filler.message.set_id(request.id);
  filler.put(request.old_inputs, sending_config(), *filler.message.mutable_old_inputs());
  filler.put(request.old_outputs, sending_config(), *filler.message.mutable_olds());
  filler.put(request.new_inputs, sending_config(), *filler.message.mutable_news());
  for (const auto& path : request.ignore_changes) filler.message.add_ignorechanges(path);
  return filler.result();
}

Result<pulumirpc::ConfigureRequest> configure_message(const Urn& urn, const std::string& id,
                                                      const PropertyMap& inputs) {
  Filler<pulumirpc::ConfigureRequest> filler(urn);
  auto& message = filler.message;
  message.set_id(id);
  message.set_acceptsecrets(true);
  message.set_acceptresources(true);
  message.set_sends_old_inputs(true);
  message.set_sends_old_inputs_to_delete(true);
  const MarshalOptions options{.keep_outputs = false, .keep_byte_strings = false, .skip_internal_keys = true};
  filler.put(inputs, options, *message.mutable_args());
  // For plugins of the first generation; the version is none of the user's settings.
  for (const auto& [key, value] : inputs) {
    const auto text = value.as_string();
    if (text && key != "version" && !is_internal_key(key)) {
      (*message.mutable_variables())[std::string(package_of(urn.type())) + ":config:" + key] = *text;
    }
  }
  return filler.result();
}

Result<deploy::CheckAnswer> read_config_check(const grpc::Status& status, pulumirpc::CheckResponse& response,
                                              const PropertyMap& inputs, const ProviderFacts& facts) {
  deploy::CheckAnswer answer;
  if (is_unimplemented(status)) {
    answer.inputs = inputs;
    return answer;
  }
  if (!status.ok()) return error_of(status, facts.label, "CheckConfig");
  // Whatever the plugin knows of secrets, it was sent none.
  auto values = read_properties(response.mutable_inputs(), true, inputs, {facts.label, {}});
  if (!values) return values.error();
  answer.inputs = std::move(*values);
  answer.failures = failures_of(response.failures());
  return answer;
}

Result<deploy::DiffAnswer> read_config_diff(const grpc::Status& status, const pulumirpc::DiffResponse& response,
                                            const ProviderFacts& facts) {
  if (is_unimplemented(status)) return deploy::DiffAnswer{};
  if (!status.ok()) return error_of(status, facts.label, "DiffConfig");
  return diff_of(response);
}

Result<pulumirpc::CheckRequest> check_message(const deploy::CheckRequest& request, const ProviderFeatures& features) {
  Filler<pulumirpc::CheckRequest> filler(request.urn);
  filler.put(request.old_inputs, sending(features, request.preview), *filler.message.mutable_olds());
  filler.put(request.new_inputs, sending(features, request.preview), *filler.message.mutable_news());
  filler.message.set_randomseed(request.random_seed);
  if (request.autonaming) *filler.message.mutable_autonaming() = autonaming_message(*request.autonaming);
  return filler.result();
}

Result<pulumirpc::DiffRequest> diff_message(const deploy::DiffRequest& request, const ProviderFeatures& features) {
  Filler<pulumirpc::DiffRequest> filler(request.urn);
  const auto options = sending_old(features, request.preview);
  filler.message.set_id(request.id);
  filler.put(request.old_inputs, options, *filler.message.mutable_old_inputs());
  filler.put(request.old_outputs, options, *filler.message.mutable_olds());
  filler.put(request.new_inputs, options, *filler.message.mutable_news());
  for (const auto& path : request.ignore_changes) filler.message.add_ignorechanges(path);
  return filler.result();
}

Result<pulumirpc::CreateRequest> create_message(const deploy::CreateRequest& request,
                                                const ProviderFeatures& features) {
  Filler<pulumirpc::CreateRequest> filler(request.urn);
  filler.put(request.inputs, sending(features, request.preview), *filler.message.mutable_properties());
  filler.message.set_timeout(request.timeout_seconds);
  filler.message.set_preview(request.preview);
  return filler.result();
}

Result<pulumirpc::ReadRequest> read_message(const deploy::ReadRequest& request, const ProviderFeatures& features) {
  Filler<pulumirpc::ReadRequest> filler(request.urn);
  filler.message.set_id(request.id);
  filler.put(request.inputs, sending_old(features, request.preview), *filler.message.mutable_inputs());
  filler.put(request.outputs, sending_old(features, request.preview), *filler.message.mutable_properties());
  filler.message.set_timeout(request.timeout_seconds);
  return filler.result();
}

Result<pulumirpc::UpdateRequest> update_message(const deploy::UpdateRequest& request,
                                                const ProviderFeatures& features) {
  Filler<pulumirpc::UpdateRequest> filler(request.urn);
  const auto old = sending_old(features, request.preview);
  filler.message.set_id(request.id);
  filler.put(request.old_inputs, old, *filler.message.mutable_old_inputs());
  filler.put(request.old_outputs, old, *filler.message.mutable_olds());
  filler.put(request.new_inputs, sending(features, request.preview), *filler.message.mutable_news());
  filler.message.set_timeout(request.timeout_seconds);
  filler.message.set_preview(request.preview);
  for (const auto& path : request.ignore_changes) filler.message.add_ignorechanges(path);
  return filler.result();
}

Result<pulumirpc::DeleteRequest> delete_message(const deploy::DeleteRequest& request,
                                                const ProviderFeatures& features) {
  Filler<pulumirpc::DeleteRequest> filler(request.urn);
  filler.message.set_id(request.id);
  filler.put(request.old_inputs, sending_old(features, false), *filler.message.mutable_old_inputs());
  filler.put(request.old_outputs, sending_old(features, false), *filler.message.mutable_properties());
  filler.message.set_timeout(request.timeout_seconds);
  return filler.result();
}

Result<pulumirpc::InvokeRequest> invoke_message(const deploy::InvokeRequest& request,
                                                const ProviderFeatures& features) {
  Filler<pulumirpc::InvokeRequest> filler;
  filler.message.set_tok(request.token);
  filler.put(request.args, sending(features, request.preview), *filler.message.mutable_args());
  filler.message.set_preview(request.preview);
  return filler.result();
}

Result<deploy::CheckAnswer> read_check(const grpc::Status& status, pulumirpc::CheckResponse& response,
                                       const deploy::CheckRequest& request, const ProviderFacts& facts) {
  if (!status.ok()) return error_of(status, facts.label, "Check");
  auto inputs = read_properties(response.mutable_inputs(), request.preview, request.new_inputs, facts);
  if (!inputs) return inputs.error();
  deploy::CheckAnswer answer;
  answer.inputs = std::move(*inputs);
  answer.failures = failures_of(response.failures());
  return answer;
}

Result<deploy::DiffAnswer> read_diff(const grpc::Status& status, const pulumirpc::DiffResponse& response,
                                     const ProviderFacts& facts) {
  if (!status.ok()) return error_of(status, facts.label, "Diff");
  return diff_of(response);
}

Result<deploy::CreateAnswer> read_create(const grpc::Status& status, pulumirpc::CreateResponse& response,
                                         const deploy::CreateRequest& request, const ProviderFacts& facts) {
  deploy::CreateAnswer answer;
  auto failure = init_failure(status);
  if (!status.ok() && !failure) return error_of(status, facts.label, "Create");
  if (failure) answer.init_errors = reasons_of(*failure, status);
  auto* properties = failure ? failure->mutable_properties() : response.mutable_properties();
  answer.id = failure ? failure->id() : response.id();
  answer.refresh_before_update = failure ? failure->refresh_before_update() : response.refresh_before_update();
  if (answer.id.empty() && !request.preview) {
    return fail(facts.label + " created " + request.urn.text() + " and returned no id for it");
  }
  auto outputs = read_properties(properties, request.preview, request.inputs, facts);
  if (!outputs) return outputs.error();
  answer.outputs = std::move(*outputs);
  return answer;
}

Result<deploy::ReadAnswer> read_read(const grpc::Status& status, pulumirpc::ReadResponse& response,
                                     const deploy::ReadRequest& request, const ProviderFacts& facts) {
  deploy::ReadAnswer answer;
  auto failure = init_failure(status);
  if (!status.ok() && !failure) return error_of(status, facts.label, "Read");
  if (failure) answer.init_errors = reasons_of(*failure, status);
  answer.id = failure ? failure->id() : response.id();
  answer.refresh_before_update = failure ? failure->refresh_before_update() : response.refresh_before_update();
  auto outputs = read_properties(failure ? failure->mutable_properties() : response.mutable_properties(),
                                 request.preview, request.outputs, facts);
  if (!outputs) return outputs.error();
  answer.outputs = std::move(*outputs);
  restore_assets_from(request.inputs, answer.outputs);
  if (!(failure ? failure->has_inputs() : response.has_inputs())) return answer;
  auto inputs = read_properties(failure ? failure->mutable_inputs() : response.mutable_inputs(), request.preview,
                                request.inputs, facts);
  if (!inputs) return inputs.error();
  restore_assets_from(request.inputs, *inputs);
  answer.inputs = std::move(*inputs);
  return answer;
}

Result<deploy::UpdateAnswer> read_update(const grpc::Status& status, pulumirpc::UpdateResponse& response,
                                         const deploy::UpdateRequest& request, const ProviderFacts& facts) {
  deploy::UpdateAnswer answer;
  auto failure = init_failure(status);
  if (!status.ok() && !failure) return error_of(status, facts.label, "Update");
  if (failure) answer.init_errors = reasons_of(*failure, status);
  answer.refresh_before_update = failure ? failure->refresh_before_update() : response.refresh_before_update();
  auto outputs = read_properties(failure ? failure->mutable_properties() : response.mutable_properties(),
                                 request.preview, request.new_inputs, facts);
  if (!outputs) return outputs.error();
  answer.outputs = std::move(*outputs);
  return answer;
}

Result<deploy::InvokeAnswer> read_invoke(const grpc::Status& status, pulumirpc::InvokeResponse& response,
                                         const deploy::InvokeRequest& request, const ProviderFacts& facts) {
  if (!status.ok()) return error_of(status, facts.label, "Invoke");
  auto values = wire::unmarshal(std::move(*response.mutable_return_()), receiving(request.preview));
  if (!values) return values.error().within(facts.label + " returned something that cannot be used");
  // What became of a secret that the plugin was given as plain text is not known: all of it stays hidden.
  if (!facts.features.secrets && contains_secrets(request.args)) {
    for (auto& [key, value] : *values) value = PropertyValue::secret(std::move(value));
  }
  deploy::InvokeAnswer answer;
  answer.result = std::move(*values);
  answer.failures = failures_of(response.failures());
  return answer;
}

}  // namespace ashlar::plugin
