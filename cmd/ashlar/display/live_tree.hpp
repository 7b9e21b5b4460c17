#pragma once
/// The rows of a run as the lines of a table whose type column is a tree.

#include <string>
#include <vector>

#include "cmd/ashlar/display/rows.hpp"

namespace ashlar::cli {

struct TreeLines {
  std::string header;
  std::vector<std::string> lines;
};

/// Lays out what is not hidden, children below their parents in order of appearance. `dots` stands behind the status of
/// what is under way. Lines are as long as they are: whoever draws them clips.
[[nodiscard]] TreeLines lay_out(const Rows& rows, std::size_t dots);

}  // namespace ashlar::cli
