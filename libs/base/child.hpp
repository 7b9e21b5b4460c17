#pragma once
/// How a child process is started. `Process` watches one with a thread; who has an `IoLoop` watches it there.

#include "base/descriptor.hpp"
#include "base/process.hpp"

namespace ashlar {

struct Pipe {
  Descriptor read_end, write_end;
};

/// A pipe that no child inherits.
[[nodiscard]] Result<Pipe> make_pipe();

/// A child that was started, and our ends of its pipes, which do not block. Whoever holds it reaps `pid`.
struct Child {
  pid_t pid = 0;
  Descriptor in;   ///< write here what it reads from its standard input
  Descriptor out;  ///< its standard output
  Descriptor err;
  Descriptor ended;  ///< a pidfd: readable once it has ended
};

/// Starts the program as the leader of a process group of its own, with these pipes, and no other files but the
/// channel. Reads `argv`, `environment`, `directory` and `channel` of `options`.
[[nodiscard]] Result<Child> start_child(const ProcessOptions& options);

/// Takes the status of a child that has ended; before its number can belong to another, kills what is left of its
/// group if `with_group`, and calls `before_release` if there is one. Waits if the child has not ended.
ExitStatus reap_child(pid_t pid, bool with_group, const std::function<void()>& before_release = nullptr);

}  // namespace ashlar
