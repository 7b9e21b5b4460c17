#pragma once
/// How messages travel on the one stream between controller and agent (docs/formats/agent.md).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace ashlar::fleet {

/// What a frame holds. The numbers are the protocol's; the agent's begin at 128.
enum class FrameKind : std::uint8_t {
  hello = 1,
  operation = 2,
  fact = 3,
  content = 4,
  cancel = 5,
  finish = 6,

  welcome = 128,
  operation_result = 129,
  fact_result = 130,
  content_needed = 131,
  output = 132,
  waiting = 133,
  refused = 134,
  goodbye = 135,
};

struct Frame {
  FrameKind kind{};
  std::string payload;
};

/// No frame is longer: a greater length means that something else than the protocol is on the stream.
inline constexpr std::uint32_t maximum_frame_size = 64U << 20;

/// Appends the frame's bytes to `out`. REQUIRES: the payload is shorter than `maximum_frame_size`.
void append_frame(std::string& out, FrameKind kind, std::string_view payload);

/// Cuts a stream into frames, in whatever pieces it arrives.
class FrameReader {
 public:
  void append(std::string_view bytes);

  /// The next whole frame, or nothing until more bytes have come. Fails, for good, when the stream is not of frames;
  /// the error shows the bytes that came instead, which usually are the text of a shell or of sshd.
  [[nodiscard]] Result<std::optional<Frame>> next();

  /// Whether a frame has begun that is not complete: the stream must not end now.
  [[nodiscard]] bool in_frame() const { return taken_ < buffer_.size(); }

 private:
  std::string buffer_;
  std::size_t taken_ = 0;  ///< the bytes of the buffer that were given out already
};

}  // namespace ashlar::fleet
