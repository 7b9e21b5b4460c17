#include "cmd/ashlar/terminal/output.hpp"

#include <poll.h>
#include <unistd.h>

#include <cerrno>

namespace ashlar::cli {

void FileOutput::write(std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(descriptor_, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      pollfd wanted{.fd = descriptor_, .events = POLLOUT, .revents = 0};
      ::poll(&wanted, 1, -1);
    } else if (errno != EINTR) {
      return;  // a screen that cannot be written to: the run's records matter more than its display
    }
  }
}

}  // namespace ashlar::cli
