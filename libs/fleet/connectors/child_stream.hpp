#pragma once

#include <set>

#include "base/child.hpp"
#include "base/io_loop.hpp"
#include "fleet/connectors/connector.hpp"

namespace ashlar::fleet {

/// A process on this machine as a `Stream`, watched by the loop: no thread, no blocking. What the process leaves
/// running behind when it ends is left alone; `kill` and destruction end its whole group.
class ChildStream final : public Stream {
 public:
  /// What the streams of a connector share.
  struct Activity {
    Traffic traffic;
    std::set<Stream*> running;
  };

  /// `loop` must outlive it. `activity` may be null.
  [[nodiscard]] static Result<std::unique_ptr<ChildStream>> start(IoLoop& loop, const ProcessOptions& options,
                                                                  StreamCallbacks callbacks,
                                                                  std::shared_ptr<Activity> activity);
  ~ChildStream() override;

  void write(std::string bytes) override;
  void close_input() override;
  void kill() override;

 private:
  ChildStream(IoLoop& loop, Child child, StreamCallbacks callbacks, std::shared_ptr<Activity> activity);

  /// One of the two pipes that come from the child.
  struct Incoming {
    Descriptor pipe;
    IoLoop::Watch watch;
    void close();
  };

  void watch_output(Incoming& from, std::function<void(std::string)> StreamCallbacks::*target);
  bool read(Incoming& from, std::function<void(std::string)> StreamCallbacks::*target);
  void send();
  void drop_input();
  void child_ended();

  IoLoop& loop_;
  StreamCallbacks callbacks_;
  std::shared_ptr<Activity> activity_;
  pid_t pid_ = 0;  ///< 0 once reaped
  Descriptor in_, ended_;
  Incoming out_, err_;
  IoLoop::Watch in_watch_, ended_watch_;
  std::string unsent_;
  std::size_t sent_ = 0;  ///< of `unsent_`
  bool input_ends_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  ///< false once destroyed: callbacks look at it
};

}  // namespace ashlar::fleet
