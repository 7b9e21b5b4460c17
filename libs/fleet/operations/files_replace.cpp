/// files.replace: a pattern that is replaced wherever it occurs in a text file.

#include <algorithm>

#include "fleet/operations/catalogue.hpp"
#include "fleet/operations/file_steps.hpp"
#include "fleet/operations/regular_expression.hpp"
#include "fleet/operations/text_edits.hpp"

namespace ashlar::fleet {
namespace {

std::string replaced(const std::string& text, const RegularExpression& expression, const std::string& replacement) {
  auto lines = lines_of(text);
  for (auto& line : lines) line = expression.replace_in(line, replacement, true);
  auto result = text_of(lines);
  if (!text.ends_with('\n') && !result.empty()) result.pop_back();
  return result;
}

}  // namespace

Result<std::string> with_replacements(const std::string& text, const ReplaceEdit& edit) {
  auto expression = RegularExpression::parse(edit.pattern, edit.ignore_case);
  if (!expression) return expression.error();
  auto once = replaced(text, *expression, edit.replacement);
  if (once == text || replaced(once, *expression, edit.replacement) == once) return once;
  return fail_with_help("replacing '" + edit.pattern + "' by '" + edit.replacement +
                            "' gives a text that the same replacement changes again",
                        "use a pattern that its replacement does not match, as in ^old$", ErrorKind::usage);
}

Result<Plan> plan_files_replace(Arguments& arguments, Machine& machine) {
  const auto path = machine.absolute(arguments.text("path"));
  ReplaceEdit edit;
  edit.pattern = arguments.text("text");
  edit.replacement = arguments.text_or("replace", "");
  const auto flags = arguments.texts("flags");
  edit.ignore_case = std::find_if(flags.begin(), flags.end(),
                                  [](const auto& flag) { return flag == "I" || flag == "i"; }) != flags.end();
  const bool backup = arguments.flag("backup", false);
  if (auto checked = arguments.check(); !checked) return checked.error();
  auto before = machine.read(path);
  if (!before) return before.error();
  auto after = with_replacements(*before, edit);
  if (!after) return after.error();
  Plan plan;
  if (backup && *before != *after) plan_backup(plan, machine, path, *before);
  plan_content(plan, path, *before, *after);
  return plan;
}

}  // namespace ashlar::fleet
