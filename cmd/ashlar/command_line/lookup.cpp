#include "cmd/ashlar/command_line/lookup.hpp"

#include <algorithm>

#include "base/strings.hpp"
#include "cmd/ashlar/command_line/global_options.hpp"

namespace ashlar::cli {

namespace {

// Whether a word is a shared flag whose value is the next word, such as `-C` in `-C dir stack ls`.
bool takes_next_word(const std::string& word, const Arguments& shared) {
  return std::any_of(shared.flags().begin(), shared.flags().end(), [&](const Flag& flag) {
    if (std::holds_alternative<bool*>(flag.target)) return false;
    return word == "--" + flag.name || (flag.letter != 0 && word == std::string("-") + flag.letter);
  });
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
  FoundCommand found;
  std::string_view path;
  bool descending = true;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto& word = words[i];
    if (descending && !word.empty() && word[0] != '-') {
      if (const auto* child = child_named(path, word)) {
        found.entry = child;
        path = child->path;
        continue;
      }
      if (!commands_below(path).empty()) return unknown_command(word, path);  // a group has no arguments
      descending = false;
    }
    if (word == "--") descending = false;
    found.rest.push_back(word);
    if (descending && takes_next_word(word, shared) && i + 1 < words.size()) found.rest.push_back(words[++i]);
  }
  return found;
}

}  // namespace ashlar::cli
