#pragma once
/// Networks in CIDR notation.

#include <optional>
#include <string>

namespace ashlar::providers::aws {

/// What is wrong with a text that should be a network of that family, if anything; an address inside a network is wrong
/// too.
[[nodiscard]] std::optional<std::string> ipv4_network(const std::string& text);
[[nodiscard]] std::optional<std::string> ipv6_network(const std::string& text);

/// An IPv6 network in its shortest form; any other text as it is.
[[nodiscard]] std::string canonical_network(const std::string& text);

}  // namespace ashlar::providers::aws
