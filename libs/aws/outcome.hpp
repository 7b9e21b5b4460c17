#pragma once
/// What a call to AWS came to: a document, or an error that code can tell apart and a person can act on.

#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "aws/value.hpp"
#include "base/result.hpp"

namespace ashlar::awsapi {

/// Why a call failed.
struct ApiError {
  std::string service;    ///< ec2
  std::string operation;  ///< CreateVpc
  std::string code;  ///< AWS's own, e.g. InvalidVpcID.NotFound; one of `local_codes` when AWS did not answer with one
  std::string message;     ///< AWS's words, or what went wrong on this side
  std::string request_id;  ///< empty when AWS gave none
  int status = 0;          ///< HTTP; 0 when there was no answer
  std::string help;
  ErrorKind kind = ErrorKind::failed;

  /// As a failure to show: `ec2 CreateVpc: InvalidVpcRange: The CIDR '…' is invalid. (request 8f1c…)`.
  [[nodiscard]] Error error() const;
};

/// Codes of failures that did not come from AWS.
namespace local_codes {
inline constexpr std::string_view invalid_request =
    "InvalidRequest";                                                ///< the request does not fit the model: never sent
inline constexpr std::string_view no_credentials = "NoCredentials";  ///< nothing to sign with: never sent
inline constexpr std::string_view unreachable = "EndpointUnreachable";  ///< no answer, after the retries
inline constexpr std::string_view malformed = "MalformedAnswer";        ///< the answer does not fit the model
inline constexpr std::string_view cancelled = "Cancelled";              ///< `Client::cancel_all` or `cancel`
inline constexpr std::string_view wait_failed = "WaitFailed";           ///< a waiter saw a state it cannot get out of
inline constexpr std::string_view wait_timed_out = "WaitTimedOut";      ///< a waiter gave up
}  // namespace local_codes

class [[nodiscard]] Outcome {
 public:
  Outcome(Value value) : content_(std::move(value)) {}     // NOLINT(google-explicit-constructor)
  Outcome(ApiError error) : content_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool ok() const { return std::holds_alternative<Value>(content_); }
  explicit operator bool() const { return ok(); }

  /// REQUIRES: ok.
  [[nodiscard]] const Value& value() const { return std::get<Value>(content_); }
  [[nodiscard]] Value& value() { return std::get<Value>(content_); }
  const Value& operator*() const { return value(); }
  const Value* operator->() const { return &value(); }
  /// REQUIRES: not ok.
  [[nodiscard]] const ApiError& error() const { return std::get<ApiError>(content_); }

  /// Whether it failed with that code.
  [[nodiscard]] bool failed_with(std::string_view code) const { return !ok() && error().code == code; }

 private:
  std::variant<Value, ApiError> content_;
};

}  // namespace ashlar::awsapi
