#include "aws/http.hpp"

#include <cctype>

#include "base/strings.hpp"

namespace ashlar::awsapi {

std::string_view find_header(const std::vector<Header>& headers, std::string_view name) {
  const auto wanted = to_lower(name);
  for (const auto& header : headers) {
    if (to_lower(header.name) == wanted) return header.value;
  }
  return {};
}

std::string percent_encode(std::string_view text, std::string_view kept) {
  static constexpr std::string_view digits = "0123456789ABCDEF";
  static constexpr std::string_view marks = "-_.~";
  std::string out;
  out.reserve(text.size());
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    const bool plain = (byte < 0x80 && std::isalnum(byte) != 0) || marks.find(character) != std::string_view::npos ||
                       kept.find(character) != std::string_view::npos;
    if (plain) {
      out += character;
    } else {
      out += '%';
      out += digits[byte >> 4];
      out += digits[byte & 15];
    }
  }
  return out;
}

Url split_url(std::string_view text) {
  Url url;
  const auto scheme_end = text.find("://");
  url.scheme = to_lower(text.substr(0, scheme_end));
  text.remove_prefix(scheme_end == std::string_view::npos ? text.size() : scheme_end + 3);
  text = text.substr(0, text.find('#'));
  const auto host_end = text.find_first_of("/?");
  url.host = to_lower(text.substr(0, host_end));
  const std::string_view port = url.scheme == "https" ? ":443" : ":80";
  if (url.host.ends_with(port)) url.host.resize(url.host.size() - port.size());
  text.remove_prefix(host_end == std::string_view::npos ? text.size() : host_end);
  const auto query = text.find('?');
  url.path = text.substr(0, query);
  if (url.path.empty()) url.path = "/";
  if (query != std::string_view::npos) url.query = text.substr(query + 1);
  return url;
}

}  // namespace ashlar::awsapi
