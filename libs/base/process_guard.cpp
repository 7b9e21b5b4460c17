#include "base/process_guard.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <bitset>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <memory>
#include <mutex>

#include "base/descriptor.hpp"

namespace ashlar {
namespace {

/// Linux gives no higher process numbers.
constexpr std::size_t most_processes = std::size_t{1} << 22;
using Groups = std::bitset<most_processes>;

/// The guarding process: hears of groups over `socket`, a number each, negative for one that is released. Once nobody
/// holds the other end it kills those that are left. Only system calls, for the threads and the heap of the process
/// that it was forked from are not there.
[[noreturn]] void stand_guard(int socket, Groups& groups) {
  // Nothing of ours may stay open for as long as it lives: others wait for the end of our output.
  const auto kept = static_cast<unsigned>(socket);
  if (kept > 0) close_range(0, kept - 1, 0);
  close_range(kept + 1, ~0U, 0);
  while (true) {
    pid_t group = 0;
    const auto count = ::read(socket, &group, sizeof group);
    if (count < 0 && errno == EINTR) continue;
    if (count != sizeof group) break;
    groups[static_cast<std::size_t>(group < 0 ? -group : group)] = group > 0;
  }
  for (auto group = groups._Find_first(); group < groups.size(); group = groups._Find_next(group))
    ::kill(-static_cast<pid_t>(group), SIGKILL);
  _exit(0);
}

/// Our side of the guarding process. It is started when it is first needed, and lives as long as we do.
class Guard {
 public:
  Status tell(pid_t group) {
    const std::lock_guard lock(mutex_);
    if (owner_ != getpid()) {  // a process that forks gets no part in its parent's guard
      if (const auto started = start(); !started) return started;
    }
    if (::send(held_.get(), &group, sizeof group, MSG_NOSIGNAL) == sizeof group) return {};
    return fail(std::string("the process that guards the others is gone: ") + std::strerror(errno));
  }

 private:
  Status start() {
    std::array<int, 2> ends{};
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
      return fail(std::string("cannot make a socket: ") + std::strerror(errno));
    Descriptor ours(ends[0]);
    const Descriptor theirs(ends[1]);
    const auto groups = std::make_unique<Groups>();
    sigset_t every;
    sigset_t before;
    sigfillset(&every);
    pthread_sigmask(SIG_SETMASK, &every, &before);
    const pid_t pid = _Fork();
    if (pid == 0) stand_guard(theirs.get(), *groups);
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    // What is done to our group, by the terminal or by who started us, is not for it, even before it first runs.
    if (pid > 0) setpgid(pid, pid);
    if (pid < 0) return fail(std::string("cannot start a process: ") + std::strerror(errno));
    held_ = std::move(ours);
    owner_ = getpid();
    return {};
  }

  std::mutex mutex_;
  pid_t owner_ = 0;
  Descriptor held_;
};

/// Never destroyed: threads may still use it while the process exits.
Guard& guard() {
  static auto& ours = *new Guard;
  return ours;
}

}  // namespace

Status guard_group(pid_t group) { return guard().tell(group); }

void release_group(pid_t group) { (void)guard().tell(-group); }

}  // namespace ashlar
