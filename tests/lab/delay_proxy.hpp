#pragma once

#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <string>

#include "base/io_loop.hpp"

namespace ashlar::lab {

/// A TCP port of this machine that leads to another, with a round-trip time of our choice: what comes on either side is
/// passed on half of it later, and so is the opening of a connection. Driven by `loop`, which must outlive it.
class DelayProxy {
 public:
  DelayProxy(IoLoop& loop, std::string address, std::uint16_t port, std::chrono::milliseconds round_trip);
  ~DelayProxy();
  DelayProxy(const DelayProxy&) = delete;
  DelayProxy& operator=(const DelayProxy&) = delete;

  [[nodiscard]] std::uint16_t port() const { return listening_port_; }  ///< on 127.0.0.1
  /// Ends all connections at once, as a cable that is pulled does not: both sides are told.
  void cut();
  /// From now on everything is swallowed: what a pulled cable does.
  void swallow() { swallowing_ = true; }

 private:
  struct Connection;
  void accept();

  IoLoop& loop_;
  std::string address_;
  std::uint16_t target_port_;
  std::chrono::milliseconds one_way_;
  bool swallowing_ = false;
  std::uint16_t listening_port_ = 0;
  Descriptor listener_;
  IoLoop::Watch watch_;
  std::list<std::shared_ptr<Connection>> connections_;
};

}  // namespace ashlar::lab
