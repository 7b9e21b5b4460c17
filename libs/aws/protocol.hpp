#pragma once
/// How requests and answers look on the wire. One implementation a protocol; which one a service speaks stands in its
/// model.

#include <string>
#include <string_view>
#include <vector>

#include "aws/http.hpp"
#include "aws/model.hpp"
#include "aws/outcome.hpp"

namespace ashlar::awsapi {

/// A request before it has an endpoint and a signature.
struct WireRequest {
  std::string method;
  std::string path = "/";  ///< encoded
  std::string query;       ///< encoded, without the question mark
  std::vector<Header> headers;
  std::string body;
};

class Protocol {
 public:
  virtual ~Protocol() = default;
  /// REQUIRES: `check_request` accepted `request`.
  [[nodiscard]] virtual WireRequest encode(const ServiceModel& service, const Operation& operation,
                                           const Value& request) const = 0;
  /// Reads a successful answer. Members that the model does not know are dropped.
  [[nodiscard]] virtual Result<Value> decode(const Operation& operation, const HttpResponse& response) const = 0;
  /// Reads code, message and request id of a failure; without them the status stands in for the code.
  [[nodiscard]] virtual ApiError decode_error(const HttpResponse& response) const = 0;
};

/// The protocol of that name, or null where there is none. Lives forever.
[[nodiscard]] const Protocol* find_protocol(std::string_view name);

/// Whether `request` fits what `operation` takes: no unknown members (the error names the nearest), nothing required
/// missing, kinds as in the model. A null member counts as absent and is not sent. All that is wrong is reported, a
/// note each.
[[nodiscard]] Status check_request(const Operation& operation, const Value& request);

/// The error of a response that is no document of the protocol, such as a proxy's page.
[[nodiscard]] ApiError error_of_status(const HttpResponse& response);

}  // namespace ashlar::awsapi
