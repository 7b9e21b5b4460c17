#include "fleet/connectors/tcp_dial.hpp"

#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/socket.h>

#include <cstring>
#include <optional>

namespace ashlar::fleet {
namespace {

/// A socket on loopback, with a port of its own.
struct Listener {
  Descriptor socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  std::uint16_t port = 0;

  explicit Listener(bool listening) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(listening ? ::listen(socket.get(), 1) : 0, 0);
    EXPECT_EQ(getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
    port = ntohs(address.sin_port);
  }
};

Result<Descriptor> dial(const std::string& host, std::uint16_t port) {
  IoLoop loop;
  std::optional<Result<Descriptor>> result;
  const TcpDial dialled(loop, {host, port, AF_INET, {}}, [&](Result<Descriptor> socket) {
    result.emplace(std::move(socket));
    loop.stop();
  });
  loop.run();
  return std::move(*result);
}

TEST(TcpDial, ConnectsToAnAddressWithASocketThatDoesNotBlock) {
  const Listener listener(true);
  const auto socket = dial("127.0.0.1", listener.port);
  ASSERT_TRUE(socket) << socket.error().message;
  EXPECT_NE(fcntl(socket->get(), F_GETFL) & O_NONBLOCK, 0);
}

TEST(TcpDial, LooksNamesUp) {
  const Listener listener(true);
  const auto socket = dial("localhost", listener.port);
  EXPECT_TRUE(socket) << socket.error().message;
}

TEST(TcpDial, SaysThatAConnectionWasRefused) {
  const Listener bound_only(false);
  const auto socket = dial("127.0.0.1", bound_only.port);
  ASSERT_FALSE(socket);
  EXPECT_EQ(socket.error().message, std::strerror(ECONNREFUSED));
}

TEST(TcpDial, SaysThatANameHasNoAddress) {
  const auto socket = dial("no-such-host.invalid", 22);
  ASSERT_FALSE(socket);
  EXPECT_FALSE(socket.error().message.empty());
}

TEST(TcpDial, CanBeGivenUpAtAnyTime) {
  const Listener listener(true);
  IoLoop loop;
  for (const auto* host : {"127.0.0.1", "localhost"}) {
    const TcpDial dialled(loop, {host, listener.port, AF_INET, {}},
                          [](const Result<Descriptor>&) { ADD_FAILURE() << "called after the end"; });
  }
  loop.post([&] { loop.stop(); });
  loop.run();
}

}  // namespace
}  // namespace ashlar::fleet
