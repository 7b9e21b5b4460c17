#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/io_loop.hpp"
#include "base/result.hpp"

namespace ashlar::fleet {

struct TcpDestination {
  std::string host;  ///< a name or an address
  std::uint16_t port = 0;
  int family = 0;            ///< AF_INET, AF_INET6 or 0
  std::string bind_address;  ///< to connect from; empty: the system's choice
};

/// A TCP connection in the making: looks the name up without blocking the loop, then tries its addresses in turn.
/// Destroying it gives up; no callback follows.
class TcpDial {
 public:
  /// A connected socket that does not block and has Nagle's delay off; or the cause alone: `connection refused`.
  using Done = std::function<void(Result<Descriptor>)>;

  /// Calls `done` later, once. `loop` must outlive it.
  TcpDial(IoLoop& loop, TcpDestination destination, Done done);
  ~TcpDial();
  TcpDial(const TcpDial&) = delete;
  TcpDial& operator=(const TcpDial&) = delete;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace ashlar::fleet
