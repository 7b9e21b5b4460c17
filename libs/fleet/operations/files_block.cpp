/// files.block: lines between two marker lines in a text file.

#include <algorithm>

#include "base/strings.hpp"
#include "fleet/operations/catalogue.hpp"
#include "fleet/operations/file_steps.hpp"
#include "fleet/operations/regular_expression.hpp"
#include "fleet/operations/text_edits.hpp"

namespace ashlar::fleet {
namespace {

using Lines = std::vector<std::string>;

/// Where a new block goes: an index into the lines, and whether the line there makes way for it.
Result<std::pair<std::size_t, bool>> place_of(const Lines& lines, const BlockEdit& edit) {
  if (!edit.line) return std::pair{lines.size(), false};
  auto expression = RegularExpression::parse(edit.literal ? RegularExpression::escape(*edit.line) : *edit.line);
  if (!expression) return expression.error();
  const auto found =
      std::find_if(lines.begin(), lines.end(), [&](const auto& line) { return expression->found_in(line); });
  if (found == lines.end()) return std::pair{lines.size(), false};
  const auto index = static_cast<std::size_t>(found - lines.begin());
  if (edit.before) return std::pair{index, false};
  return edit.after ? std::pair{index + 1, false} : std::pair{index, true};
}

}  // namespace

Result<std::string> with_block(const std::string& text, const BlockEdit& edit) {
  auto lines = lines_of(text);
  const auto begin = std::find(lines.begin(), lines.end(), edit.begin);
  const auto end = std::find(begin, lines.end(), edit.end);
  if (begin != lines.end() && end == lines.end()) {
    return fail_with_help("the line '" + edit.begin + "' is there, but no '" + edit.end + "' after it",
                          "repair the block's markers by hand");
  }
  Lines block;
  block.push_back(edit.begin);
  block.insert(block.end(), edit.content.begin(), edit.content.end());
  block.push_back(edit.end);
  if (begin != lines.end()) {
    if (edit.present && Lines(begin, end + 1) == block) return text;
    const auto place = lines.erase(begin, end + 1);
    if (edit.present) lines.insert(place, block.begin(), block.end());
    return text_of(lines);
  }
  if (!edit.present) return text;
  auto place = place_of(lines, edit);
  if (!place) return place.error();
  auto at = lines.begin() + static_cast<std::ptrdiff_t>(place->first);
  if (place->second) at = lines.erase(at);
  lines.insert(at, block.begin(), block.end());
  return text_of(lines);
}

Result<Plan> plan_files_block(Arguments& arguments, Machine& machine) {
  const auto path = machine.absolute(arguments.text("path"));
  BlockEdit edit;
  for (const auto& part : arguments.texts("content")) {
    for (auto& line : lines_of(part)) edit.content.push_back(std::move(line));
  }
  edit.present = arguments.flag("present", true);
  edit.line = arguments.optional_text("line");
  edit.before = arguments.flag("before", false);
  edit.after = arguments.flag("after", false);
  edit.literal = arguments.flag("escape_regex_characters", false);
  // The same markers as pyinfra's, so that a host that it managed keeps one block and does not get a second one.
  const auto marker = arguments.text_or("marker", "# {mark} PYINFRA BLOCK");
  edit.begin = replace_all(marker, "{mark}", arguments.text_or("begin", "BEGIN"));
  edit.end = replace_all(marker, "{mark}", arguments.text_or("end", "END"));
  const bool backup = arguments.flag("backup", false);
  if (edit.present && edit.content.empty()) arguments.reject("content", "is required");
  if (edit.before && edit.after) arguments.reject("after", "excludes `before`");
  if ((edit.before || edit.after) && !edit.line) arguments.reject("line", "is required with `before` and `after`");
  if (auto checked = arguments.check(); !checked) return checked.error();
  auto before = machine.read_if_there(path);
  if (!before) return before.error();
  Plan plan;
  if (!*before && !edit.present) return plan;
  auto after = with_block(before->value_or(""), edit);
  if (!after) return after.error().within(path);
  if (backup && *before && **before != *after) plan_backup(plan, machine, path, **before);
  plan_content(plan, path, *before, *after);
  return plan;
}

}  // namespace ashlar::fleet
