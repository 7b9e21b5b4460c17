#pragma once
/// A program's end of its channel to ashlar. Blocking; the program has one thread.

#include <optional>

#include "fleet/deploy/messages.hpp"

namespace ashlar::fleet {

class Channel {
 public:
  /// The one that ashlar has given to this process; nothing when it was started by somebody else.
  [[nodiscard]] static std::optional<Channel> open();

  template <typename Message>
  void queue(DeployFrame kind, const Message& message) {
    append_message(queued_, kind, message);
  }
  /// Sends what is queued.
  [[nodiscard]] Status send();
  /// The next frame; nothing once ashlar has closed its end.
  [[nodiscard]] Result<std::optional<Frame>> receive();
  /// A frame that has arrived already, without waiting; nothing when there is none.
  [[nodiscard]] Result<std::optional<Frame>> received() { return reader_.next(); }
  [[nodiscard]] bool is_closed() const { return closed_; }

 private:
  explicit Channel(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;
  std::string queued_;
  FrameReader reader_;
  bool closed_ = false;
};

}  // namespace ashlar::fleet
