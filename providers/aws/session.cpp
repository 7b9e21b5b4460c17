#include "providers/aws/session.hpp"

namespace ashlar::providers::aws {

std::string make_arn(const std::string& service, const std::string& region, const std::string& account,
                     const std::string& resource) {
  return "arn:" + awsapi::partition_of(region).id + ":" + service + ":" + region + ":" + account + ":" + resource;
}

}  // namespace ashlar::providers::aws
