#pragma once

#include <string>

#include "aws/value.hpp"
#include "base/result.hpp"

namespace ashlar::providers::aws {

/// Whether an IPv6 network in this `Ipv6CidrBlockState` can still become what is waited for. Fails for one that failed,
/// and for a state that EC2 does not document: no wait for that would end. `whose`: "subnet subnet-1".
[[nodiscard]] Status check_ipv6_state(const std::string& whose, const awsapi::Value& state);

}  // namespace ashlar::providers::aws
