#include "project/yaml_scalar.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <limits>
#include <optional>

#include "base/strings.hpp"

namespace ashlar::project {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

std::optional<YamlValue> resolve_word(std::string_view text) {
  if (is_one_of(text, {"", "~", "null", "Null", "NULL"})) return YamlValue();
  if (is_one_of(text, {"true", "True", "TRUE"})) return YamlValue(true);
  if (is_one_of(text, {"false", "False", "FALSE"})) return YamlValue(false);
  if (is_one_of(text, {".nan", ".NaN", ".NAN"})) return YamlValue(std::nan(""));
  constexpr auto infinity = std::numeric_limits<double>::infinity();
  if (is_one_of(text, {".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"})) return YamlValue(infinity);
  if (is_one_of(text, {"-.inf", "-.Inf", "-.INF"})) return YamlValue(-infinity);
  return std::nullopt;
}

/// Takes `0x`, `0o`, `0b` or a leading `0` off `digits` and says which base they stand for.
int take_base(std::string_view& digits) {
  if (digits.size() < 2 || digits[0] != '0') return 10;
  switch (digits[1]) {
    case 'x':
    case 'X':
      digits.remove_prefix(2);
      return 16;
    case 'o':
    case 'O':
      digits.remove_prefix(2);
      return 8;
    case 'b':
    case 'B':
      digits.remove_prefix(2);
      return 2;
    default:
      digits.remove_prefix(1);
      return 8;
  }
}

std::optional<YamlValue> resolve_integer(std::string_view text) {
  const bool negative = text.starts_with('-');
  auto digits = text;
  if (negative || text.starts_with('+')) digits.remove_prefix(1);
  const int base = take_base(digits);
  std::uint64_t magnitude = 0;
  const auto* const end = digits.data() + digits.size();
  const auto parsed = std::from_chars(digits.data(), end, magnitude, base);
  if (digits.empty() || parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
  constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
  if (negative) {
    if (magnitude > most + 1) return std::nullopt;
    return YamlValue(static_cast<std::int64_t>(~magnitude + 1));
  }
  if (magnitude <= most) return YamlValue(static_cast<std::int64_t>(magnitude));
  return YamlValue(magnitude);
}

/// Whether it looks like `[-+]? ( \. D+ | D+ (\. D*)? ) ([eE] [-+]? D+)?`.
bool looks_like_float(std::string_view text) {
  const auto skip_digits = [&] {
    const auto count = static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
    text.remove_prefix(count);
    return count;
  };
  const auto skip_sign = [&] {
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  };
  skip_sign();
  const auto whole = skip_digits();
  std::size_t fraction = 0;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    fraction = skip_digits();
  }
  if (whole + fraction == 0) return false;
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    skip_sign();
    if (skip_digits() == 0) return false;
  }
  return text.empty();
}

std::optional<YamlValue> resolve_float(std::string_view text) {
  if (!looks_like_float(text)) return std::nullopt;
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (parsed.ec != std::errc()) return std::nullopt;
  return YamlValue(value);
}

