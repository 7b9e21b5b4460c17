#pragma once
/// The query protocol (AWS's oldest: form parameters out, XML back) and its dialect for EC2.

#include "aws/protocol.hpp"

namespace ashlar::awsapi {

class QueryProtocol final : public Protocol {
 public:
  enum class Dialect { plain, ec2 };
  explicit QueryProtocol(Dialect dialect) : dialect_(dialect) {}

  [[nodiscard]] WireRequest encode(const ServiceModel& service, const Operation& operation,
                                   const Value& request) const override;
  [[nodiscard]] Result<Value> decode(const Operation& operation, const HttpResponse& response) const override;
  [[nodiscard]] ApiError decode_error(const HttpResponse& response) const override;

 private:
  Dialect dialect_;
};

}  // namespace ashlar::awsapi
