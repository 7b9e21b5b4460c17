#include "ol_infrastructure/lib/ip_network.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <ashlar/error.hpp>
#include <charconv>

namespace ol_infrastructure {

namespace {

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

constexpr Range range(unsigned a, unsigned b, unsigned c, unsigned d, unsigned prefix) {
  const std::uint32_t first = a << 24U | b << 16U | c << 8U | d;
  return {first, first | (prefix == 32 ? 0U : 0xFFFFFFFFU >> prefix)};
}

/// IANA's IPv4 special-purpose registry: what is not globally reachable.
constexpr std::array private_ranges{range(0, 0, 0, 0, 8),      range(10, 0, 0, 0, 8),        range(127, 0, 0, 0, 8),
                                    range(169, 254, 0, 0, 16), range(172, 16, 0, 0, 12),     range(192, 0, 0, 0, 24),
                                    range(192, 0, 0, 170, 31), range(192, 0, 2, 0, 24),      range(192, 168, 0, 0, 16),
                                    range(198, 18, 0, 0, 15),  range(198, 51, 100, 0, 24),   range(203, 0, 113, 0, 24),
                                    range(240, 0, 0, 0, 4),    range(255, 255, 255, 255, 32)};
/// Addresses inside these that are reachable after all.
constexpr std::array reachable_ranges{range(192, 0, 0, 9, 32), range(192, 0, 0, 10, 32)};

std::uint32_t mask_of(int prefix) { return prefix == 0 ? 0U : 0xFFFFFFFFU << static_cast<unsigned>(32 - prefix); }

std::string address_text(std::uint32_t address) {
  return std::to_string(address >> 24U) + "." + std::to_string(address >> 16U & 0xFFU) + "." +
         std::to_string(address >> 8U & 0xFFU) + "." + std::to_string(address & 0xFFU);
}

std::optional<int> parse_prefix(std::string_view text, int longest) {
  int prefix = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), prefix);
  if (error != std::errc() || end != text.data() + text.size() || prefix < 0 || prefix > longest) return std::nullopt;
  return prefix;
}

}  // namespace

std::optional<Ipv4Network> Ipv4Network::parse(std::string_view text) {
  const auto slash = text.find('/');
  const std::string address(text.substr(0, slash));
  const auto prefix = slash == std::string_view::npos ? 32 : parse_prefix(text.substr(slash + 1), 32);
  in_addr bytes{};
  if (!prefix || inet_pton(AF_INET, address.c_str(), &bytes) != 1) return std::nullopt;
  const std::uint32_t number = ntohl(bytes.s_addr);
  if ((number & ~mask_of(*prefix)) != 0) return std::nullopt;
  return Ipv4Network(number, *prefix);
}

std::string Ipv4Network::text() const { return address_text(address_) + "/" + std::to_string(prefix_); }
std::uint32_t Ipv4Network::last() const { return address_ | ~mask_of(prefix_); }
std::string Ipv4Network::address(std::uint32_t offset) const { return address_text(address_ + offset); }

bool Ipv4Network::is_inside(const Ipv4Network& other) const {
  return first() >= other.first() && last() <= other.last();
}

bool Ipv4Network::is_private() const {
  const auto holds_both = [this](const Range& r) { return first() >= r.first && last() <= r.last; };
  const auto holds_one = [this](const Range& r) {
    return (first() >= r.first && first() <= r.last) || (last() >= r.first && last() <= r.last);
  };
  return std::any_of(private_ranges.begin(), private_ranges.end(), holds_both) &&
         std::none_of(reachable_ranges.begin(), reachable_ranges.end(), holds_one);
}

Ipv4Network Ipv4Network::subnet(int new_prefix, std::uint32_t index) const {
  return {address_ + (index << static_cast<unsigned>(32 - new_prefix)), new_prefix};
}

std::string ipv6_subnet(std::string_view network, std::uint32_t index) {
  constexpr int subnet_prefix = 64;
  const auto slash = network.find('/');
  const std::string address(network.substr(0, slash));
  const auto prefix = slash == std::string_view::npos ? 128 : parse_prefix(network.substr(slash + 1), 128);
  in6_addr bytes{};
  if (!prefix || inet_pton(AF_INET6, address.c_str(), &bytes) != 1) {
    throw ashlar::ProgramError("'" + std::string(network) + "' is not an IPv6 network");
  }
  const int free_bits = subnet_prefix - *prefix;
  if (free_bits < 0 || (free_bits < 32 && index >> static_cast<unsigned>(free_bits) != 0)) {
    throw ashlar::ProgramError(std::string(network) + " has no /64 network number " + std::to_string(index));
  }
  for (int byte = subnet_prefix / 8 - 1, rest = static_cast<int>(index); rest > 0; --byte, rest >>= 8) {
    bytes.s6_addr[byte] = static_cast<unsigned char>(bytes.s6_addr[byte] + (rest & 0xFF));
  }
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(AF_INET6, &bytes, text.data(), text.size());
  return std::string(text.data()) + "/64";
}

}  // namespace ol_infrastructure
