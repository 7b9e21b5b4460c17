#include "fleet/deploy/channel.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace ashlar::fleet {

std::optional<Channel> Channel::open() {
  if (std::getenv(deploy_channel_variable) == nullptr) return std::nullopt;
  ::unsetenv(deploy_channel_variable);  // not for what the program starts
  if (::fcntl(deploy_channel, F_SETFD, FD_CLOEXEC) != 0) return std::nullopt;
  return Channel(deploy_channel);
}

Status Channel::send() {
  std::string_view rest = queued_;
  while (!rest.empty()) {
    const auto written = ::send(descriptor_, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return fail(std::string("cannot write to ashlar: ") + std::strerror(errno));
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  queued_.clear();
  return {};
}

Result<std::optional<Frame>> Channel::receive() {
  std::array<char, std::size_t{64} * 1024> chunk{};
  while (true) {
    auto frame = reader_.next();
    if (!frame || *frame) return frame;
    const auto count = ::read(descriptor_, chunk.data(), chunk.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return fail(std::string("cannot read from ashlar: ") + std::strerror(errno));
    closed_ = count == 0;
    if (closed_) return std::optional<Frame>();
    reader_.append(std::string_view(chunk.data(), static_cast<std::size_t>(count)));
  }
}

}  // namespace ashlar::fleet
