#include "templating/unicode.hpp"

#include <algorithm>

#include "templating/unicode_tables.hpp"

namespace ashlar::templating {

namespace {

constexpr char32_t replacement = 0xFFFD;

// How long the sequence is that begins at `offset`; 1 for what is no UTF-8.
std::size_t sequence_length(std::string_view text, std::size_t offset) {
  const auto lead = static_cast<unsigned char>(text[offset]);
  std::size_t length = 1;
  if (lead >= 0xC2 && lead <= 0xDF) length = 2;
  if (lead >= 0xE0 && lead <= 0xEF) length = 3;
  if (lead >= 0xF0 && lead <= 0xF4) length = 4;
  if (offset + length > text.size()) return 1;
  for (std::size_t i = 1; i < length; ++i) {
    if ((static_cast<unsigned char>(text[offset + i]) & 0xC0) != 0x80) return 1;
  }
  return length;
}

bool in_ranges(std::span<const CharacterRange> ranges, char32_t code) {
  const auto after =
      std::upper_bound(ranges.begin(), ranges.end(), code,
                       [](char32_t wanted, const CharacterRange& range) { return wanted < range.first; });
  return after != ranges.begin() && code <= std::prev(after)->last;
}

char32_t mapped(std::span<const CaseMapping> mappings, char32_t code) {
  const auto after = std::upper_bound(mappings.begin(), mappings.end(), code,
                                      [](char32_t wanted, const CaseMapping& entry) { return wanted < entry.first; });
  if (after == mappings.begin()) return code;
  const auto& entry = *std::prev(after);
  if (code > entry.last || static_cast<int>(code - entry.first) % entry.step != 0) return code;
  return static_cast<char32_t>(static_cast<int>(code) + entry.difference);
}

char32_t upper(char32_t code) {
  if (code < 0x80) return code >= 'a' && code <= 'z' ? code - 32 : code;
  return mapped(to_upper_mappings, code);
}

char32_t lower(char32_t code) {
  if (code < 0x80) return code >= 'A' && code <= 'Z' ? code + 32 : code;
  return mapped(to_lower_mappings, code);
}

bool strips(std::string_view character, const std::optional<std::string_view>& set) {
  if (!set) return is_space(code_point(character));
  for (const auto member : characters(*set)) {
    if (member == character) return true;
  }
  return false;
}

// Where the last character of `text` begins.
std::size_t last_character(std::string_view text) {
  std::size_t begin = text.size() - 1;
  while (begin > 0 && text.size() - begin < 4 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) --begin;
  return begin + sequence_length(text, begin) == text.size() ? begin : text.size() - 1;
}

// The length of the line break at `offset`, 0 when there is none.
std::size_t line_break(std::string_view text, std::size_t offset) {
  if (text[offset] == '\r') return text.substr(offset).starts_with("\r\n") ? 2 : 1;
  const char c = text[offset];
  if (c == '\n' || c == '\v' || c == '\f' || (c >= '\x1c' && c <= '\x1e')) return 1;
  for (const std::string_view wide : {"\u0085", "\u2028", "\u2029"}) {
    if (text.substr(offset).starts_with(wide)) return wide.size();
  }
  return 0;
}

}  // namespace

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::size_t next_character(std::string_view text, std::size_t offset) { return offset + sequence_length(text, offset); }

std::size_t count_characters(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); i = next_character(text, i)) ++count;
  return count;
}

std::vector<std::string_view> characters(std::string_view text) {
  std::vector<std::string_view> parts;
  parts.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const auto length = sequence_length(text, i);
    parts.push_back(text.substr(i, length));
    i += length;
  }
  return parts;
}

std::string_view first_characters(std::string_view text, std::size_t count) {
  std::size_t end = 0;
  for (; count > 0 && end < text.size(); --count) end = next_character(text, end);
  return text.substr(0, end);
}

char32_t code_point(std::string_view character) {
  const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(character[i])); };
  switch (character.size()) {
    case 1:
      return byte(0) < 0x80 ? byte(0) : replacement;
    case 2:
      return (byte(0) & 0x1F) << 6 | (byte(1) & 0x3F);
    case 3:
      return (byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
    case 4:
      return (byte(0) & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F);
    default:
      return replacement;
  }
}

