#include "cmd/ashlar/command_line/lookup.hpp"

#include <algorithm>
#include <set>

#include "base/strings.hpp"
#include "cmd/ashlar/command_line/global_options.hpp"

namespace ashlar::cli {

namespace {

// Adds the words whose value is the next word, such as `-C` in `-C dir stack ls`.
void add_valued(const Arguments& arguments, std::set<std::string>& valued) {
  for (const auto& flag : arguments.flags()) {
    if (std::holds_alternative<bool*>(flag.target) || !flag.without_value.empty()) continue;
    valued.insert("--" + flag.name);
    if (flag.letter != 0) valued.insert(std::string("-") + flag.letter);
  }
}

// The flags of a group that is a command too: `config -s dev`, `stack -s dev`.
void add_valued(const CommandEntry& entry, std::set<std::string>& valued) {
  if (entry.make == nullptr) return;
  Arguments own;
  const auto command = entry.make();
  command->declare(own);
  add_valued(own, valued);
}

const CommandEntry* child_named(std::string_view path, const std::string& word) {
  for (const auto* entry : commands_below(path)) {
    if (last_word(entry->path) == word) return entry;
    if (std::find(entry->aliases.begin(), entry->aliases.end(), word) != entry->aliases.end()) return entry;
  }
  return nullptr;
}

Error unknown_command(const std::string& word, std::string_view path) {
  const auto whole = "ashlar" + (path.empty() ? "" : " " + std::string(path));
  std::vector<std::string> names;
  for (const auto* entry : commands_below(path)) {
    if (entry->hidden) continue;
    names.emplace_back(last_word(entry->path));
    for (const auto alias : entry->aliases) names.emplace_back(alias);
  }
  auto error = fail("unknown command \"" + word + "\" for \"" + whole + "\"");
  if (const auto near = nearest(word, names)) error.notes.push_back("did you mean `" + whole + " " + *near + "`?");
  error.notes.push_back("run `" + whole + " --help` for usage");
  return error;
}

}  // namespace

std::string_view last_word(std::string_view path) {
  const auto blank = path.rfind(' ');
  return blank == std::string_view::npos ? path : path.substr(blank + 1);
}

std::vector<const CommandEntry*> commands_below(std::string_view path) {
  std::vector<const CommandEntry*> entries;
  const auto prefix = path.empty() ? std::string() : std::string(path) + " ";
  for (const auto& entry : all_commands()) {
    const bool below = entry.path.starts_with(prefix) && entry.path.size() > prefix.size();
    if (below && entry.path.find(' ', prefix.size()) == std::string_view::npos) entries.push_back(&entry);
  }
  return entries;
}

Result<FoundCommand> find_command(const std::vector<std::string>& words) {
  GlobalOptions options;
  Arguments shared;
  options.declare(shared);
  std::set<std::string> valued;
  add_valued(shared, valued);
  FoundCommand found;
  std::string_view path;
  bool descending = true;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto& word = words[i];
    if (descending && !word.empty() && word[0] != '-') {
      if (const auto* child = child_named(path, word)) {
        found.entry = child;
        path = child->path;
        add_valued(*child, valued);
        continue;
      }
      if (!commands_below(path).empty()) return unknown_command(word, path);  // a group has no arguments
      descending = false;
    }
    if (word == "--") descending = false;
    found.rest.push_back(word);
    if (descending && valued.contains(word) && i + 1 < words.size()) found.rest.push_back(words[++i]);
  }
  return found;
}

}  // namespace ashlar::cli
