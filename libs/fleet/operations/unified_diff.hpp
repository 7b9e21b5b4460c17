#pragma once

#include <string>
#include <string_view>

namespace ashlar::fleet {

struct DiffNames {
  std::string before, after;
};

/// The difference of two texts in the unified format with three lines of context, without colours; empty when there is
/// none. Contents that are no text are only said to differ. Long texts that have little in common are shown as replaced
/// as a whole.
[[nodiscard]] std::string unified_diff(std::string_view before, std::string_view after, const DiffNames& names);

/// In place of a diff whose lines must not be shown: how many lines go and come.
[[nodiscard]] std::string counted_diff(std::string_view before, std::string_view after, const DiffNames& names);

}  // namespace ashlar::fleet
