#pragma once
/// Other programs as a source of credentials (`credential_process`).

#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "base/event_loop.hpp"
#include "base/result.hpp"

namespace ashlar::awsapi {

class ProcessRunner {
 public:
  virtual ~ProcessRunner() = default;
  /// Runs `command` in a shell. `done` runs on the event loop with what it wrote to its standard output, or with an
  /// error that holds its exit status and what it wrote to its standard error.
  virtual void run(std::string command, std::function<void(Result<std::string>)> done) = 0;
};

/// Runs each command on a thread of its own. Destruction waits for those under way.
class ShellRunner final : public ProcessRunner {
 public:
  /// `loop` must outlive this object.
  explicit ShellRunner(EventLoop& loop) : loop_(loop) {}
  void run(std::string command, std::function<void(Result<std::string>)> done) override;

 private:
  EventLoop& loop_;
  std::vector<std::jthread> threads_;
};

}  // namespace ashlar::awsapi
