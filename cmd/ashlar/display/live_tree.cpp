#include "cmd/ashlar/display/live_tree.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "cmd/ashlar/terminal/text.hpp"

namespace ashlar::cli {

namespace {

constexpr std::size_t most_dots = 3;
constexpr std::size_t columns = 5;
constexpr std::size_t status_column = 3;
using Cells = std::array<std::string, columns>;

/// Parents, children and what is worth showing; indexes count `Rows::rows`.
class Tree {
 public:
  explicit Tree(const Rows& rows) : rows_(rows) {
    const auto& all = rows.rows();
    std::unordered_map<std::string_view, std::size_t> by_urn;
    for (std::size_t i = 0; i < all.size(); ++i) by_urn.emplace(all[i].step.urn.text(), i);
    children_.resize(all.size());
    shown_.resize(all.size());
    parents_.resize(all.size(), 0);
    for (std::size_t i = 1; i < all.size(); ++i) {
      const auto* state = state_of(all[i].step);
      if (state != nullptr && state->parent) {
        const auto found = by_urn.find(state->parent->text());
        if (found != by_urn.end() && found->second != i) parents_[i] = found->second;
      }
      children_[parents_[i]].push_back(i);
    }
    // What is shown shows its ancestors, which therefore need one look each.
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (all[i].hidden) continue;
      for (auto at = i; !shown_[at]; at = parents_[at]) shown_[at] = true;
    }
  }

  template <typename Visit>
  void visit(const Visit& visit) const {
    visit_below(0, "", "", visit);
  }

 private:
  // `lead` stands before the row, `below` before its children.
  template <typename Visit>
  void visit_below(std::size_t at, const std::string& lead, const std::string& below, const Visit& visit) const {
    visit(rows_.rows()[at], lead);
    std::vector<std::size_t> shown;
    for (const auto child : children_[at]) {
      if (shown_[child]) shown.push_back(child);
    }
    for (const auto child : shown) {
      const bool last = child == shown.back();
      visit_below(child, below + (last ? "└─ " : "├─ "), below + (last ? "   " : "│  "), visit);
    }
  }

  const Rows& rows_;
  std::vector<std::vector<std::size_t>> children_;
  std::vector<std::size_t> parents_;
  std::vector<bool> shown_;
};

std::string line_of(const Cells& cells, const std::array<std::size_t, columns>& widths) {
  std::string line = " ";
  for (std::size_t i = 0; i < columns; ++i) {
    if (i > 0 && widths[i - 1] == 0) continue;  // URNs take the place of two columns
    line += i + 1 == columns ? cells[i] : pad(cells[i], widths[i]) + (widths[i] > 0 ? "  " : "");
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

}  // namespace

TreeLines lay_out(const Rows& rows, std::size_t dots) {
  const auto& options = rows.options();
  std::vector<Cells> table;
  std::vector<bool> animated;
  Tree(rows).visit([&](const Row& row, const std::string& lead) {
    const auto cells = rows.cells(row);
    table.push_back({cells.op, lead + cells.type, cells.name, cells.status, cells.info});
    animated.push_back(!rows.is_done(row) && row.has_step &&
                       (row.step.op != deploy::StepOp::same || row.step.urn.is_root_stack()));
  });
  const bool with_info =
      std::any_of(table.begin(), table.end(), [](const Cells& cells) { return !cells.back().empty(); });
  const auto column = [&](std::string_view name) { return options.palette.paint(Role::column, name); };
  const Cells header{"", column(options.show_urns ? "URN" : "Type"), options.show_urns ? "" : column("Name"),
                     column(rows.info().preview ? "Plan" : "Status"), with_info ? column("Info") : ""};
  std::array<std::size_t, columns> widths{};
  const auto widen = [&](const Cells& cells) {
    for (std::size_t i = 0; i < columns; ++i) widths[i] = std::max(widths[i], display_width(cells[i]));
  };
  widen(header);
  for (const auto& cells : table) widen(cells);
  if (!rows.finished()) widths[status_column] += most_dots;  // so that the dots do not move what follows
  TreeLines result;
  result.header = line_of(header, widths);
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (animated[i]) table[i][status_column].append(dots % (most_dots + 1), '.');
    result.lines.push_back(line_of(table[i], widths));
  }
  return result;
}

}  // namespace ashlar::cli
