#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ol_infrastructure {

/// A range of IPv4 addresses, `10.1.0.0/16`. Holds only well-formed ones: no bits are set beyond the prefix.
class Ipv4Network {
 public:
  /// Nothing for what is no network, also for an address with bits beyond the prefix. Without a prefix it is one
  /// address.
  [[nodiscard]] static std::optional<Ipv4Network> parse(std::string_view text);

  [[nodiscard]] std::string text() const;
  [[nodiscard]] int prefix() const { return prefix_; }
  [[nodiscard]] std::uint32_t first() const { return address_; }
  [[nodiscard]] std::uint32_t last() const;
  [[nodiscard]] int third_octet() const { return static_cast<int>(address_ >> 8U & 0xFFU); }

  /// The address that many after the first, as text.
  [[nodiscard]] std::string address(std::uint32_t offset) const;
  [[nodiscard]] bool is_inside(const Ipv4Network& other) const;
  /// Whether IANA's registry of special addresses sets it apart for private or local use.
  [[nodiscard]] bool is_private() const;

  /// How many networks with that longer prefix fit, and the one at `index`. REQUIRES: prefix <= new_prefix <= 32.
  [[nodiscard]] std::uint64_t subnet_count(int new_prefix) const { return 1ULL << (new_prefix - prefix_); }
  [[nodiscard]] Ipv4Network subnet(int new_prefix, std::uint32_t index) const;

  friend bool operator==(const Ipv4Network&, const Ipv4Network&) = default;

 private:
  Ipv4Network(std::uint32_t address, int prefix) : address_(address), prefix_(prefix) {}

  std::uint32_t address_;
  int prefix_;
};

/// The network at `index` among those with prefix 64 in an IPv6 network. Throws ProgramError when there is none.
[[nodiscard]] std::string ipv6_subnet(std::string_view network, std::uint32_t index);

}  // namespace ol_infrastructure
