#pragma once
#include <optional>
#include <string_view>

#include "base/clock.hpp"

namespace ashlar::awsapi {

/// An RFC 3339 time such as `2023-11-14T22:13:20.5Z` or `…+01:00`; AWS's own files also write `…UTC` and leave the zone
/// out.
[[nodiscard]] std::optional<Clock::Time> parse_timestamp(std::string_view text);

}  // namespace ashlar::awsapi
