#include "fleet/operations/unified_diff.hpp"

#include <algorithm>
#include <vector>

#include "base/strings.hpp"

namespace ashlar::fleet {
namespace {

using Lines = std::vector<std::string_view>;

/// With their newlines, so that a last line without one differs from one that has it.
Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

struct Edit {
  char kind;  ///< ' ', '-' or '+'
  std::string_view line;
};

/// Texts with more changes than this are not worth a shortest script.
constexpr int maximum_changes = 1500;

/// The furthest reach on every diagonal after each number of changes (Myers, "An O(ND) Difference Algorithm"), until
/// both ends are reached; empty when that takes too many changes.
std::vector<std::vector<int>> reaches(const Lines& a, const Lines& b) {
  const int n = static_cast<int>(a.size()), m = static_cast<int>(b.size());
  std::vector<std::vector<int>> history;
  for (int d = 0; d <= std::min(n + m, maximum_changes); ++d) {
    // Diagonal k is at index k + d.
    std::vector<int> reach(static_cast<std::size_t>(2 * d + 1), -1);
    const auto before = [&](int k) {
      return d == 0 || std::abs(k) > d - 1 ? -1 : history.back()[static_cast<std::size_t>(k + d - 1)];
    };
    for (int k = -d; k <= d; k += 2) {
      int x = d == 0 ? 0 : (k == -d || (k != d && before(k - 1) < before(k + 1))) ? before(k + 1) : before(k - 1) + 1;
      while (x < n && x - k < m && a[static_cast<std::size_t>(x)] == b[static_cast<std::size_t>(x - k)]) ++x;
      reach[static_cast<std::size_t>(k + d)] = x;
      if (x >= n && x - k >= m) {
        history.push_back(std::move(reach));
        return history;
      }
    }
    history.push_back(std::move(reach));
  }
  return {};
}

std::vector<Edit> replace_all_lines(const Lines& a, const Lines& b) {
  std::vector<Edit> edits;
  for (const auto line : a) edits.push_back({'-', line});
  for (const auto line : b) edits.push_back({'+', line});
  return edits;
}

std::vector<Edit> edits_between(const Lines& a, const Lines& b) {
  const auto history = reaches(a, b);
  if (history.empty()) return replace_all_lines(a, b);
  std::vector<Edit> edits;
  int x = static_cast<int>(a.size()), y = static_cast<int>(b.size());
  for (int d = static_cast<int>(history.size()) - 1; d > 0; --d) {
    const auto& reach = history[static_cast<std::size_t>(d - 1)];
    const auto at = [&](int k) { return std::abs(k) > d - 1 ? -1 : reach[static_cast<std::size_t>(k + d - 1)]; };
    const int k = x - y;
    const bool down = k == -d || (k != d && at(k - 1) < at(k + 1));
    const int start_x = down ? at(k + 1) : at(k - 1), start_y = start_x - (down ? k + 1 : k - 1);
    for (; x > start_x + (down ? 0 : 1) && y > start_y + (down ? 1 : 0); --x, --y)
      edits.push_back({' ', a[static_cast<std::size_t>(x - 1)]});
    if (down) {
      edits.push_back({'+', b[static_cast<std::size_t>(--y)]});
    } else {
      edits.push_back({'-', a[static_cast<std::size_t>(--x)]});
    }
  }
  for (; x > 0; --x) edits.push_back({' ', a[static_cast<std::size_t>(x - 1)]});
  std::reverse(edits.begin(), edits.end());
  return edits;
}

constexpr std::size_t context = 3;

std::string range(std::size_t start, std::size_t count) {
  // An empty range is named by the line before it.
  return std::to_string(count == 0 ? start : start + 1) + (count == 1 ? "" : "," + std::to_string(count));
}

void append_hunk(std::string& out, const std::vector<Edit>& edits, std::size_t from, std::size_t to,
                 std::size_t old_line, std::size_t new_line) {
  std::string body;
  std::size_t old_count = 0, new_count = 0;
  for (auto i = from; i < to; ++i) {
    body += edits[i].kind;
    body += edits[i].line;
    if (!edits[i].line.ends_with('\n')) body += "\n\\ No newline at end of file\n";
    old_count += edits[i].kind != '+';
    new_count += edits[i].kind != '-';
  }
  out += "@@ -" + range(old_line, old_count) + " +" + range(new_line, new_count) + " @@\n" + body;
}

bool is_text(std::string_view text) { return text.find('\0') == std::string_view::npos && is_valid_utf8(text); }

std::string heading(const DiffNames& names) { return "--- " + names.before + "\n+++ " + names.after + "\n"; }

}  // namespace

std::string unified_diff(std::string_view before, std::string_view after, const DiffNames& names) {
  if (before == after) return {};
  if (!is_text(before) || !is_text(after)) return "Binary files " + names.before + " and " + names.after + " differ\n";
  const auto edits = edits_between(lines_of(before), lines_of(after));
  std::string out = heading(names);
  std::size_t old_line = 0, new_line = 0;  // of the edit at `i`
  for (std::size_t i = 0; i < edits.size();) {
    if (edits[i].kind == ' ') {
      ++i, ++old_line, ++new_line;
      continue;
    }
    const auto lead = std::min({i, old_line, new_line, context});
    auto end = i, quiet = std::size_t{0};  // the hunk goes on until more than twice the context is unchanged
    for (auto j = i; j < edits.size() && quiet <= 2 * context; ++j) {
      quiet = edits[j].kind == ' ' ? quiet + 1 : 0;
      if (quiet == 0) end = j + 1;
    }
    const auto stop = std::min(edits.size(), end + context);
    append_hunk(out, edits, i - lead, stop, old_line - lead, new_line - lead);
    for (; i < stop; ++i) {
      old_line += edits[i].kind != '+';
      new_line += edits[i].kind != '-';
    }
  }
  return out;
}

std::string counted_diff(std::string_view before, std::string_view after, const DiffNames& names) {
  if (before == after) return {};
  std::size_t removed = 0, added = 0;
  for (const auto& edit : edits_between(lines_of(before), lines_of(after))) {
    removed += edit.kind == '-';
    added += edit.kind == '+';
  }
  return heading(names) + "(secret: " + std::to_string(removed) + " lines go, " + std::to_string(added) + " come)\n";
}

}  // namespace ashlar::fleet
