#include "fleet/protocol/frames.hpp"

#include <algorithm>
#include <cctype>

namespace ashlar::fleet {
namespace {

constexpr std::size_t header_size = 5;

bool is_known(std::uint8_t kind) {
  return (kind >= static_cast<std::uint8_t>(FrameKind::hello) &&
          kind <= static_cast<std::uint8_t>(FrameKind::finish)) ||
         (kind >= static_cast<std::uint8_t>(FrameKind::welcome) &&
          kind <= static_cast<std::uint8_t>(FrameKind::goodbye));
}

/// The beginning of what came, fit to be shown.
std::string excerpt(std::string_view bytes) {
  std::string text(bytes.substr(0, 200));
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return std::iscntrl(c) != 0 || c >= 0x80; }, ' ');
  return text;
}

}  // namespace

void append_frame(std::string& out, FrameKind kind, std::string_view payload) {
  auto length = static_cast<std::uint32_t>(payload.size() + 1);
  for (int i = 0; i < 4; ++i, length >>= 8) out.push_back(static_cast<char>(length));
  out.push_back(static_cast<char>(kind));
  out.append(payload);
}

void FrameReader::append(std::string_view bytes) {
  buffer_.erase(0, taken_);
  taken_ = 0;
  buffer_.append(bytes);
}

Result<std::optional<Frame>> FrameReader::next() {
  const auto rest = std::string_view(buffer_).substr(taken_);
  if (rest.size() < header_size) return std::optional<Frame>{};
  std::uint32_t length = 0;
  for (std::size_t i = 4; i-- > 0;) length = length << 8 | static_cast<std::uint8_t>(rest[i]);
  const auto kind = static_cast<std::uint8_t>(rest[4]);
  if (length == 0 || length > maximum_frame_size || !is_known(kind)) {
    return fail_with_help("the agent protocol was expected, but this came: " + excerpt(rest),
                          "the login shell's startup files, or sudo, must not write to standard output");
  }
  if (rest.size() < 4 + std::size_t{length}) return std::optional<Frame>{};
  taken_ += 4 + std::size_t{length};
  return std::optional<Frame>{Frame{static_cast<FrameKind>(kind), std::string(rest.substr(header_size, length - 1))}};
}

}  // namespace ashlar::fleet
