#include "fleet/connectors/ssh_tunnel.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "fleet/connectors/ssh_channel.hpp"

namespace ashlar::fleet {
namespace {

/// Carries bytes between a forwarded channel and our end of a socket pair.
class Tunnel final : public std::enable_shared_from_this<Tunnel> {
 public:
  Tunnel(std::shared_ptr<SshLink> via, std::function<void(Result<SshLink::Road>)> done)
      : via_(std::move(via)), done_(std::move(done)) {}

  void open(const std::string& host, std::uint16_t port) {
    SshChannel::Callbacks callbacks;
    callbacks.on_open = [this](const Status& status) { opened(status); };
    callbacks.on_output = [this](std::string bytes) { deliver(std::move(bytes)); };
    callbacks.on_end = [this](const Result<ExitStatus>&) {
      watch_.end();
      ours_.close();
    };
    channel_ = std::make_unique<SshChannel>(via_, std::move(callbacks));
    channel_->open_forward(host, port);
  }

 private:
  void opened(const Status& status) {
    const auto keep = weak_from_this().lock();
    const auto done = std::exchange(done_, nullptr);
    std::array<int, 2> ends{};
    if (!status) return done(status.error());
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()) != 0)
      return done(fail(std::strerror(errno)));
    ours_ = Descriptor(ends[0]);
    watch_ = via_->loop().watch(ours_.get(), EPOLLIN, [this](std::uint32_t events) { transfer(events); });
    done(SshLink::Road{Descriptor(ends[1]), keep});
  }

  void transfer(std::uint32_t events) {
    if ((events & EPOLLOUT) != 0) flush();
    std::string chunk(std::size_t{32} * 1024, '\0');
    const auto count = ::recv(ours_.get(), chunk.data(), chunk.size(), 0);
    if (count > 0) return channel_->write(chunk.substr(0, static_cast<std::size_t>(count)));
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    watch_.end();
    channel_->close_input();
  }

  void deliver(std::string bytes) {
    unsent_ += bytes;
    flush();
  }

  void flush() {
    if (!ours_.is_open()) return;
    const auto count = ::send(ours_.get(), unsent_.data(), unsent_.size(), MSG_NOSIGNAL);
    if (count > 0) unsent_.erase(0, static_cast<std::size_t>(count));
    watch_.set_events(unsent_.empty() ? EPOLLIN : EPOLLIN | EPOLLOUT);
  }

  std::shared_ptr<SshLink> via_;
  std::function<void(Result<SshLink::Road>)> done_;
  std::unique_ptr<SshChannel> channel_;
  Descriptor ours_;
  IoLoop::Watch watch_;
  std::string unsent_;
};

}  // namespace

void open_ssh_tunnel(const std::shared_ptr<SshLink>& via, const std::string& host, std::uint16_t port,
                     std::function<void(Result<SshLink::Road>)> done) {
  // Held by its own question until that is answered, then by the connection that uses it.
  auto holder = std::make_shared<std::shared_ptr<Tunnel>>();
  *holder = std::make_shared<Tunnel>(via, [holder, done = std::move(done)](Result<SshLink::Road> road) {
    const auto keep = std::move(*holder);
    done(std::move(road));
  });
  (*holder)->open(host, port);
}

}  // namespace ashlar::fleet
