#include "aws/protocol.hpp"

#include "aws/protocol_query.hpp"

namespace ashlar::awsapi {

const Protocol* find_protocol(std::string_view name) {
  static const QueryProtocol query(QueryProtocol::Dialect::plain);
  static const QueryProtocol ec2(QueryProtocol::Dialect::ec2);
  if (name == "query") return &query;
  if (name == "ec2") return &ec2;
  return nullptr;
}

ApiError error_of_status(const HttpResponse& response) {
  ApiError error;
  error.status = response.status;
  error.code = std::to_string(response.status);
  error.message = "the endpoint answered with HTTP status " + error.code + " and no AWS error document";
  error.request_id = find_header(response.headers, "x-amzn-requestid");
  return error;
}

}  // namespace ashlar::awsapi
