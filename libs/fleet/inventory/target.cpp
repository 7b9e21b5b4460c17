#include "fleet/inventory/target.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace ashlar::fleet {

namespace {

constexpr std::array<std::string_view, 4> with_address{"docker", "podman", "chroot", "nspawn"};

Error bad(std::string_view text, const std::string& why) {
  return fail_with_help(
      "'" + std::string(text) + "' is no host: " + why,
      "a host is @local, @docker/NAME, @podman/NAME, @chroot/PATH, @nspawn/NAME or [USER@]HOST[:PORT]",
      ErrorKind::usage);
}

Result<Target> parse_ssh(std::string_view text, std::string_view whole) {
  Target target{.connector = "ssh"};
  if (const auto at = text.rfind('@'); at != std::string_view::npos) {
    target.user = text.substr(0, at);
    text.remove_prefix(at + 1);
    if (target.user.empty()) return bad(whole, "there is no user before the @");
  }
  std::string_view port;
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return bad(whole, "the bracket is not closed");
    target.address = text.substr(1, end - 1);
    text.remove_prefix(end + 1);
    if (!text.empty() && text.front() != ':') return bad(whole, "only :PORT can follow the bracket");
    if (!text.empty()) port = text.substr(1);
    if (!text.empty() && port.empty()) return bad(whole, "the port is missing");
  } else if (std::count(text.begin(), text.end(), ':') == 1) {
    target.address = text.substr(0, text.find(':'));
    port = text.substr(text.find(':') + 1);
    if (port.empty()) return bad(whole, "the port is missing");
  } else {
    target.address = text;  // with several colons an IPv6 address
  }
  if (target.address.empty()) return bad(whole, "it has no name");
  // What begins with a dash would be an option to programs that are given it.
  if (target.address.starts_with('-') || target.user.starts_with('-')) return bad(whole, "a name cannot begin with -");
  if (target.address.find_first_of(" \t\n/") != std::string::npos) return bad(whole, "a name has no such characters");
  if (port.empty()) return target;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), target.port);
  if (error != std::errc() || end != port.data() + port.size() || target.port < 1 || target.port > 65535) {
    return bad(whole, "'" + std::string(port) + "' is no port");
  }
  return target;
}

}  // namespace

Result<Target> Target::parse(std::string_view text) {
  if (!text.starts_with('@')) return parse_ssh(text, text);
  const auto slash = text.find('/');
  const auto connector = text.substr(1, slash == std::string_view::npos ? slash : slash - 1);
  const auto address = slash == std::string_view::npos ? std::string_view() : text.substr(slash + 1);
  if (connector == "local") {
    if (slash != std::string_view::npos) return bad(text, "nothing follows @local");
    return Target{.connector = "local"};
  }
  if (connector == "ssh") return parse_ssh(address, text);
  if (std::find(with_address.begin(), with_address.end(), connector) == with_address.end()) {
    return bad(text, "there is no connector '" + std::string(connector) + "'");
  }
  if (address.empty()) return bad(text, "a name has to follow @" + std::string(connector) + "/");
  // A path keeps its leading slash: @chroot//srv/root and @chroot/srv/root are the same.
  if (connector == "chroot") {
    const std::string path(address);
    return Target{.connector = "chroot", .address = path.starts_with('/') ? path : "/" + path};
  }
  if (address.starts_with('-')) return bad(text, "a name cannot begin with -");
  return Target{.connector = std::string(connector), .address = std::string(address)};
}

}  // namespace ashlar::fleet
