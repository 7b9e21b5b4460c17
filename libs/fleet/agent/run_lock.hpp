#pragma once
/// One run at a time changes a host.

#include <functional>
#include <string>

#include "base/result.hpp"

namespace ashlar::fleet {

/// A lock on a file that the kernel lets go when the process ends, however that comes about. The file tells who holds
/// it.
class RunLock {
 public:
  /// Waits for input or for the lock while another holds it. `watch` is an input to watch meanwhile, -1 for none;
  /// `on_watch` is called when it is readable, and ends the waiting by false.
  struct Wait {
    double seconds = 0;
    std::function<void(const std::string& holder)> on_held;
    const int* watch = nullptr;
    std::function<bool()> on_watch;
  };

  RunLock() = default;
  ~RunLock();
  RunLock(const RunLock&) = delete;
  RunLock& operator=(const RunLock&) = delete;

  /// Takes the lock in `directory`, which is made if it is missing and must belong to us alone. `holder` is what others
  /// are told. Does nothing when it is held by this object already.
  Status take(const std::string& directory, const std::string& holder, const Wait& wait);
  [[nodiscard]] bool held() const { return held_; }

 private:
  int file_ = -1;
  bool held_ = false;
};

/// Makes the directory for our user alone, or checks that it is that.
Status make_private_directory(const std::string& path);

}  // namespace ashlar::fleet
