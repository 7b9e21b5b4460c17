#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "cmd/ashlar/terminal/text.hpp"

namespace ashlar::cli {

/// Rows of cells in aligned columns, two blanks between them; the first row is the heading. `indent` stands before
/// every row.
[[nodiscard]] inline std::string render_table(const std::vector<std::vector<std::string>>& rows,
                                              const std::string& indent = {}) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i]));
  }
  std::string text;
  for (const auto& row : rows) {
    text += indent;
    for (std::size_t i = 0; i < row.size(); ++i) text += i + 1 == row.size() ? row[i] : pad(row[i], widths[i] + 2);
    text += "\n";
  }
  return text;
}

}  // namespace ashlar::cli
