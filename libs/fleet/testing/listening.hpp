#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ashlar::fleet {

/// `tcp://127.0.0.1:80`, taken apart.
struct SocketAddress {
  std::string protocol;  ///< `tcp`, `udp` or `unix`
  std::string host;      ///< an address in its usual form; empty: any
  std::uint16_t port = 0;
  std::string path;  ///< of a unix socket

  [[nodiscard]] static std::optional<SocketAddress> parse(std::string_view text);
};

/// Whether a line of /proc/net/tcp, tcp6, udp, udp6 or unix (proc(5)), as `protocol` says, is of a socket that listens
/// at `address`. A wildcard address listens at all of its family; `::` at IPv4's too.
[[nodiscard]] bool listens_at(std::string_view proc_net, const SocketAddress& address);

}  // namespace ashlar::fleet