void append_code_point(std::string& out, char32_t code) {
  const auto put = [&](char32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | code >> 6);
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | code >> 12);
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | code >> 18);
    put(0x80 | (code >> 12 & 0x3F));
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

bool is_space(char32_t code) {
  if (code < 0x80) return code == ' ' || (code >= 9 && code <= 13) || (code >= 0x1c && code <= 0x1f);
  return code == 0x85 || code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) || code == 0x2028 ||
         code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}

bool is_printable(char32_t code) {
  if (code < 0x80) return code >= 0x20 && code != 0x7F;
  return !in_ranges(unprintable_characters, code);
}

bool is_word(char32_t code) {
  if (code < 0x80) {
    return code == '_' || (code >= '0' && code <= '9') || (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
  }
  return in_ranges(word_characters, code);
}

bool is_letter(char32_t code) { return is_word(code) && code != '_' && (code < '0' || code > '9'); }
bool is_upper(char32_t code) { return lower(code) != code; }
bool is_lower(char32_t code) { return upper(code) != code || code == 0xDF; }

std::string to_upper(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const auto character : characters(text)) {
    const auto code = code_point(character);
    if (code == 0xDF) {
      out += "SS";
    } else if (const auto other = upper(code); other != code) {
      append_code_point(out, other);
    } else {
      out += character;
    }
  }
  return out;
}

std::string to_lower(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const auto character : characters(text)) {
    const auto code = code_point(character);
    if (const auto other = lower(code); other != code) {
      append_code_point(out, other);
    } else {
      out += character;
    }
  }
  return out;
}

std::string_view strip(std::string_view text, std::optional<std::string_view> set, bool left, bool right) {
  while (left && !text.empty()) {
    const auto length = sequence_length(text, 0);
    if (!strips(text.substr(0, length), set)) break;
    text.remove_prefix(length);
  }
  while (right && !text.empty()) {
    const auto begin = last_character(text);
    if (!strips(text.substr(begin), set)) break;
    text = text.substr(0, begin);
  }
  return text;
}

std::vector<std::string_view> split_lines(std::string_view text, bool keep) {
  std::vector<std::string_view> lines;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto length = line_break(text, i);
    if (length == 0) {
      ++i;
      continue;
    }
    lines.push_back(text.substr(begin, i - begin + (keep ? length : 0)));
    i += length;
    begin = i;
  }
  if (begin < text.size()) lines.push_back(text.substr(begin));
  return lines;
}

std::vector<std::string_view> split_words(std::string_view text, std::int64_t limit) {
  std::vector<std::string_view> words;
  text = strip(text, std::nullopt, true, false);
  while (!text.empty()) {
    if (limit >= 0 && static_cast<std::int64_t>(words.size()) == limit) {
      words.push_back(text);
      break;
    }
    std::size_t end = 0;
    while (end < text.size()) {
      const auto next = next_character(text, end);
      if (is_space(code_point(text.substr(end, next - end)))) break;
      end = next;
    }
    words.push_back(text.substr(0, end));
    text = strip(text.substr(end), std::nullopt, true, false);
  }
  return words;
}

std::vector<std::string_view> split_words_from_right(std::string_view text, std::int64_t limit) {
  if (limit < 0) return split_words(text);
  std::vector<std::string_view> words;
  text = strip(text, std::nullopt, false, true);
  while (!text.empty()) {
    if (static_cast<std::int64_t>(words.size()) == limit) {
      words.push_back(text);
      break;
    }
    std::size_t begin = text.size();
    while (begin > 0) {
      const auto previous = last_character(text.substr(0, begin));
      if (is_space(code_point(text.substr(previous, begin - previous)))) break;
      begin = previous;
    }
    words.push_back(text.substr(begin));
    text = strip(text.substr(0, begin), std::nullopt, false, true);
  }
  std::reverse(words.begin(), words.end());
  return words;
}

}  // namespace ashlar::templating
