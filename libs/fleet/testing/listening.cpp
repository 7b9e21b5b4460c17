#include "fleet/testing/listening.hpp"

#include <arpa/inet.h>

#include <array>
#include <charconv>
#include <cstring>
#include <sstream>

#include "base/strings.hpp"

namespace ashlar::fleet {
namespace {

template <typename Number>
std::optional<Number> parse_number(std::string_view text, int base) {
  Number value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// `0100007F`: words of 32 bits in the machine's order, which is little-endian wherever we run.
std::optional<std::string> address_text(std::string_view hex) {
  std::array<unsigned char, 16> bytes{};
  if (hex.size() != 8 && hex.size() != 32) return std::nullopt;
  for (std::size_t word = 0; word < hex.size() / 8; ++word) {
    const auto value = parse_number<std::uint32_t>(hex.substr(word * 8, 8), 16);
    if (!value) return std::nullopt;
    std::memcpy(bytes.data() + word * 4, &*value, 4);
  }
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(hex.size() == 8 ? AF_INET : AF_INET6, bytes.data(), text.data(), text.size());
  return text.data();
}

bool covers(const std::string& bound, const std::string& wanted) {
  if (wanted.empty() || bound == wanted || bound == "::ffff:" + wanted) return true;
  const bool is_v6 = wanted.find(':') != std::string::npos;
  return bound == "::" || (bound == "0.0.0.0" && !is_v6);
}

bool line_listens(const std::string& line, const SocketAddress& address) {
  std::istringstream words(line);
  std::string number;
  std::string local;
  std::string remote;
  std::string state;
  words >> number >> local >> remote >> state;
  const auto colon = local.find(':');
  if (colon == std::string::npos) return false;
  // TCP_LISTEN; a udp socket that is not connected is in TCP_CLOSE.
  if (state != (address.protocol == "tcp" ? "0A" : "07")) return false;
  const auto port = parse_number<std::uint16_t>(std::string_view(local).substr(colon + 1), 16);
  const auto bound = address_text(std::string_view(local).substr(0, colon));
  return port == address.port && bound && covers(*bound, address.host);
}

}  // namespace

std::optional<SocketAddress> SocketAddress::parse(std::string_view text) {
  const auto scheme = text.find("://");
  if (scheme == std::string_view::npos) return std::nullopt;
  SocketAddress result;
  result.protocol = text.substr(0, scheme);
  text.remove_prefix(scheme + 3);
  if (result.protocol == "unix") {
    result.path = text;
    return result;
  }
  if (result.protocol != "tcp" && result.protocol != "udp") return std::nullopt;
  const auto colon = text.rfind(':');
  if (colon != std::string_view::npos) result.host = text.substr(0, colon);
  if (result.host.starts_with('[') && result.host.ends_with(']'))
    result.host = result.host.substr(1, result.host.size() - 2);
  const auto port = parse_number<std::uint16_t>(colon == std::string_view::npos ? text : text.substr(colon + 1), 10);
  if (!port) return std::nullopt;
  result.port = *port;
  return result;
}

bool listens_at(std::string_view proc_net, const SocketAddress& address) {
  for (const auto& line : split(proc_net, '\n')) {
    if (address.protocol != "unix") {
      if (line_listens(line, address)) return true;
      continue;
    }
    // Num RefCount Protocol Flags Type St Inode Path; __SO_ACCEPTCON is 0x10000.
    std::istringstream words(line);
    std::string number, count, protocol, flags, type, state, inode, path;
    words >> number >> count >> protocol >> flags >> type >> state >> inode >> path;
    if (path == address.path && flags == "00010000") return true;
  }
  return false;
}

}  // namespace ashlar::fleet
