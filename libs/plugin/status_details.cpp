#include "plugin/status_details.hpp"

#include "base/strings.hpp"
#include "google/rpc/status.pb.h"
#include "pulumi/errors.pb.h"

namespace ashlar::plugin {
namespace {

/// The first detail of that kind.
template <typename Message>
std::optional<Message> find_detail(const grpc::Status& status) {
  google::rpc::Status rich;
  if (status.error_details().empty() || !rich.ParseFromString(status.error_details())) return std::nullopt;
  for (const auto& detail : rich.details()) {
    Message message;
    if (detail.Is<Message>() && detail.UnpackTo(&message)) return message;
  }
  return std::nullopt;
}

std::string code_name(grpc::StatusCode code) {
  constexpr const char* names[] = {
      "OK",        "CANCELLED",      "UNKNOWN",           "INVALID_ARGUMENT",   "DEADLINE_EXCEEDED",
      "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION",
      "ABORTED",   "OUT_OF_RANGE",   "UNIMPLEMENTED",     "INTERNAL",           "UNAVAILABLE",
      "DATA_LOSS", "UNAUTHENTICATED"};
  const auto index = static_cast<std::size_t>(code);
  return index < std::size(names) ? names[index] : "code " + std::to_string(index);
}

void add_missing_keys(const grpc::Status& status, Error& error) {
  const auto missing = find_detail<pulumirpc::ConfigureErrorMissingKeys>(status);
  if (!missing || missing->missingkeys_size() == 0) return;
  for (const auto& key : missing->missingkeys())
    error.notes.push_back("missing: " + key.name() + " - " + key.description());
  error.help =
      "set each with `ashlar config set " + missing->missingkeys(0).name() + " VALUE`, with --secret where it is one";
}

}  // namespace

Error error_of(const grpc::Status& status, const std::string& plugin_label, const std::string& rpc) {
  auto message = std::string(trim(status.error_message()));
  auto error = fail(message.empty() ? plugin_label + " gave no reason" : std::move(message));
  if (const auto cause = find_detail<pulumirpc::ErrorCause>(status)) {
    if (!cause->message().empty()) error.notes.push_back("cause: " + cause->message());
    for (const auto& line : split(trim(cause->stacktrace()), '\n')) {
      if (!line.empty()) error.notes.push_back("  " + line);
    }
  }
  if (const auto inputs = find_detail<pulumirpc::InputPropertiesError>(status)) {
    for (const auto& each : inputs->errors())
      error.notes.push_back("property " + each.property_path() + ": " + each.reason());
  }
  add_missing_keys(status, error);
  error.notes.push_back("from " + plugin_label + ", call " + rpc + ", " + code_name(status.error_code()));
  return error;
}

std::optional<pulumirpc::ErrorResourceInitFailed> init_failure(const grpc::Status& status) {
  return find_detail<pulumirpc::ErrorResourceInitFailed>(status);
}

grpc::Status status_of(const pulumirpc::ErrorResourceInitFailed& detail, const std::string& message) {
  google::rpc::Status rich;
  rich.set_code(grpc::StatusCode::UNKNOWN);
  rich.set_message(message);
  rich.add_details()->PackFrom(detail);
  return {grpc::StatusCode::UNKNOWN, message, rich.SerializeAsString()};
}

}  // namespace ashlar::plugin
