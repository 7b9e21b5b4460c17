#include "cmd/ashlar/display/text_diff.hpp"

#include <algorithm>

namespace ashlar::cli {

namespace {

using Lines = std::vector<std::string_view>;

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

void append(std::vector<LineRun>& runs, LineRun::Kind kind, std::string_view line) {
  if (runs.empty() || runs.back().kind != kind) runs.push_back({kind, {}});
  runs.back().lines.push_back(line);
}

// More edits than this and nobody reads the script.
constexpr std::ptrdiff_t max_edits = 1000;

/// Myers' greedy algorithm: `furthest[d]` holds, by diagonal, how far `d` edits reach into `before`.
class EditScript {
 public:
  EditScript(const Lines& before, const Lines& after) : before_(before), after_(after) {}

  /// False when it takes more than `max_edits`.
  bool find() {
    const auto n = static_cast<std::ptrdiff_t>(before_.size());
    const auto m = static_cast<std::ptrdiff_t>(after_.size());
    std::vector<std::ptrdiff_t> reach(static_cast<std::size_t>(2 * std::min(n + m, max_edits) + 3), 0);
    const auto middle = static_cast<std::ptrdiff_t>(reach.size() / 2);
    for (std::ptrdiff_t edits = 0; edits <= std::min(n + m, max_edits); ++edits) {
      trace_.emplace_back(reach.begin() + middle - edits - 1, reach.begin() + middle + edits + 2);
      for (std::ptrdiff_t k = -edits; k <= edits; k += 2) {
        const auto at = [&](std::ptrdiff_t diagonal) { return reach[static_cast<std::size_t>(middle + diagonal)]; };
        std::ptrdiff_t x = k == -edits || (k != edits && at(k - 1) < at(k + 1)) ? at(k + 1) : at(k - 1) + 1;
        while (x < n && x - k < m && before_[static_cast<std::size_t>(x)] == after_[static_cast<std::size_t>(x - k)])
          ++x;
        reach[static_cast<std::size_t>(middle + k)] = x;
        if (x >= n && x - k >= m) return true;
      }
    }
    return false;
  }

  /// The script, from the last line to the first.
  [[nodiscard]] std::vector<std::pair<LineRun::Kind, std::string_view>> backwards() const {
    std::vector<std::pair<LineRun::Kind, std::string_view>> steps;
    auto x = static_cast<std::ptrdiff_t>(before_.size());
    auto y = static_cast<std::ptrdiff_t>(after_.size());
    for (auto edits = static_cast<std::ptrdiff_t>(trace_.size()) - 1; edits >= 0; --edits) {
      const auto& reach = trace_[static_cast<std::size_t>(edits)];
      const auto at = [&](std::ptrdiff_t diagonal) { return reach[static_cast<std::size_t>(diagonal + edits + 1)]; };
      const auto k = x - y;
      const bool down = k == -edits || (k != edits && at(k - 1) < at(k + 1));
      const auto from_x = edits == 0 ? 0 : at(down ? k + 1 : k - 1);
      const auto from_y = edits == 0 ? 0 : from_x - (down ? k + 1 : k - 1);
      while (x > from_x && y > from_y) {
        steps.emplace_back(LineRun::Kind::same, before_[static_cast<std::size_t>(--x)]);
        --y;
      }
      if (edits == 0) break;
      if (down) {
        steps.emplace_back(LineRun::Kind::added, after_[static_cast<std::size_t>(--y)]);
      } else {
        steps.emplace_back(LineRun::Kind::removed, before_[static_cast<std::size_t>(--x)]);
      }
    }
    return steps;
  }

 private:
  const Lines& before_;
  const Lines& after_;
  std::vector<std::vector<std::ptrdiff_t>> trace_;
};

// Within a block of changes removals come first.
std::vector<LineRun> in_order(const std::vector<LineRun>& runs) {
  std::vector<LineRun> ordered;
  for (std::size_t i = 0; i < runs.size();) {
    if (runs[i].kind == LineRun::Kind::same) {
      ordered.push_back(runs[i++]);
      continue;
    }
    LineRun removed{LineRun::Kind::removed, {}};
    LineRun added{LineRun::Kind::added, {}};
    for (; i < runs.size() && runs[i].kind != LineRun::Kind::same; ++i) {
      auto& block = runs[i].kind == LineRun::Kind::removed ? removed : added;
      block.lines.insert(block.lines.end(), runs[i].lines.begin(), runs[i].lines.end());
    }
    if (!removed.lines.empty()) ordered.push_back(std::move(removed));
    if (!added.lines.empty()) ordered.push_back(std::move(added));
  }
  return ordered;
}

}  // namespace

std::vector<LineRun> diff_lines(std::string_view before, std::string_view after) {
  auto old_lines = lines_of(before);
  auto new_lines = lines_of(after);
  std::vector<LineRun> runs;
  const auto shared = std::min(old_lines.size(), new_lines.size());
  std::size_t front = 0;
  while (front < shared && old_lines[front] == new_lines[front]) append(runs, LineRun::Kind::same, old_lines[front++]);
  std::size_t back = 0;
  while (back < shared - front && old_lines[old_lines.size() - 1 - back] == new_lines[new_lines.size() - 1 - back])
    ++back;
  const Lines tail(old_lines.end() - static_cast<std::ptrdiff_t>(back), old_lines.end());
  const auto middle = [&](const Lines& lines) {
    return Lines(lines.begin() + static_cast<std::ptrdiff_t>(front), lines.end() - static_cast<std::ptrdiff_t>(back));
  };
  const auto old_middle = middle(old_lines);
  const auto new_middle = middle(new_lines);
  EditScript script(old_middle, new_middle);
  if (script.find()) {
    const auto steps = script.backwards();
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) append(runs, step->first, step->second);
  } else {
    for (const auto line : old_middle) append(runs, LineRun::Kind::removed, line);
    for (const auto line : new_middle) append(runs, LineRun::Kind::added, line);
  }
  for (const auto line : tail) append(runs, LineRun::Kind::same, line);
  return in_order(runs);
}

}  // namespace ashlar::cli
