#include "settings/text_rules.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>

#include "settings/scalars.hpp"

namespace ashlar::settings {

namespace {

/// The bytes of an address: 4, 16, or none.
std::string address_bytes(std::string_view text) {
  const std::string copy(text);
  std::array<char, 16> bytes{};
  if (inet_pton(AF_INET, copy.c_str(), bytes.data()) == 1) return {bytes.data(), 4};
  if (inet_pton(AF_INET6, copy.c_str(), bytes.data()) == 1) return {bytes.data(), 16};
  return {};
}

std::optional<unsigned> number(std::string_view text) {
  unsigned value = 0;
  const auto* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, value);
  if (text.empty() || parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
  return value;
}

bool is_port(std::string_view text) {
  const auto port = number(text);
  return port && *port <= 65535;
}

bool is_host_name(std::string_view text) {
  return !text.empty() && text.size() <= 253 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '-' || c == '.' || c == '_' || c >= 0x80;
  });
}

/// `host`, `host:port`, `[::1]`, `[::1]:port`.
bool is_authority(std::string_view text) {
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos || address_bytes(text.substr(1, end - 1)).size() != 16) return false;
    const auto rest = text.substr(end + 1);
    return rest.empty() || (rest.front() == ':' && is_port(rest.substr(1)));
  }
  const auto colon = text.find(':');
  if (!is_host_name(text.substr(0, colon))) return false;
  return colon == std::string_view::npos || is_port(text.substr(colon + 1));
}

}  // namespace

bool is_ip(std::string_view text) { return !address_bytes(text).empty(); }

bool is_cidr(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return false;
  const auto bytes = address_bytes(text.substr(0, slash));
  const auto bits = number(text.substr(slash + 1));
  if (bytes.empty() || !bits || *bits > bytes.size() * 8) return false;
  for (std::size_t bit = *bits; bit < bytes.size() * 8; ++bit) {
    if ((static_cast<unsigned char>(bytes[bit / 8]) >> (7 - bit % 8) & 1U) != 0) return false;
  }
  return true;
}

bool is_host_port(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos || !is_port(text.substr(colon + 1))) return false;
  return colon == 0 || is_authority(text);
}

bool is_absolute_path(std::string_view text) {
  return text.starts_with('/') && text.find('\0') == std::string_view::npos;
}

bool is_url(std::string_view text) {
  const auto separator = text.find("://");
  if (separator == std::string_view::npos || separator == 0) return false;
  const auto scheme = text.substr(0, separator);
  const bool scheme_is_right = std::isalpha(static_cast<unsigned char>(scheme.front())) != 0 &&
                               std::all_of(scheme.begin(), scheme.end(), [](unsigned char c) {
                                 return std::isalnum(c) != 0 || c == '+' || c == '-' || c == '.';
                               });
  const bool is_clean = std::none_of(text.begin(), text.end(), [](unsigned char c) { return c <= ' ' || c == 0x7f; });
  if (!scheme_is_right || !is_clean) return false;
  auto authority = text.substr(separator + 3);
  authority = authority.substr(0, authority.find_first_of("/?#"));
  if (const auto user = authority.rfind('@'); user != std::string_view::npos) authority.remove_prefix(user + 1);
  return authority.empty() ? scheme == "file" || scheme == "unix" : is_authority(authority);
}

bool is_duration(std::string_view text) { return parse_duration(text).has_value(); }

}  // namespace ashlar::settings
