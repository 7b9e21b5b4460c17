#pragma once
/// A service's API as data: operations, the shapes of what they take and give, paginators and waiters (botocore's
/// models).

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "aws/value.hpp"
#include "base/result.hpp"

namespace ashlar::awsapi {

enum class ShapeKind { structure, list, map, string, boolean, integer, number, blob, timestamp };

struct Shape;

/// A use of a shape, with what this use says about its place in a request or an answer. Empty texts were not given.
struct ShapeUse {
  const Shape* shape = nullptr;  ///< owned by the ServiceModel; null only where an operation takes or gives nothing
  std::string location_name;     ///< its name on the wire, where that differs from the member's
  std::string query_name;        ///< what the ec2 protocol prefers to location_name in requests
  std::string location;          ///< REST protocols: header, headers, uri, querystring, statusCode
  std::string result_wrapper;    ///< query protocol: the element around the answer
  std::string timestamp_format;  ///< iso8601, rfc822, unixTimestamp
  bool flattened = false;        ///< a list or map without an element of its own
  bool idempotency_token = false;
  bool xml_attribute = false;
};

struct Shape {
  std::string name;
  ShapeKind kind = ShapeKind::structure;
  std::map<std::string, ShapeUse, std::less<>> members;  ///< of a structure
  std::vector<std::string> required;                     ///< of a structure
  std::string payload;  ///< of a structure, REST protocols: the member that is the body
  ShapeUse element;     ///< of a list
  ShapeUse key;         ///< of a map
  ShapeUse value;       ///< of a map
};

struct Operation {
  std::string name;
  std::string http_method;
  std::string uri;
  ShapeUse input;
  ShapeUse output;
  std::vector<std::string> retryable_errors;  ///< codes that the model marks so
};

/// How the pages of an operation's answer are joined.
struct Paginator {
  std::vector<std::string> input_tokens;
  std::vector<std::string> output_tokens;  ///< paths into the answer, parallel to input_tokens
  std::vector<std::string> result_keys;    ///< paths of the lists that are collected
  std::string more_results;                ///< path of a boolean; empty where the token alone tells
};

/// One rule of a waiter. Rules are tried in order on each answer; the first that matches decides.
struct Acceptor {
  enum class Matcher { path, path_all, path_any, status, error };
  enum class State { success, failure, retry };
  Matcher matcher;
  State state;
  std::string argument;  ///< a path, for the path matchers
  Value expected;
};

struct Waiter {
  std::string name;
  std::string operation;
  std::chrono::seconds delay;
  int max_attempts;
  std::vector<Acceptor> acceptors;
};

/// Immutable once loaded.
struct ServiceModel {
  std::string name;  ///< as botocore's folder, e.g. `ec2`
  std::string api_version;
  std::string protocol;         ///< ec2, query, json, rest-json, rest-xml
  std::string endpoint_prefix;  ///< the host's first label
  std::string signing_name;
  std::string global_endpoint;
  std::string target_prefix;  ///< json protocol
  std::string json_version;   ///< json protocol
  std::string xml_namespace;
  std::string service_id;  ///< as in AWS_ENDPOINT_URL_<SERVICE ID>
  std::string full_name;   ///< for messages, e.g. "Amazon Elastic Compute Cloud"
  std::map<std::string, Operation, std::less<>> operations;
  std::map<std::string, Paginator, std::less<>> paginators;
  std::map<std::string, Waiter, std::less<>> waiters;
  std::map<std::string, std::unique_ptr<Shape>, std::less<>> shapes;
};

/// Reads a model as models/generate.py writes it.
[[nodiscard]] Result<std::unique_ptr<const ServiceModel>> parse_model(std::string_view service, std::string_view json);

/// The models of the library, each parsed when it is first asked for. Belongs to one thread.
class Models {
 public:
  /// What is returned stays valid as long as this object. Unknown services are an error that says where they are
  /// listed.
  [[nodiscard]] Result<const ServiceModel*> service(std::string_view name);
  [[nodiscard]] Result<const Operation*> operation(const ServiceModel& service, std::string_view name) const;

 private:
  std::map<std::string, std::unique_ptr<const ServiceModel>, std::less<>> loaded_;
};

}  // namespace ashlar::awsapi
