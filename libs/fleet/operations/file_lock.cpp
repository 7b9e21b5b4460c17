#include "fleet/operations/file_lock.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "base/filesystem.hpp"
#include "base/strings.hpp"

namespace ashlar::fleet {
namespace {

struct flock whole_file() {
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  return lock;
}

}  // namespace

Status wait_for_lock(Machine& machine, const std::string& path) {
  const int file = ::open(machine.real(path).c_str(), O_RDWR | O_CLOEXEC);
  if (file < 0) return errno == ENOENT ? Status() : file_error("open", path, errno);
  auto lock = whole_file();
  const bool told = ::fcntl(file, F_GETLK, &lock) == 0;
  Status status;
  if (told && lock.l_type != F_UNLCK) {
    const auto holder = std::to_string(lock.l_pid);
    auto name = RealFileSystem().read_file("/proc/" + holder + "/comm");
    const auto text =
        path + " is locked by " + (name ? std::string(trim(*name)) : "a program") + " (process " + holder + ")";
    machine.waiting_for(text);
    // A process of its own waits, so that the timeout counts and the user can cancel.
    auto waited = machine.run({.argv = {"waiting for " + path},
                               .inside =
                                   [file] {
                                     auto wanted = whole_file();
                                     while (::fcntl(file, F_SETLKW, &wanted) != 0 && errno == EINTR) {
                                     }
                                     return 0;
                                   },
                               .as_agent = true});
    if (!waited) {
      status = waited.error();
      Error error = status.error();
      error.notes.push_back(text);
      status = error;
    }
  }
  ::close(file);
  return status;
}

}  // namespace ashlar::fleet
