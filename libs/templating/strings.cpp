#include "templating/strings.hpp"

#include <algorithm>

#include "templating/failure.hpp"
#include "templating/unicode.hpp"

namespace ashlar::templating {

namespace {

constexpr std::int64_t widest = 10'000'000;

std::string repeat(std::string_view unit, std::size_t times) {
  std::string text;
  text.reserve(unit.size() * times);
  for (std::size_t i = 0; i < times; ++i) text += unit;
  return text;
}

// How many characters are missing to `width`.
std::size_t missing(std::string_view text, std::int64_t width) {
  if (width > widest) raise(FailureKind::limit, "a width of " + std::to_string(width) + " is too large");
  const auto length = static_cast<std::int64_t>(count_characters(text));
  return static_cast<std::size_t>(std::max<std::int64_t>(width - length, 0));
}

}  // namespace

std::string capitalize(std::string_view text) {
  const auto first = first_characters(text, 1);
  return to_upper(first) + to_lower(text.substr(first.size()));
}

std::string title(std::string_view text) {
  std::string out;
  bool inside = false;
  for (const auto character : characters(text)) {
    out += inside ? to_lower(character) : to_upper(character);
    inside = is_letter(code_point(character));
  }
  return out;
}

std::string swap_case(std::string_view text) {
  std::string out;
  for (const auto character : characters(text)) {
    out += is_upper(code_point(character)) ? to_lower(character) : to_upper(character);
  }
  return out;
}

std::string center(std::string_view text, std::int64_t width, std::string_view fill) {
  const auto lacking = missing(text, width);
  // Where the space is odd, Python gives the left the larger half only if the width is odd too.
  const auto left = lacking / 2 + (lacking & static_cast<std::size_t>(width) & 1);
  return repeat(fill, left) + std::string(text) + repeat(fill, lacking - left);
}

std::string pad_left(std::string_view text, std::int64_t width, std::string_view fill) {
  return repeat(fill, missing(text, width)) + std::string(text);
}

std::string pad_right(std::string_view text, std::int64_t width, std::string_view fill) {
  return std::string(text) + repeat(fill, missing(text, width));
}

std::string replace(std::string_view text, std::string_view from, std::string_view to, std::int64_t count) {
  std::string out;
  if (from.empty()) {  // between all characters
    for (const auto character : characters(text)) {
      if (count != 0) out += to;
      if (count > 0) --count;
      out += character;
    }
    if (count != 0) out += to;
    return out;
  }
  while (count != 0) {
    const auto at = text.find(from);
    if (at == std::string_view::npos) break;
    out += text.substr(0, at);
    out += to;
    text.remove_prefix(at + from.size());
    if (count > 0) --count;
  }
  out += text;
  return out;
}

std::string reverse(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  const auto parts = characters(text);
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) out += *part;
  return out;
}

std::int64_t count_parts(std::string_view text, std::string_view part) {
  if (part.empty()) return static_cast<std::int64_t>(count_characters(text)) + 1;
  std::int64_t count = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

}  // namespace ashlar::templating