/// Reads one number of at most `most` digits off `text`.
std::optional<int> take_number(std::string_view& text, std::size_t least, std::size_t most) {
  std::size_t count = 0;
  int value = 0;
  while (count < most && count < text.size() && is_digit(text[count])) value = value * 10 + (text[count++] - '0');
  if (count < least) return std::nullopt;
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

int days_in(int year, int month) {
  constexpr std::array<int, 12> days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : days.at(static_cast<std::size_t>(month - 1));
}

struct TimeOfDay {
  int hour = 0;
  int minute = 0;
  int second = 0;
  std::string fraction;  ///< with the dot; empty when there is none
};

std::optional<TimeOfDay> take_time(std::string_view& text) {
  TimeOfDay time;
  const auto hour = take_number(text, 1, 2);
  if (!hour || *hour > 23 || !take(text, ':')) return std::nullopt;
  const auto minute = take_number(text, 1, 2);
  if (!minute || *minute > 59 || !take(text, ':')) return std::nullopt;
  const auto second = take_number(text, 1, 2);
  if (!second || *second > 59) return std::nullopt;
  time.hour = *hour;
  time.minute = *minute;
  time.second = *second;
  if (take(text, '.')) {
    const auto digits = static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
    if (digits == 0 || digits > 9) return std::nullopt;
    time.fraction = "." + std::string(text.substr(0, digits));
    time.fraction.erase(time.fraction.find_last_not_of('0') + 1);
    if (time.fraction == ".") time.fraction.clear();
    text.remove_prefix(digits);
  }
  return time;
}

/// `Z`, `+01:00` or `-0530` as the two words that follow a time.
std::optional<std::string> take_zone(std::string_view& text) {
  if (take(text, 'Z')) return "+0000 UTC";
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  const std::string offset = std::string(text.substr(0, 3)) + std::string(text.substr(4));
  if (!std::all_of(offset.begin() + 1, offset.end(), is_digit)) return std::nullopt;
  text = {};
  if (offset.substr(1) == "0000") return "+0000 UTC";
  return offset + " " + offset;
}

/// A date, or a date and time, as programs get it.
std::optional<std::string> resolve_time(std::string_view text) {
  if (text.size() < 5 || text[4] != '-') return std::nullopt;
  const auto year = take_number(text, 4, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_number(text, 1, 2);
  if (!month || *month < 1 || *month > 12 || !take(text, '-')) return std::nullopt;
  const auto day = take_number(text, 1, 2);
  if (!day || *day < 1 || *day > days_in(*year, *month)) return std::nullopt;
  std::optional<TimeOfDay> time = TimeOfDay{};
  std::optional<std::string> zone = "+0000 UTC";
  if (take(text, 'T') || take(text, 't')) {
    time = take_time(text);
    if (time) zone = take_zone(text);
  } else if (take(text, ' ')) {
    time = take_time(text);
  }
  if (!time || !zone || !text.empty()) return std::nullopt;
  std::array<char, 40> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%04d-%02d-%02d %02d:%02d:%02d", *year, *month, *day, time->hour,
                time->minute, time->second);
  return buffer.data() + time->fraction + " " + *zone;
}

/// `12:30:45`, a number to YAML 1.1.
bool is_base_60(std::string_view text) {
  return !text.empty() && (is_digit(text[0]) || text[0] == '-' || text[0] == '+') &&
         text.find(':') != std::string_view::npos &&
         text.find_first_not_of("0123456789_:.", 1) == std::string_view::npos;
}

}  // namespace

YamlValue resolve_plain_scalar(std::string_view text) {
  if (auto word = resolve_word(text)) return *std::move(word);
  const char first = text.front();
  if (first == '.') return resolve_float(text).value_or(text);
  if (!is_digit(first) && first != '+' && first != '-') return text;
  if (auto time = resolve_time(text)) return *std::move(time);
  const auto plain = replace_all(std::string(text), "_", "");
  if (auto integer = resolve_integer(plain)) return *std::move(integer);
  if (auto number = resolve_float(plain)) return *std::move(number);
  return text;
}

Result<YamlValue> resolve_tagged_scalar(std::string_view tag, std::string_view text) {
  constexpr std::string_view long_prefix = "tag:yaml.org,2002:";
  if (tag.starts_with(long_prefix)) {
    tag.remove_prefix(long_prefix.size());
  } else if (tag.starts_with("!!")) {
    tag.remove_prefix(2);
  }
  constexpr std::array<std::string_view, 6> known = {"binary", "bool", "float", "int", "null", "timestamp"};
  if (std::find(known.begin(), known.end(), tag) == known.end()) return YamlValue(text);
  if (tag == "binary") {
    auto bytes = from_base64(replace_all(std::string(text), "\n", ""));
    if (!bytes) return bytes.error().within("binary data");
    return YamlValue(*std::move(bytes));
  }
  auto value = resolve_plain_scalar(text);
  if (tag == "float" && value.is<std::int64_t>()) return YamlValue(static_cast<double>(*value.get<std::int64_t>()));
  const bool fits = (tag == "int" && (value.is<std::int64_t>() || value.is<std::uint64_t>())) ||
                    (tag == "float" && value.is<double>()) || (tag == "bool" && value.is<bool>()) ||
                    (tag == "null" && value.is_null()) || (tag == "timestamp" && resolve_time(text));
  if (!fits) return fail("'" + std::string(text) + "' is no " + std::string(tag));
  return value;
}

bool is_ambiguous_plain(std::string_view text) {
  const auto value = resolve_plain_scalar(text);
  const auto* same = value.get<std::string>();
  if (same == nullptr || *same != text || text == "<<" || is_base_60(text)) return true;
  return is_one_of(text,
                   {"y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "n", "N", "no", "No", "NO", "off", "Off", "OFF"});
}

}  // namespace ashlar::project
