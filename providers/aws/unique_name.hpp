#pragma once
/// Names that nobody gave: the resource's own with a random end, the same for the same seed as in the published
/// provider.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace ashlar::providers::aws {

/// `prefix` and `digits` hex digits that follow from `seed` (ChaCha with twelve rounds, keyed with the seed's SHA-256,
/// as pulumi's NewUniqueName does). Fails when that is longer than `longest`.
[[nodiscard]] Result<std::string> unique_name(std::string_view seed, const std::string& prefix, std::size_t digits,
                                              std::size_t longest);

/// `prefix` and 26 digits that no other call gives: the UTC time to a tenth of a millisecond, and `chance` in hex. It
/// is how the published provider makes names from a `namePrefix`.
[[nodiscard]] std::string timestamped_name(const std::string& prefix, Clock::Time now, std::uint32_t chance);
/// The prefix of such a name; empty for any other.
[[nodiscard]] std::string prefix_of_timestamped(const std::string& name);

}  // namespace ashlar::providers::aws
