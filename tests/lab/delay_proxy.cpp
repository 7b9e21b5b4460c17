#include "tests/lab/delay_proxy.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstdlib>

namespace ashlar::lab {
namespace {

constexpr std::size_t chunk_size = std::size_t{256} * 1024;

sockaddr_in loopback() {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

void no_delay(const Descriptor& socket) {
  const int on = 1;
  setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

}  // namespace

/// Two sockets, and what is on its way between them.
struct DelayProxy::Connection : std::enable_shared_from_this<Connection> {
  struct Side {
    Descriptor socket;
    IoLoop::Watch watch;
    std::string unsent;      ///< has waited long enough
    bool ends = false;       ///< after `unsent`
    bool has_ended = false;  ///< nothing more is read from it

    void set_interest() { watch.set_events((has_ended ? 0U : EPOLLIN) | (unsent.empty() ? 0U : EPOLLOUT)); }
  };

  explicit Connection(DelayProxy& p) : proxy(p) {}

  DelayProxy& proxy;
  std::array<Side, 2> sides;
  bool open = true;

  void start(Descriptor client) {
    sides[0].socket = std::move(client);
    no_delay(sides[0].socket);
    // A connection is open once its packets have gone there and back.
    proxy.loop_.after(proxy.one_way_ * 2, [self = shared_from_this()] {
      if (self->open) self->connect();
    });
  }

  void connect() {
    sides[1].socket = Descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    no_delay(sides[1].socket);
    sockaddr_in target{};
    target.sin_family = AF_INET;
    target.sin_port = htons(proxy.target_port_);
    inet_pton(AF_INET, proxy.address_.c_str(), &target.sin_addr);
    if (::connect(sides[1].socket.get(), reinterpret_cast<sockaddr*>(&target), sizeof target) != 0 &&
        errno != EINPROGRESS)
      return close();
    for (std::size_t i : {0U, 1U})
      sides[i].watch =
          proxy.loop_.watch(sides[i].socket.get(), EPOLLIN, [this, i](std::uint32_t events) { ready(i, events); });
  }

  void ready(std::size_t from, std::uint32_t events) {
    const auto keep = shared_from_this();
    if ((events & EPOLLOUT) != 0) flush(from);
    if (!open || (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) == 0) return;
    if (sides[from].has_ended) return sides[from].watch.end();  // it is closed both ways: what is on its way closes us
    std::string chunk(chunk_size, '\0');
    const auto count = ::recv(sides[from].socket.get(), chunk.data(), chunk.size(), 0);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count < 0) return close();
    chunk.resize(static_cast<std::size_t>(count));
    const bool ends = count == 0;
    if (ends) {
      sides[from].has_ended = true;
      sides[from].set_interest();
    }
    if (proxy.swallowing_) return;
    proxy.loop_.after(proxy.one_way_, [self = keep, to = 1 - from, bytes = std::move(chunk), ends] {
      if (!self->open) return;
      self->sides[to].unsent += bytes;
      self->sides[to].ends |= ends;
      self->flush(to);
    });
  }

  void flush(std::size_t to) {
    auto& side = sides[to];
    const auto count = ::send(side.socket.get(), side.unsent.data(), side.unsent.size(), MSG_NOSIGNAL);
    if (count < 0 && errno != EAGAIN) return close();
    if (count > 0) side.unsent.erase(0, static_cast<std::size_t>(count));
    side.set_interest();
    if (!side.unsent.empty() || !side.ends) return;
    ::shutdown(side.socket.get(), SHUT_WR);
    if (sides[1 - to].ends && sides[1 - to].unsent.empty()) close();
  }

  void close() {
    open = false;
    for (auto& side : sides) {
      side.watch.end();
      side.socket.close();
    }
    proxy.connections_.remove_if([this](const auto& other) { return other.get() == this; });
  }
};

DelayProxy::DelayProxy(IoLoop& loop, std::string address, std::uint16_t port, std::chrono::milliseconds round_trip)
    : loop_(loop),
      address_(std::move(address)),
      target_port_(port),
      one_way_(round_trip / 2),
      listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
  auto here = loopback();
  socklen_t size = sizeof here;
  if (::bind(listener_.get(), reinterpret_cast<sockaddr*>(&here), size) != 0 || ::listen(listener_.get(), 512) != 0 ||
      getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&here), &size) != 0) {
    std::abort();  // loopback always has a free port
  }
  listening_port_ = ntohs(here.sin_port);
  watch_ = loop_.watch(listener_.get(), EPOLLIN, [this](std::uint32_t) { accept(); });
}

DelayProxy::~DelayProxy() { cut(); }

void DelayProxy::accept() {
  while (true) {
    Descriptor client(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (!client.is_open()) return;
    connections_.push_back(std::make_shared<Connection>(*this));
    connections_.back()->start(std::move(client));
  }
}

void DelayProxy::cut() {
  while (!connections_.empty()) {
    const auto connection = connections_.front();
    connection->close();
  }
}

}  // namespace ashlar::lab
