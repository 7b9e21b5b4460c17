#include "fleet/agent/run_lock.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>

#include "base/filesystem.hpp"
#include "base/strings.hpp"

namespace ashlar::fleet {
namespace {

using Clock = std::chrono::steady_clock;

/// A process that waits for the lock on our behalf: a lock belongs to the open file, which it shares with us.
class Waiter {
 public:
  explicit Waiter(int file) {
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return;
    process_ = ::fork();
    if (process_ == 0) {
      ::close(ends[0]);
      while (::flock(file, LOCK_EX) != 0 && errno == EINTR) {
      }
      ::_exit(0);  // which closes the pipe
    }
    ::close(ends[1]);
    done_ = ends[0];
  }
  ~Waiter() {
    if (process_ > 0) {
      ::kill(process_, SIGKILL);
      ::waitpid(process_, nullptr, 0);
    }
    if (done_ >= 0) ::close(done_);
  }
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;
  [[nodiscard]] bool started() const { return process_ > 0; }
  [[nodiscard]] int done() const { return done_; }

 private:
  pid_t process_ = -1;
  int done_ = -1;
};

/// Whether the lock came before the time was over.
bool wait_for(int file, const RunLock::Wait& wait) {
  const auto end =
      Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(wait.seconds));
  const Waiter waiter(file);
  if (!waiter.started()) return false;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
    if (left <= 0) break;
    std::array<pollfd, 2> polled{{{waiter.done(), POLLIN, 0}, {wait.watch != nullptr ? *wait.watch : -1, POLLIN, 0}}};
    const int ready = ::poll(polled.data(), polled.size(), static_cast<int>(std::min<long long>(left + 1, 1 << 30)));
    if (ready < 0 && errno != EINTR) break;
    if (ready > 0 && polled[0].revents != 0) break;
    if (ready > 0 && polled[1].revents != 0 && !wait.on_watch()) break;
  }
  return ::flock(file, LOCK_EX | LOCK_NB) == 0;
}

std::string read_holder(int file) {
  std::array<char, 1000> text;
  const auto size = ::pread(file, text.data(), text.size(), 0);
  const auto holder = trim({text.data(), size > 0 ? static_cast<std::size_t>(size) : 0});
  return holder.empty() ? "another run" : std::string(holder);
}

}  // namespace

Status make_private_directory(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return file_error("make the directory", path, errno);
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0) return file_error("look at", path, errno);
  if (S_ISDIR(status.st_mode) && status.st_uid == ::geteuid() && (status.st_mode & 0022U) == 0) return {};
  return fail_with_help(path + " is not a directory of our user alone", "remove it");
}

RunLock::~RunLock() {
  if (file_ >= 0) ::close(file_);
}

Status RunLock::take(const std::string& directory, const std::string& holder, const Wait& wait) {
  if (held_) return {};
  if (auto made = make_private_directory(directory); !made) return made;
  const auto path = directory + "/lock";
  if (file_ < 0) file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file_ < 0) return file_error("open", path, errno);
  if (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
    const auto other = read_holder(file_);
    if (wait.seconds > 0 && wait.on_held) wait.on_held(other);
    if (wait.seconds <= 0 || !wait_for(file_, wait)) {
      return fail_with_help("another run changes this host: " + read_holder(file_),
                            "wait for it to end; a lock is never left behind (" + path + ")");
    }
  }
  held_ = true;
  const auto text = holder + "\n";
  if (::ftruncate(file_, 0) != 0 || ::pwrite(file_, text.data(), text.size(), 0) < 0)
    return file_error("write", path, errno);
  return {};
}

}  // namespace ashlar::fleet
