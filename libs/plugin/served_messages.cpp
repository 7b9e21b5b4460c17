#include "plugin/served_messages.hpp"

#include "base/strings.hpp"
#include "plugin/status_details.hpp"
#include "wire/marshal.hpp"

namespace ashlar::plugin {
namespace {

using google::protobuf::Struct;

/// Gathers the parts of a request; the first failure is kept.
class Reader {
 public:
  PropertyMap values(const Struct& in) {
    auto read = wire::unmarshal(in, {.keep_outputs = false});
    if (read) return std::move(*read);
    keep(read.error());
    return {};
  }

  std::optional<Urn> urn(const std::string& text) {
    auto parsed = Urn::parse(text);
    if (parsed) return std::move(*parsed);
    keep(parsed.error());
    return std::nullopt;
  }

  /// `request`, or what went wrong with its parts.
  template <typename Request>
  Result<Request> result(Request request) {
    if (!status_) return status_.error();
    return request;
  }
  [[nodiscard]] const Status& status() const { return status_; }

 private:
  void keep(const Error& error) {
    if (status_) status_ = error;
  }

  Status status_;
};

template <typename Texts>
std::vector<std::string> texts_of(const Texts& texts) {
  return {texts.begin(), texts.end()};
}

std::optional<deploy::AutonamingOptions> autonaming_of(const pulumirpc::CheckRequest& message) {
  using Mode = deploy::AutonamingOptions::Mode;
  using Message = pulumirpc::CheckRequest::AutonamingOptions;
  if (!message.has_autonaming()) return std::nullopt;
  const auto& in = message.autonaming();
  const auto mode = in.mode() == Message::ENFORCE   ? Mode::enforce
                    : in.mode() == Message::DISABLE ? Mode::disable
                                                    : Mode::propose;
  return deploy::AutonamingOptions{in.proposed_name(), mode};
}

/// Everything a provider returns may be sent: every engine reads it.
grpc::Status put(const PropertyMap& values, Struct& out) {
  const auto status = wire::marshal(values, {.keep_outputs = false}, out);
  return status ? grpc::Status::OK : grpc::Status(grpc::StatusCode::INTERNAL, status.error().message);
}

pulumirpc::PropertyDiff::Kind kind_of(DiffKind kind) {
  switch (kind) {
    case DiffKind::add:
      return pulumirpc::PropertyDiff::ADD;
    case DiffKind::add_replace:
      return pulumirpc::PropertyDiff::ADD_REPLACE;
    case DiffKind::remove:
      return pulumirpc::PropertyDiff::DELETE;
    case DiffKind::remove_replace:
      return pulumirpc::PropertyDiff::DELETE_REPLACE;
    case DiffKind::update_replace:
      return pulumirpc::PropertyDiff::UPDATE_REPLACE;
    case DiffKind::update:
      break;
  }
  return pulumirpc::PropertyDiff::UPDATE;
}

/// The status that carries what exists although it did not get ready.
grpc::Status init_failed(const std::string& id, const PropertyMap& outputs, const PropertyMap* inputs,
                         const std::vector<std::string>& reasons, bool refresh) {
  pulumirpc::ErrorResourceInitFailed detail;
  detail.set_id(id);
  detail.set_refresh_before_update(refresh);
  for (const auto& reason : reasons) detail.add_reasons(reason);
  if (auto status = put(outputs, *detail.mutable_properties()); !status.ok()) return status;
  if (inputs != nullptr) {
    if (auto status = put(*inputs, *detail.mutable_inputs()); !status.ok()) return status;
  }
  return status_of(detail, join(reasons, "; "));
}

}  // namespace

Result<deploy::CheckRequest> decode(const pulumirpc::CheckRequest& message) {
  Reader reader;
  auto urn = reader.urn(message.urn());
  auto old_inputs = reader.values(message.olds());
  auto new_inputs = reader.values(message.news());
  if (!reader.status()) return reader.status().error();
  deploy::CheckRequest request{std::move(*urn), std::move(old_inputs), std::move(new_inputs), message.randomseed(),
                               autonaming_of(message)};
  // The message does not say whether this is a preview; only in one can a value be unknown.
  request.preview = contains_unknowns(request.new_inputs);
  return request;
}

Result<deploy::DiffRequest> decode(const pulumirpc::DiffRequest& message) {
  Reader reader;
  auto urn = reader.urn(message.urn());
  auto old_inputs = reader.values(message.old_inputs());
  auto old_outputs = reader.values(message.olds());
  auto new_inputs = reader.values(message.news());
  if (!reader.status()) return reader.status().error();
  const bool preview = contains_unknowns(new_inputs);
  return deploy::DiffRequest{std::move(*urn),
                             message.id(),
                             std::move(old_inputs),
                             std::move(old_outputs),
                             std::move(new_inputs),
                             texts_of(message.ignorechanges()),
                             preview};
}

Result<deploy::CreateRequest> decode(const pulumirpc::CreateRequest& message) {
  Reader reader;
  auto urn = reader.urn(message.urn());
  auto inputs = reader.values(message.properties());
  if (!reader.status()) return reader.status().error();
  return deploy::CreateRequest{std::move(*urn), std::move(inputs), message.timeout(), message.preview(), ""};
}

Result<deploy::ReadRequest> decode(const pulumirpc::ReadRequest& message) {
  Reader reader;
  auto urn = reader.urn(message.urn());
  auto inputs = reader.values(message.inputs());
  auto outputs = reader.values(message.properties());
  if (!reader.status()) return reader.status().error();
  return deploy::ReadRequest{std::move(*urn),    message.id(),      std::move(inputs),
                             std::move(outputs), message.timeout(), false};
}

Result<deploy::UpdateRequest> decode(const pulumirpc::UpdateRequest& message) {
  Reader reader;
  auto urn = reader.urn(message.urn());
  auto old_inputs = reader.values(message.old_inputs());
  auto old_outputs = reader.values(message.olds());
  auto new_inputs = reader.values(message.news());
  if (!reader.status()) return reader.status().error();
  return deploy::UpdateRequest{std::move(*urn),
                               message.id(),
                               std::move(old_inputs),
                               std::move(old_outputs),
                               std::move(new_inputs),
                               message.timeout(),
                               texts_of(message.ignorechanges()),
                               message.preview()};
}

Result<deploy::DeleteRequest> decode(const pulumirpc::DeleteRequest& message) {
  Reader reader;
  auto urn = reader.urn(message.urn());
  auto old_inputs = reader.values(message.old_inputs());
  auto old_outputs = reader.values(message.properties());
  if (!reader.status()) return reader.status().error();
  return deploy::DeleteRequest{std::move(*urn), message.id(), std::move(old_inputs), std::move(old_outputs),
                               message.timeout()};
}

Result<deploy::InvokeRequest> decode(const pulumirpc::InvokeRequest& message) {
  Reader reader;
  auto args = reader.values(message.args());
  return reader.result(deploy::InvokeRequest{message.tok(), std::move(args), message.preview()});
}

Result<ServedConfiguration> decode(const pulumirpc::ConfigureRequest& message, const std::string& package) {
  Reader reader;
  auto urn = message.has_urn()
                 ? reader.urn(message.urn())
                 : Urn::make("unknown", "unknown", "", std::string(provider_type_prefix) + package, "default");
  auto inputs = reader.values(message.args());
  if (!reader.status()) return reader.status().error();
  return ServedConfiguration{std::move(*urn), message.id(), std::move(inputs)};
}

grpc::Status encode(const deploy::CheckAnswer& answer, pulumirpc::CheckResponse& message) {
  for (const auto& failure : answer.failures) {
    auto& out = *message.add_failures();
    out.set_property(failure.property);
    out.set_reason(failure.reason);
  }
  return put(answer.inputs, *message.mutable_inputs());
}

grpc::Status encode(const deploy::DiffAnswer& answer, pulumirpc::DiffResponse& message) {
  using Changes = deploy::DiffAnswer::Changes;
  if (answer.changes == Changes::none) message.set_changes(pulumirpc::DiffResponse::DIFF_NONE);
  if (answer.changes == Changes::some) message.set_changes(pulumirpc::DiffResponse::DIFF_SOME);
  for (const auto& key : answer.replaces) message.add_replaces(key);
  for (const auto& key : answer.stables) message.add_stables(key);
  for (const auto& key : answer.diffs) message.add_diffs(key);
  message.set_deletebeforereplace(answer.delete_before_replace);
  message.set_hasdetaileddiff(answer.has_detailed);
  for (const auto& [path, change] : answer.detailed) {
    auto& out = (*message.mutable_detaileddiff())[path];
    out.set_kind(kind_of(change.kind));
    out.set_inputdiff(change.input_diff);
  }
  return grpc::Status::OK;
}

grpc::Status encode(const deploy::CreateAnswer& answer, pulumirpc::CreateResponse& message) {
  if (!answer.init_errors.empty()) {
    return init_failed(answer.id, answer.outputs, nullptr, answer.init_errors, answer.refresh_before_update);
  }
  message.set_id(answer.id);
  message.set_refresh_before_update(answer.refresh_before_update);
  return put(answer.outputs, *message.mutable_properties());
}

grpc::Status encode(const deploy::ReadAnswer& answer, pulumirpc::ReadResponse& message) {
  const auto* inputs = answer.inputs ? &*answer.inputs : nullptr;
  if (!answer.init_errors.empty()) {
    return init_failed(answer.id, answer.outputs, inputs, answer.init_errors, answer.refresh_before_update);
  }
  message.set_id(answer.id);
  message.set_refresh_before_update(answer.refresh_before_update);
  if (inputs != nullptr) {
    if (auto status = put(*inputs, *message.mutable_inputs()); !status.ok()) return status;
  }
  return put(answer.outputs, *message.mutable_properties());
}

grpc::Status encode(const ServedUpdate& update, pulumirpc::UpdateResponse& message) {
  const auto& [id, answer] = update;
  if (!answer.init_errors.empty())
    return init_failed(id, answer.outputs, nullptr, answer.init_errors, answer.refresh_before_update);
  message.set_refresh_before_update(answer.refresh_before_update);
  return put(answer.outputs, *message.mutable_properties());
}

grpc::Status encode(const deploy::InvokeAnswer& answer, pulumirpc::InvokeResponse& message) {
  for (const auto& failure : answer.failures) {
    auto& out = *message.add_failures();
    out.set_property(failure.property);
    out.set_reason(failure.reason);
  }
  return put(answer.result, *message.mutable_return_());
}

}  // namespace ashlar::plugin
