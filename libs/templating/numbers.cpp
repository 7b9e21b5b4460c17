#include "templating/numbers.hpp"

#include <charconv>
#include <limits>
#include <string>

#include "templating/failure.hpp"
#include "templating/unicode.hpp"

namespace ashlar::templating {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Underscores may stand between digits, nowhere else.
std::optional<std::string> without_underscores(std::string_view text) {
  std::string digits;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '_') {
      digits += text[i];
      continue;
    }
    const auto fits = [](char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    if (i == 0 || i + 1 == text.size() || !fits(text[i - 1]) || !fits(text[i + 1])) return std::nullopt;
  }
  return digits;
}

int prefix_base(std::string_view text) {
  if (text.size() < 2 || text[0] != '0') return 0;
  const char mark = static_cast<char>(text[1] | 0x20);
  return mark == 'x' ? 16 : mark == 'o' ? 8 : mark == 'b' ? 2 : 0;
}

}  // namespace

std::optional<std::int64_t> parse_integer(std::string_view text, int base) {
  if (base != 0 && (base < 2 || base > 36)) raise_value("int() base must be >= 2 and <= 36, or 0");
  text = strip(text, std::nullopt, true, true);
  const bool is_negative = text.starts_with('-');
  if (is_negative || text.starts_with('+')) text.remove_prefix(1);
  if (const int prefix = prefix_base(text); prefix != 0 && (base == 0 || base == prefix)) {
    base = prefix;
    text.remove_prefix(text.size() > 2 && text[2] == '_' ? 3 : 2);
  } else if (base == 0) {
    if (text.size() > 1 && text[0] == '0' && text.find_first_not_of("0_") != std::string_view::npos)
      return std::nullopt;
    base = 10;
  }
  const auto digits = without_underscores(text);
  if (!digits || digits->empty()) return std::nullopt;
  std::uint64_t magnitude = 0;
  const auto read = std::from_chars(digits->data(), digits->data() + digits->size(), magnitude, base);
  if (read.ptr != digits->data() + digits->size() || read.ec == std::errc::invalid_argument) return std::nullopt;
  const auto limit = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) + (is_negative ? 1 : 0);
  if (read.ec != std::errc{} || magnitude > limit) {
    raise(FailureKind::arithmetic, "the number " + std::string(text) + " does not fit a 64-bit integer");
  }
  return static_cast<std::int64_t>(is_negative ? 0 - magnitude : magnitude);
}

std::optional<double> parse_float(std::string_view text) {
  text = strip(text, std::nullopt, true, true);
  const bool is_negative = text.starts_with('-');
  if (is_negative || text.starts_with('+')) text.remove_prefix(1);
  const auto digits = without_underscores(text);
  if (!digits || digits->empty()) return std::nullopt;
  const auto lower = to_lower(*digits);
  double number = 0;
  if (lower == "inf" || lower == "infinity") {
    number = std::numeric_limits<double>::infinity();
  } else if (lower == "nan") {
    number = std::numeric_limits<double>::quiet_NaN();
  } else {
    if (!is_digit(lower.front()) && lower.front() != '.') return std::nullopt;
    const auto read = std::from_chars(lower.data(), lower.data() + lower.size(), number);
    if (read.ptr != lower.data() + lower.size() || read.ec == std::errc::invalid_argument) return std::nullopt;
    if (read.ec == std::errc::result_out_of_range) {
      const auto e = lower.find("e-");
      number = e == std::string::npos ? std::numeric_limits<double>::infinity() : 0.0;
    }
  }
  return is_negative ? -number : number;
}

}  // namespace ashlar::templating
