#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "base/strings.hpp"
#include "cmd/ashlar/terminal/text.hpp"

namespace ashlar::cli {

/// Rows of cells in aligned columns, two blanks between them; the first row is the heading. `indent` stands before
/// every row. The last cell of a row may have several lines: they stand below each other in its column.
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
    std::string margin = "\n" + indent;
    for (std::size_t i = 0; i + 1 < row.size(); ++i) {
      text += pad(row[i], widths[i] + 2);
      margin.append(widths[i] + 2, ' ');
    }
    if (!row.empty()) text += replace_all(row.back(), "\n", margin);
    text += "\n";
  }
  return text;
}

}  // namespace ashlar::cli
