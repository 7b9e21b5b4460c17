#pragma once
/// For tests only.

#include <poll.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

namespace ashlar {

/// Waits until one of these processes, none of which need be a child of ours, has ended. False when none has after
/// minutes, which is no matter of a slow machine any more.
inline bool one_has_ended(const std::vector<pid_t>& processes) {
  std::vector<pollfd> polled;
  bool ended = false;
  for (const auto process : processes) {
    const int fd = static_cast<int>(::syscall(SYS_pidfd_open, process, 0));
    if (fd < 0) ended = ended || errno == ESRCH;
    polled.push_back({fd, POLLIN, 0});  // negative ones are passed over
  }
  constexpr int patience_ms = 180'000;
  ended = ended || ::poll(polled.data(), polled.size(), patience_ms) > 0;
  for (const auto& one : polled) {
    if (one.fd >= 0) ::close(one.fd);
  }
  return ended;
}

inline bool has_ended(pid_t process) { return one_has_ended({process}); }

}  // namespace ashlar
