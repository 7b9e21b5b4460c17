#pragma once
/// Times as commands show them.

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace ashlar::cli {

/// An RFC 3339 time with any offset and up to nine digits of a second.
[[nodiscard]] std::optional<Clock::Time> parse_time(std::string_view text);

/// `now`, `3 seconds ago`, `2 weeks ago`.
[[nodiscard]] std::string time_ago(Clock::Time then, Clock::Time now);

/// `2006-01-02 15:04:05.123 +0000 UTC`, in the local time zone.
[[nodiscard]] std::string local_time(Clock::Time time);

/// `2006-01-02T15:04:05.123Z`, always with three digits.
[[nodiscard]] std::string json_time(Clock::Time time);

[[nodiscard]] inline Clock::Time from_unix(std::int64_t seconds) { return Clock::Time(std::chrono::seconds(seconds)); }

}  // namespace ashlar::cli
