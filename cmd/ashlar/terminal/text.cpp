#include "cmd/ashlar/terminal/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace ashlar::cli {

namespace {

struct Range {
  std::uint32_t first, last;
};

// Characters that combine with the one before or are never seen (Unicode 15 categories Mn, Me, Cf; the blocks in use).
constexpr std::array<Range, 22> no_width = {
    {{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A},  {0x064B, 0x065F}, {0x06D6, 0x06DC},
     {0x0900, 0x0902}, {0x093C, 0x093C}, {0x0941, 0x0948}, {0x0E31, 0x0E31},  {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E},
     {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200F}, {0x202A, 0x202E},  {0x2060, 0x206F}, {0x20D0, 0x20FF},
     {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}, {0xE0100, 0xE01EF}}};

// East Asian wide and full-width characters, and emoji shown as pictures (Unicode 15, EastAsianWidth W and F).
constexpr std::array<Range, 28> two_wide = {
    {{0x1100, 0x115F}, {0x231A, 0x231B}, {0x2329, 0x232A}, {0x23E9, 0x23EC},  {0x23F0, 0x23F0}, {0x23F3, 0x23F3},
     {0x25FD, 0x25FE}, {0x2614, 0x2615}, {0x2648, 0x2653}, {0x267F, 0x267F},  {0x2693, 0x2693}, {0x26A1, 0x26A1},
     {0x2705, 0x2705}, {0x270A, 0x270B}, {0x2728, 0x2728}, {0x274C, 0x274C},  {0x2753, 0x2755}, {0x2795, 0x2797},
     {0x2E80, 0x303E}, {0x3041, 0x33FF}, {0x3400, 0x4DBF}, {0x4E00, 0x9FFF},  {0xA000, 0xA4CF}, {0xAC00, 0xD7A3},
     {0xF900, 0xFAFF}, {0xFE30, 0xFE6F}, {0xFF00, 0xFF60}, {0x1F300, 0x1FAFF}}};

template <std::size_t Size>
bool within(const std::array<Range, Size>& ranges, std::uint32_t c) {
  const auto after = std::upper_bound(ranges.begin(), ranges.end(), c,
                                      [](std::uint32_t value, const Range& r) { return value < r.first; });
  return after != ranges.begin() && c <= std::prev(after)->last;
}

std::size_t width_of(std::uint32_t c) {
  if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return 0;
  if (within(no_width, c)) return 0;
  return within(two_wide, c) || (c >= 0x20000 && c <= 0x3FFFD) ? 2 : 1;
}

struct Character {
  std::uint32_t code = 0;
  std::size_t length = 1;  ///< bytes
  bool valid = true;
};

// Bytes that are no UTF-8 count as one character each.
Character first_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
  if (length == 0 || lead > 0xF4 || text.size() < length) return {0xFFFD, 1, false};
  std::uint32_t code = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {0xFFFD, 1, false};
    code = code << 6U | (byte(i) & 0x3FU);
  }
  return {code, length};
}

// Length of the ANSI sequence (CSI or OSC) at the front of `text`, or 0.
std::size_t ansi_length(std::string_view text) {
  if (text.size() < 2 || text[0] != '\x1b') return 0;
  if (text[1] == '[') {
    std::size_t i = 2;
    while (i < text.size() && (text[i] < 0x40 || text[i] > 0x7E)) ++i;
    return std::min(i + 1, text.size());
  }
  if (text[1] == ']') {
    const auto bell = text.find('\a');
    const auto terminator = text.find("\x1b\\");
    if (bell == std::string_view::npos && terminator == std::string_view::npos) return text.size();
    return terminator < bell ? terminator + 2 : bell + 1;
  }
  return 2;
}

bool is_graphic(const Character& c) {
  if (!c.valid || c.code < 0x20 || (c.code >= 0x7F && c.code < 0xA0) || c.code == 0xAD) return false;
  if ((c.code >= 0x200B && c.code <= 0x200F) || (c.code >= 0x2028 && c.code <= 0x202E)) return false;
  return !((c.code >= 0x2060 && c.code <= 0x206F) || c.code == 0xFEFF || (c.code >= 0xE000 && c.code <= 0xF8FF));
}

void append_escaped(std::string& out, std::string_view bytes, const Character& c) {
  constexpr std::string_view digits = "0123456789abcdef";
  const auto hex = [&](std::uint32_t value, int count) {
    for (int shift = (count - 1) * 4; shift >= 0; shift -= 4)
      out += digits[value >> static_cast<unsigned>(shift) & 15U];
  };
  switch (c.code) {
    case '\a':
      out += "\\a";
      return;
    case '\b':
      out += "\\b";
      return;
    case '\f':
      out += "\\f";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    case '\v':
      out += "\\v";
      return;
    default:
      break;
  }
  if (!c.valid || c.code < 0x80) {
    out += "\\x";
    hex(static_cast<unsigned char>(bytes[0]), 2);
  } else if (c.code < 0x10000) {
    out += "\\u";
    hex(c.code, 4);
  } else {
    out += "\\U";
    hex(c.code, 8);
  }
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    if (const auto skipped = ansi_length(text); skipped > 0) {
      text.remove_prefix(skipped);
      continue;
    }
    const auto c = first_character(text);
    width += width_of(c.code);
    text.remove_prefix(c.length);
  }
  return width;
}

std::string clip(std::string_view text, std::size_t columns) {
  std::string clipped;
  std::size_t width = 0;
  bool colored = false;
  while (!text.empty()) {
    if (const auto sequence = ansi_length(text); sequence > 0) {
      clipped += text.substr(0, sequence);
      colored = text.substr(0, sequence) != "\x1b[0m";
      text.remove_prefix(sequence);
      continue;
    }
    const auto c = first_character(text);
    if (width + width_of(c.code) > columns) {
      if (colored) clipped += "\x1b[0m";
      return clipped;
    }
    width += width_of(c.code);
    clipped += text.substr(0, c.length);
    text.remove_prefix(c.length);
  }
  return clipped;
}

std::string pad(std::string_view text, std::size_t columns) {
  std::string padded(text);
  const auto width = display_width(text);
  if (width < columns) padded.append(columns - width, ' ');
  return padded;
}

std::string without_ansi(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    const auto escape = text.find('\x1b');
    plain += text.substr(0, escape);
    if (escape == std::string_view::npos) break;
    text.remove_prefix(escape);
    text.remove_prefix(std::max<std::size_t>(ansi_length(text), 1));
  }
  return plain;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const auto c = first_character(text);
    const auto bytes = text.substr(0, c.length);
    if (c.code == '"' || c.code == '\\') {
      out += '\\';
      out += bytes;
    } else if (is_graphic(c)) {
      out += bytes;
    } else {
      append_escaped(out, bytes, c);
    }
    text.remove_prefix(c.length);
  }
  return out + '"';
}

std::string printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto c = first_character(text);
    if (is_graphic(c)) {
      out += text.substr(0, c.length);
    } else {
      append_escaped(out, text.substr(0, c.length), c);
    }
    text.remove_prefix(c.length);
  }
  return out;
}

}  // namespace ashlar::cli
