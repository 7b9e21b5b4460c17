#pragma once
/// The rules of a security group as sets of permissions, each for one peer: programs and AWS group them differently.
/// Pure functions.

#include <compare>
#include <set>
#include <string>
#include <vector>

#include "aws/value.hpp"
#include "resource/property_value.hpp"

namespace ashlar::providers::aws {

/// Traffic with one peer. The order of peers' kinds is that of a rule's lists.
struct Permission {
  enum class Peer { ipv4, ipv6, prefix_list, group, self };
  std::string protocol;  ///< as `canonical_protocol` has it
  std::int64_t from_port = 0;
  std::int64_t to_port = 0;
  std::string description;
  Peer peer = Peer::ipv4;
  std::string value;  ///< network, prefix list or group (`account/group` for another account's); empty for `self`

  friend auto operator<=>(const Permission&, const Permission&) = default;
};
using Permissions = std::set<Permission>;

/// `tcp` for 6 and `TCP`, `-1` for `all`, and so on; an unknown one as it is.
[[nodiscard]] std::string canonical_protocol(const std::string& protocol);

/// What the rules of a program or a state allow: the value of `ingress` or `egress`, or null for none.
[[nodiscard]] Permissions permissions_of(const PropertyValue* rules);
/// What AWS says is allowed. `owner` and `group` are the group's own.
[[nodiscard]] Permissions permissions_of(const awsapi::Value& ip_permissions, const std::string& owner,
                                         const std::string& group);

/// The permissions in the form of requests; those that differ in the peer only share an entry.
[[nodiscard]] awsapi::Value to_ip_permissions(const Permissions& permissions, const std::string& group);

/// The permissions as rules: those of `known` that are all there stay as they are, the rest is grouped.
[[nodiscard]] PropertyArray rules_of(Permissions permissions, const PropertyValue* known);

}  // namespace ashlar::providers::aws
