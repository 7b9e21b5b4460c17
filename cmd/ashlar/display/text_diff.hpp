#pragma once
/// What differs between two texts, line by line.

#include <string>
#include <string_view>
#include <vector>

namespace ashlar::cli {

struct LineRun {
  enum class Kind { same, removed, added };
  Kind kind = Kind::same;
  std::vector<std::string_view> lines;  ///< views of the texts given
};

/// The shortest edit script (Myers 1986) as runs of lines, removals before additions. Texts that share little are given
/// as one removal and one addition, so that the cost stays proportional to their length.
[[nodiscard]] std::vector<LineRun> diff_lines(std::string_view before, std::string_view after);

}  // namespace ashlar::cli
