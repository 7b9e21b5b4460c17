#include "providers/aws/networks.hpp"

#include <arpa/inet.h>

#include <array>
#include <charconv>

namespace ashlar::providers::aws {
namespace {

struct Network {
  std::array<unsigned char, 16> address{};
  int bits = 0;
};

std::optional<Network> parse(const std::string& text, int family) {
  const auto slash = text.find('/');
  if (slash == std::string::npos) return std::nullopt;
  Network network;
  const auto length = text.substr(slash + 1);
  const auto [end, problem] = std::from_chars(length.data(), length.data() + length.size(), network.bits);
  const int width = family == AF_INET ? 32 : 128;
  if (problem != std::errc() || *end != '\0' || network.bits < 0 || network.bits > width) return std::nullopt;
  if (inet_pton(family, text.substr(0, slash).c_str(), network.address.data()) != 1) return std::nullopt;
  return network;
}

std::string format(const Network& network, int family) {
  char text[INET6_ADDRSTRLEN];
  inet_ntop(family, network.address.data(), text, sizeof text);
  return std::string(text) + "/" + std::to_string(network.bits);
}

/// The network with the bits behind its prefix cleared.
Network masked(Network network, int width) {
  for (int bit = network.bits; bit < width; ++bit) {
    network.address[static_cast<std::size_t>(bit / 8)] &= static_cast<unsigned char>(~(0x80 >> (bit % 8)));
  }
  return network;
}

std::optional<std::string> check_network(const std::string& text, int family) {
  const auto network = parse(text, family);
  if (!network)
    return "\"" + text + "\" is not a network in CIDR notation, such as " +
           (family == AF_INET ? "10.0.0.0/16" : "2001:db8::/64");
  const auto clean = masked(*network, family == AF_INET ? 32 : 128);
  if (clean.address != network->address)
    return "\"" + text + "\" is an address in a network: write " + format(clean, family);
  return std::nullopt;
}

}  // namespace

std::optional<std::string> ipv4_network(const std::string& text) { return check_network(text, AF_INET); }
std::optional<std::string> ipv6_network(const std::string& text) { return check_network(text, AF_INET6); }

std::string canonical_network(const std::string& text) {
  const auto network = parse(text, AF_INET6);
  return network ? format(masked(*network, 128), AF_INET6) : text;
}

}  // namespace ashlar::providers::aws
