#include "cmd/ashlar/terminal/keys.hpp"

#include <array>
#include <optional>
#include <utility>

namespace ashlar::cli {

namespace {

using Kind = Key::Kind;

// What follows the escape byte (xterm, VT220, Linux console; both cursor key modes).
constexpr std::array<std::pair<std::string_view, Kind>, 21> sequences = {{
    {"[A", Kind::up},    {"OA", Kind::up},      {"[B", Kind::down},     {"OB", Kind::down},       {"[C", Kind::right},
    {"OC", Kind::right}, {"[D", Kind::left},    {"OD", Kind::left},     {"[H", Kind::home},       {"OH", Kind::home},
    {"[1~", Kind::home}, {"[7~", Kind::home},   {"[F", Kind::end},      {"OF", Kind::end},        {"[4~", Kind::end},
    {"[8~", Kind::end},  {"[3~", Kind::remove}, {"[5~", Kind::page_up}, {"[6~", Kind::page_down}, {"OM", Kind::enter},
    {"[Z", Kind::up},
}};

std::optional<Kind> control_key(char byte) {
  switch (byte) {
    case '\r':
    case '\n':
      return Kind::enter;
    case '\t':
      return Kind::tab;
    case 0x7F:
    case '\b':
      return Kind::backspace;
    case 0x03:
      return Kind::interrupt;
    case 0x04:
      return Kind::end_of_input;
    case 0x15:
      return Kind::clear_line;
    case 0x10:
      return Kind::up;  // Ctrl-P
    case 0x0E:
      return Kind::down;  // Ctrl-N
    case 0x01:
      return Kind::home;  // Ctrl-A
    case 0x05:
      return Kind::end;  // Ctrl-E
    default:
      return std::nullopt;
  }
}

// Length of the escape sequence at the front of `bytes`, or 0 while it is incomplete.
std::size_t sequence_length(std::string_view bytes) {
  if (bytes.size() < 2) return 0;
  if (bytes[1] == 'O') return bytes.size() >= 3 ? 3 : 0;
  if (bytes[1] != '[') return 2;
  for (std::size_t i = 2; i < bytes.size(); ++i) {
    if (bytes[i] >= 0x40 && bytes[i] <= 0x7E) return i + 1;
  }
  return 0;
}

std::size_t utf8_length(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
}

}  // namespace

std::vector<Key> KeyDecoder::feed(std::string_view bytes) {
  pending_ += bytes;
  std::vector<Key> keys;
  std::string_view rest = pending_;
  while (!rest.empty()) {
    std::size_t length = 1;
    if (rest[0] == '\x1b') {
      length = sequence_length(rest);
      if (length == 0) break;
      const auto sequence = rest.substr(1, length - 1);
      for (const auto& [text, kind] : sequences) {
        if (text == sequence) keys.push_back({kind, {}});
      }
    } else if (const auto control = control_key(rest[0])) {
      keys.push_back({*control, {}});
    } else if (static_cast<unsigned char>(rest[0]) >= 0x20) {
      length = utf8_length(rest[0]);
      if (rest.size() < length) break;
      keys.push_back({Kind::text, std::string(rest.substr(0, length))});
    }
    rest.remove_prefix(length);
  }
  pending_ = std::string(rest);
  return keys;
}

std::vector<Key> KeyDecoder::flush() {
  const bool escape = pending_ == "\x1b";
  pending_.clear();
  return escape ? std::vector<Key>{{Kind::escape, {}}} : std::vector<Key>();
}

}  // namespace ashlar::cli
