#include "cmd/ashlar/shell/times.hpp"

#include <array>
#include <charconv>
#include <cstdio>
#include <ctime>

#include "cmd/ashlar/display/words.hpp"

namespace ashlar::cli {

namespace {

using std::chrono::seconds;

std::optional<int> number_at(std::string_view text, std::size_t at, std::size_t length) {
  if (text.size() < at + length) return std::nullopt;
  int value = 0;
  const auto* end = text.data() + at + length;
  const auto [stop, error] = std::from_chars(text.data() + at, end, value);
  if (error != std::errc() || stop != end) return std::nullopt;
  return value;
}

// The part of a second behind the point at `at`; moves `at` behind it.
std::chrono::nanoseconds fraction_at(std::string_view text, std::size_t& at) {
  std::int64_t nanoseconds = 0;
  if (at >= text.size() || text[at] != '.') return std::chrono::nanoseconds(0);
  std::int64_t unit = 100'000'000;
  for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, unit /= 10)
    nanoseconds += (text[at] - '0') * unit;
  return std::chrono::nanoseconds(nanoseconds);
}

std::tm local_parts(std::time_t time) {
  std::tm parts{};
  localtime_r(&time, &parts);
  return parts;
}

std::string formatted(const std::tm& parts, const char* format) {
  std::array<char, 64> buffer{};
  std::strftime(buffer.data(), buffer.size(), format, &parts);
  return buffer.data();
}

}  // namespace

std::optional<Clock::Time> parse_time(std::string_view text) {
  std::tm parts{};
  const auto year = number_at(text, 0, 4);
  const auto month = number_at(text, 5, 2);
  const auto day = number_at(text, 8, 2);
  const auto hour = number_at(text, 11, 2);
  const auto minute = number_at(text, 14, 2);
  const auto second = number_at(text, 17, 2);
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  parts.tm_year = *year - 1900;
  parts.tm_mon = *month - 1;
  parts.tm_mday = *day;
  parts.tm_hour = *hour;
  parts.tm_min = *minute;
  parts.tm_sec = *second;
  std::size_t at = 19;
  const auto fraction = fraction_at(text, at);
  seconds offset{0};
  if (at < text.size() && (text[at] == '+' || text[at] == '-')) {
    const auto hours = number_at(text, at + 1, 2);
    const auto minutes = number_at(text, at + 4, 2);
    if (!hours || !minutes) return std::nullopt;
    offset = std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
    if (text[at] == '-') offset = -offset;
  }
  return Clock::Time(seconds(timegm(&parts)) - offset + fraction);
}

std::string time_ago(Clock::Time then, Clock::Time now) {
  struct Unit {
    seconds length;
    std::string_view name;
  };
  constexpr std::array<Unit, 7> units = {{{seconds(365L * 86400), "year"},
                                          {seconds(30L * 86400), "month"},
                                          {seconds(7L * 86400), "week"},
                                          {seconds(86400), "day"},
                                          {seconds(3600), "hour"},
                                          {seconds(60), "minute"},
                                          {seconds(1), "second"}}};
  const auto passed = std::chrono::floor<seconds>(now - then);
  for (const auto& unit : units) {
    if (passed >= unit.length) return counted_noun(static_cast<std::size_t>(passed / unit.length), unit.name) + " ago";
  }
  return "now";
}

std::string local_time(Clock::Time time) {
  const auto whole = std::chrono::floor<seconds>(time.time_since_epoch());
  const auto parts = local_parts(whole.count());
  auto text = formatted(parts, "%Y-%m-%d %H:%M:%S");
  if (const auto rest = (time.time_since_epoch() - whole).count(); rest != 0) {
    std::array<char, 16> buffer{};
    std::snprintf(buffer.data(), buffer.size(), ".%09lld", static_cast<long long>(rest));
    text += buffer.data();
    text.erase(text.find_last_not_of('0') + 1);
  }
  return text + formatted(parts, " %z %Z");
}

std::string json_time(Clock::Time time) {
  const auto whole = std::chrono::floor<seconds>(time.time_since_epoch());
  const std::time_t unix_time = whole.count();
  std::tm parts{};
  gmtime_r(&unix_time, &parts);
  const auto milliseconds =
      std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch() - whole).count();
  std::array<char, 16> buffer{};
  std::snprintf(buffer.data(), buffer.size(), ".%03dZ", static_cast<int>(milliseconds));
  return formatted(parts, "%Y-%m-%dT%H:%M:%S") + buffer.data();
}

}  // namespace ashlar::cli
