#pragma once

#include <map>
#include <string>

#include "base/loopback_http.hpp"

namespace ashlar {

/// An EC2 on 127.0.0.1 with what programs ask while they run: zones a to f of us-east-1, regions, and the VPCs that
/// were put there. Point AWS_ENDPOINT_URL to it.
class FakeEc2 {
 public:
  [[nodiscard]] std::string url() const { return server_.url(); }

  /// Before the first request.
  void add_vpc(const std::string& id, const std::string& cidr, const std::map<std::string, std::string>& tags);

 private:
  [[nodiscard]] LoopbackResponse answer(const std::string& form) const;

  std::string vpcs_;
  LoopbackHttp server_{[this](const LoopbackRequest& request) { return answer(request.body); }};
};

}  // namespace ashlar
