/// files.line: a line that is in a text file, or not in it.

#include <algorithm>

#include "fleet/operations/catalogue.hpp"
#include "fleet/operations/file_steps.hpp"
#include "fleet/operations/regular_expression.hpp"
#include "fleet/operations/text_edits.hpp"

namespace ashlar::fleet {

Result<std::string> with_line(const std::string& text, const LineEdit& edit) {
  const auto pattern = edit.literal ? RegularExpression::escape(edit.line) : edit.line;
  auto expression = RegularExpression::parse(pattern, edit.ignore_case);
  if (!expression) return expression.error();
  auto lines = lines_of(text);
  const auto matches = [&](const std::string& line) { return expression->found_in(line); };
  const auto wanted = edit.replace ? *edit.replace : edit.line;
  if (!edit.present) {
    if (std::none_of(lines.begin(), lines.end(), matches)) return text;
    std::erase_if(lines, matches);
    return text_of(lines);
  }
  if (edit.replace && std::any_of(lines.begin(), lines.end(), matches)) {
    bool differs = false;
    for (auto& line : lines) {
      if (!matches(line) || line == wanted) continue;
      line = wanted;
      differs = true;
    }
    return differs ? text_of(lines) : text;
  }
  const bool there = edit.replace ? std::find(lines.begin(), lines.end(), wanted) != lines.end()
                                  : std::any_of(lines.begin(), lines.end(), matches) ||
                                        std::find(lines.begin(), lines.end(), wanted) != lines.end();
  if (there) return text;
  return (text.empty() || text.ends_with('\n') ? text : text + "\n") + wanted + "\n";
}

Result<Plan> plan_files_line(Arguments& arguments, Machine& machine) {
  const auto path = machine.absolute(arguments.text("path"));
  LineEdit edit;
  edit.line = arguments.text("line");
  edit.present = arguments.flag("present", true);
  edit.replace = arguments.optional_text("replace");
  edit.literal = arguments.flag("escape_regex_characters", false);
  const auto flags = arguments.texts("flags");
  edit.ignore_case = std::find_if(flags.begin(), flags.end(),
                                  [](const auto& flag) { return flag == "I" || flag == "i"; }) != flags.end();
  const bool backup = arguments.flag("backup", false);
  (void)arguments.flag("ensure_newline", true);  // a line always gets a line of its own
  if (auto checked = arguments.check(); !checked) return checked.error();
  auto before = machine.read_if_there(path);
  if (!before) return before.error();
  auto after = with_line(before->value_or(""), edit);
  if (!after) return after.error();
  Plan plan;
  if (!*before && !edit.present) return plan;
  if (backup && *before && **before != *after) plan_backup(plan, machine, path, **before);
  plan_content(plan, path, *before, *after);
  return plan;
}

}  // namespace ashlar::fleet
