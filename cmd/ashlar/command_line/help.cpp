#include "cmd/ashlar/command_line/help.hpp"

#include <algorithm>

#include "base/strings.hpp"
#include "cmd/ashlar/command_line/global_options.hpp"
#include "cmd/ashlar/command_line/lookup.hpp"
#include "cmd/ashlar/terminal/text.hpp"

namespace ashlar::cli {

namespace {

struct Line {
  std::string left, right;
};

// Two columns, the left one as wide as it must be.
std::string table(const std::vector<Line>& lines) {
  std::size_t width = 0;
  for (const auto& line : lines) width = std::max(width, line.left.size());
  std::string text;
  for (const auto& line : lines) {
    // What is below the first line of a help stands under it.
    auto right = replace_all(line.right, "\n", "\n" + std::string(width + 5, ' '));
    text += "  " + pad(line.left, width) + "   " + right + "\n";
  }
  return text;
}

std::string flag_lines(const Arguments& arguments) {
  auto flags = arguments.flags();
  std::erase_if(flags, [](const Flag& flag) { return flag.hidden; });
  std::sort(flags.begin(), flags.end(), [](const Flag& a, const Flag& b) { return a.name < b.name; });
  std::vector<Line> lines;
  for (const auto& flag : flags) {
    auto left = (flag.letter != 0 ? std::string("-") + flag.letter + ", " : std::string("    ")) + "--" + flag.name;
    if (!flag.without_value.empty()) {
      left += "[=" + flag.value + "]";
    } else if (!std::holds_alternative<bool*>(flag.target)) {
      left += " " + flag.value;
    }
    lines.push_back({left, flag.help});
  }
  return table(lines);
}

std::string positional_usage(const Arguments& arguments) {
  std::string text;
  for (const auto& positional : arguments.positionals()) {
    const bool many = std::holds_alternative<std::vector<std::string>*>(positional.target);
    const auto name = positional.name + (many ? "..." : "");
    text += positional.required ? " <" + name + ">" : " [" + name + "]";
  }
  return text;
}

std::string heading(const Palette& palette, std::string_view text) { return palette.paint(Role::bold, text) + "\n"; }

}  // namespace

std::string short_help(const Palette& palette) {
  std::string text =
      "ashlar: cloud resources, the machines on them and what runs on those machines, from one C++ program.\n\n";
  text += heading(palette, "Usage:") + "  ashlar <command> [flags]\n\n";
  for (const auto& group : help_groups()) {
    text += heading(palette, std::string(group.title) + ":");
    std::vector<Line> lines;
    for (const auto path : group.paths) {
      const auto& all = all_commands();
      const auto entry = std::find_if(all.begin(), all.end(), [&](const CommandEntry& e) { return e.path == path; });
      if (entry != all.end()) lines.push_back({std::string(path), std::string(entry->summary)});
    }
    text += table(lines) + "\n";
  }
  return text + "`ashlar <command> --help` tells everything about one command.\n";
}

std::string command_help(const CommandEntry& entry, const Palette& palette) {
  std::string text(entry.summary);
  text += "\n\n";
  if (!entry.details.empty()) text += std::string(entry.details) + "\n\n";
  GlobalOptions options;
  Arguments shared;
  options.declare(shared);
  Arguments own;
  const auto command = entry.make != nullptr ? entry.make() : nullptr;  // the variables have to outlive the table
  if (command) command->declare(own);
  const auto below = commands_below(entry.path);

  text += heading(palette, "Usage:");
  if (command) text += "  ashlar " + std::string(entry.path) + positional_usage(own) + " [flags]\n";
  if (!below.empty()) text += "  ashlar " + std::string(entry.path) + " <command>\n";
  if (!entry.aliases.empty()) {
    std::vector<std::string> names{std::string(last_word(entry.path))};
    names.insert(names.end(), entry.aliases.begin(), entry.aliases.end());
    text += "\n" + heading(palette, "Aliases:") + "  " + join(names, ", ") + "\n";
  }
  std::vector<Line> commands;
  for (const auto* child : below) {
    if (!child->hidden) commands.push_back({std::string(last_word(child->path)), std::string(child->summary)});
  }
  if (!commands.empty()) text += "\n" + heading(palette, "Commands:") + table(commands);
  if (!own.flags().empty()) text += "\n" + heading(palette, "Flags:") + flag_lines(own);
  return text + "\n" + heading(palette, "Flags of every command:") + flag_lines(shared);
}

}  // namespace ashlar::cli
