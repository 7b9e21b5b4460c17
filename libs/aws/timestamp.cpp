#include "aws/timestamp.hpp"

#include <charconv>

namespace ashlar::awsapi {
namespace {

/// Takes numbers and separators off the front of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  bool number(std::size_t digits, int& out) {
    if (text_.size() < digits) return false;
    const auto [end, problem] = std::from_chars(text_.data(), text_.data() + digits, out);
    if (problem != std::errc() || end != text_.data() + digits || out < 0) return false;
    text_.remove_prefix(digits);
    return true;
  }
  bool skip(std::string_view token) {
    if (!text_.starts_with(token)) return false;
    text_.remove_prefix(token.size());
    return true;
  }
  std::chrono::nanoseconds fraction() {
    std::int64_t value = 0;
    std::int64_t unit = 1'000'000'000;
    while (!text_.empty() && text_.front() >= '0' && text_.front() <= '9') {
      unit /= 10;
      value += (text_.front() - '0') * unit;
      text_.remove_prefix(1);
    }
    return std::chrono::nanoseconds(value);
  }
  [[nodiscard]] bool at_end() const { return text_.empty(); }

 private:
  std::string_view text_;
};

}  // namespace

std::optional<Clock::Time> parse_timestamp(std::string_view text) {
  using namespace std::chrono;
  Scanner scan(text);
  int year = 0;
  int month = 0;
  int day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  const bool whole = scan.number(4, year) && scan.skip("-") && scan.number(2, month) && scan.skip("-") &&
                     scan.number(2, day) && (scan.skip("T") || scan.skip(" ")) && scan.number(2, hour) &&
                     scan.skip(":") && scan.number(2, minute) && scan.skip(":") && scan.number(2, second);
  if (!whole) return std::nullopt;
  const year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                            std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  Clock::Time time = sys_days(date) + hours(hour) + minutes(minute) + seconds(second);
  if (scan.skip(".")) time += scan.fraction();
  if (scan.at_end() || scan.skip("Z") || scan.skip("UTC")) return scan.at_end() ? std::optional(time) : std::nullopt;
  const bool east = scan.skip("+");
  if (!east && !scan.skip("-")) return std::nullopt;
  if (!scan.number(2, hour)) return std::nullopt;
  scan.skip(":");
  if (!scan.number(2, minute) || !scan.at_end()) return std::nullopt;
  const auto offset = hours(hour) + minutes(minute);
  return east ? time - offset : time + offset;
}

}  // namespace ashlar::awsapi
